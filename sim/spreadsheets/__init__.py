"""Pay plans in spreadsheets: written for people who live in Excel or WPS, and read back exactly.

One row is one instrument, one column one field of it; both come from the models in `sim.pay.instruments`, so that a new
kind of instrument has its columns without a change here. Curves are spread over columns of their own, lists and weights
stand in one cell, such as `gmv 40 % + repurchase 60 %`.
"""

from sim.spreadsheets.merging import merged
from sim.spreadsheets.reading import Plan, read_plan
from sim.spreadsheets.writing import write_plan

__all__ = ["Plan", "merged", "read_plan", "write_plan"]
