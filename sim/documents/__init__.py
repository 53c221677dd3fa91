"""How documents are read, checked and explained: kinds of values, YAML with line numbers, messages with a remedy."""
