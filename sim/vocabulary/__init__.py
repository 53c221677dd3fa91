"""The words everything is made of, one table each: roles, metrics, channels, scopes, periods, tiers, triggers.

The number of a name is its place in its table. The compiled engine needs these numbers as constants of a module, so a
table is followed by those the engine names; each is looked up by name, so that none can be wrong.
"""
