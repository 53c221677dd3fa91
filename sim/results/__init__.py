"""Results: measures, paired comparisons, tables and charts of policies.

Nothing is imported here: pandas, matplotlib and rich are loaded by the functions that need them.
"""
