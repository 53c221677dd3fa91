"""How numbers, days and lists are written in a language, and the words of the trade."""
