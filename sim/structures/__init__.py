"""Organisational structures: who sits with whom; a file for each kind."""
