"""The template that `sim new` writes: a small, commented scenario that is valid as it stands."""

from __future__ import annotations

import json
from datetime import date, timedelta

from sim.calendar import monday

_TEMPLATE = """\
# yaml-language-server: $schema=scenario.schema.json
# A scenario: the company, what it sells, its calendar, and the policies to compare.
# `sim check FILE` says it back in words. `sim schema --out scenario.schema.json` lets an editor complete the keys.
# Replace the numbers by your own. Entries after "# optional" may be left out.

version: 1
name: @NAME@

company:
  start: @START@                    # first week reported, a Monday
  weeks: 52                            # how long, 4 to 520
  burn_in_weeks: 26                    # run under today's policy before the first week, not reported
  seats:                               # operations marketing category content design service data technology warehouse
    operations: {heads: 4, base_rmb: 8500, tiers: {base: 1, middle: 2, senior: 1}}      # base pay per month
    design: {heads: 3, base_rmb: 8000, tenure_weeks: [20, 60, 150]}                     # weeks people have been here
    service: {heads: 4, base_rmb: 6000}
    marketing: {heads: 2, base_rmb: 9500}
    warehouse: {heads: 2, base_rmb: 6500, market_rmb: 6800}                             # pay elsewhere
  yearly_turnover: 0.2                 # optional: share of seats whose holder leaves in a year
  utilisation: {service: 0.85}         # optional: measured load of a role in an average week

lines:                                 # what the shop sells; visits per week in an average week
  - name: tea
    visits: 30000
    conversion: 0.03                   # new orders per visit
    basket_rmb: 150
    gross_margin: 0.34                 # share of list price, after fees and freight
    return_rate: 0.08                  # share of orders sent back
    repeat_weekly: 0.03                # orders per active customer and week
    churn_weekly: 0.04                 # share of active customers lost per week
  - name: tableware
    visits: 22000
    conversion: 0.025
    basket_rmb: 180
    gross_margin: 0.33
    return_rate: 0.12
    repeat_weekly: 0.025
    churn_weekly: 0.04

calendar:                              # optional
  peaks:                               # days with their own demand, relative to an average day
    - {name: "618", from: @YEAR@-06-12, until: @YEAR@-06-20, index: 1.6}
    - {name: Double 11, from: @YEAR@-10-31, until: @YEAR@-11-11, index: 1.9}

budgets: {ads_rmb: 20000, ads_share_of_visits: 0.2}         # optional: advertising per week, and the visits it brings

discretion: {discount_limit: 0.05, roles: [operations]}     # optional: discount that staff may give by themselves

decision:                              # optional: what decides, sealed before anything is run
  objective: contribution
  guardrails: {turnover: {worse_by: 2}, collaboration: {worse_by: 2}}   # percentage points against today

baseline: today                        # the policy that runs now

policies:
  today:
    pay:
      operations_kpi:                  # a name of your own
        kind: performance_pay          # commission performance_pay quota team_bonus annual_bonus appraisal
        roles: [operations]            # or all
        scope: own                     # own lines, unit or company
        weights: {gmv: 0.4, repurchase: 0.3, nps: 0.3}      # sum to 1
        target_rmb: 2000               # per month when every goal is met
        period: month                  # month, quarter or year
        curve: {threshold: 0.8, cap: 1.5}                   # nothing below 80 %, no more above 150 %
      yearly_bonus: {kind: annual_bonus, roles: all, months: 1, month: 1}

  more_for_gmv:                        # says only what it changes
    extends: today
    announce: @ANNOUNCE@               # staff hear of it
    start: @CHANGE@                  # a Monday
    pay:
      operations_kpi: null             # null removes what is inherited
      gmv_quota:
        kind: quota
        roles: [operations, marketing]
        metric: gmv
        target_rmb: 2500
        curve: {threshold: 0.8, accelerators: [{above: 1.0, multiple: 2.0}], cap: 1.5}

  bigger_kpi:
    extends: today
    pay:
      operations_kpi: {target_rmb: 3000}                    # without `kind`: changes fields of the inherited one

  squads:
    extends: today
    structure: {kind: squads, cover: 0.3}                   # operations, design and service sit by line
"""


def template(name: str, start: date) -> str:
    """The text of a new scenario.

    Args:
        name: name of the scenario.
        start: a day in the first week.

    Returns:
        YAML text that loads as it stands.
    """
    first = monday(start)
    values = {
        "NAME": json.dumps(name, ensure_ascii=False),
        "START": first.isoformat(),
        "YEAR": str(first.year),
        "ANNOUNCE": (first + timedelta(weeks=8)).isoformat(),
        "CHANGE": (first + timedelta(weeks=13)).isoformat(),
    }
    text = _TEMPLATE
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return text
