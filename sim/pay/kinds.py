"""The six ways in which a contract pays, by number in the compiled engine."""

#: Kinds of contracts: a rate; a curve over attainment; a fixed sum; no money; prizes by rank; a share paid if a gate is
#: passed.
LINEAR, ATTAINMENT, FIXED, APPRAISAL, CONTEST, GATED = range(6)
