"""Pay: instruments, what they are made of, their clocks and curves."""
