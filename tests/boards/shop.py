"""A small shop whose policies have a knob of every kind; a run of it takes milliseconds."""

TEXT = """\
version: 1
name: Corner shop
company:
  start: 2026-01-05
  weeks: 26
  burn_in_weeks: 8
  seats:
    operations: {heads: 4, base_rmb: 8500, tiers: {base: 1, middle: 2, senior: 1}}
    design: {heads: 3, base_rmb: 8000}
    service: {heads: 4, base_rmb: 6000}
lines:
  - {name: tea, visits: 30000, conversion: 0.03, basket_rmb: 150, gross_margin: 0.34, return_rate: 0.08,
     repeat_weekly: 0.03, churn_weekly: 0.04}
  - {name: cups, visits: 20000, conversion: 0.02, basket_rmb: 190, gross_margin: 0.3, return_rate: 0.1,
     repeat_weekly: 0.02, churn_weekly: 0.04}
precision: {gmv: 20, turnover: 50, collaboration: 20}
discretion: {discount_limit: 0.05, roles: [operations]}
baseline: today
policies:
  today:                # a remark that stays
    pay:
      kpi:
        {kind: performance_pay, roles: [operations], target_rmb: 2000, weights: {gmv: 0.4, repurchase: 0.3, nps: 0.3}}
  quota:
    note: Sold by quota.
    extends: today
    announce: 2026-02-02
    start: 2026-03-02
    pay:
      kpi: {weights: {gmv: 0.8, nps: 0.2}}
      quota:
        {kind: quota, roles: [operations], target_rmb: 2500,
         curve: {threshold: 0.8, accelerators: [{above: 1.0, multiple: 2.0}], cap: 1.5}}
    programmes:
      help: {kind: mentoring, weeks: 8}
"""

#: A move of every kind of knob: path and new value.
MOVES = {
    "money": (("pay", "quota", "target_rmb"), 4000.0),
    "weight": (("pay", "kpi", "weights", "gmv"), 0.5),
    "curve": (("pay", "quota", "curve", "accelerators", 0, "multiple"), 3.0),
    "cap": (("pay", "quota", "curve", "cap"), 2.0),
    "roles": (("pay", "quota", "roles"), ["operations", "service"]),
    "choice": (("pay", "quota", "metric"), "orders"),
    "flag": (("pay", "quota", "curve", "excess_only"), True),
    "off": (("pay", "quota"), False),
    "added": (("pay",), ["annual_bonus"]),
    "programme": (("programmes", "help", "weeks"), 20),
    "start": (("start",), "2026-03-16"),
    "lead": (("lead_weeks",), 0),
    "structure": (("structure",), "squads"),
    "heads": (("headcount", "service"), 2),
    "base": (("base_change", "all"), -0.1),
    "discretion": (("discretion", "discount_limit"), 0.1),
    "overtime": (("overtime_cap",), 0.1),
}
