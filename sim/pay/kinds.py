"""The ways in which a contract pays, and on which scores are compared, by number in the compiled engine."""

#: Kinds of contracts: a rate; a curve over attainment; a fixed sum; no money; prizes by rank; a share paid if a gate is
#: passed; a share of what all have earned by points.
LINEAR, ATTAINMENT, FIXED, APPRAISAL, CONTEST, GATED, SHARE = range(7)
#: What a contract is for: it pays; it multiplies the pay of the one it follows; it gives points to its score; it saves
#: that one from having to give back.
PAYS, TIMES, POINTS, SAVES = range(4)
#: When the pay for a customer is taken back: the customer has left by then; or has not bought again.
GONE = ("left", "not_back")
#: What counts before a period is over: what is projected; results against the target so far; results as they stand.
PROJECTED, AGAINST_PLAN, AS_IT_STANDS = range(3)
#: What scores of a contest are compared on: result over plan; result as it is; result over the one of the last period;
#: result over a plan that rises with earlier results.
BASES = ("plan", "amount", "growth", "handicap")
OVER_PLAN, AS_AMOUNT, AS_GROWTH, WITH_HANDICAP = range(4)
