"""Pay instruments: a file each, with its entries, its parts and its words."""
