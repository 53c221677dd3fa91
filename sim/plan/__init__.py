"""A scenario and a policy compiled to a frozen plan of arrays."""
