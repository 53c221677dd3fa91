"""Changes of stage by what is measured, and reviews that move the weights of metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.rules.jit import step
from sim.units import WEEKS_PER_YEAR
from sim.vocabulary.triggers import CUSTOMERS, GMV_RMB, REPURCHASE

if TYPE_CHECKING:
    from sim.engine.state import State
    from sim.plan.records import Arrays

#: Weight of a week in the figures that stages and reviews go by, a mean of about a quarter.
PACE = 0.08


@step
def keep_pace(s: State):
    """Move the figures that stages go by."""
    gmv, customers, repeat, firm = 0.0, 0.0, 0.0, s.firm[0]
    for i in range(s.lines.shape[0]):
        gmv += s.lines[i].paid_rmb
        customers += s.lines[i].customers
        repeat += s.lines[i].repeat_orders
    speed = PACE if firm.pace_rmb > 0.0 else 1.0
    firm.pace_rmb += speed * (gmv - firm.pace_rmb)
    firm.pace_customers += speed * (customers - firm.pace_customers)
    rate = repeat / customers if customers > 0.0 else 0.0
    firm.pace_repeat += speed * (rate - firm.pace_repeat)


@step
def measured(s: State, measure):
    """Return the figure that a trigger goes by: GMV a year, customers, weekly repeat rate, heads."""
    firm = s.firm[0]
    if measure == GMV_RMB:
        return WEEKS_PER_YEAR * firm.pace_rmb
    if measure == CUSTOMERS:
        return firm.pace_customers
    if measure == REPURCHASE:
        return firm.pace_repeat
    heads = 0.0
    for i in range(s.staff.shape[0]):
        heads += s.staff[i].filled
    return heads


@step
def watch_triggers(plan: Arrays, s: State, t: int):
    """Move the calendar to the next stage, or back, once its condition has held long enough."""
    if plan.triggers.shape[0] == 0 or t == 0:
        return
    keep_pace(s)
    firm, now = s.firm[0], s.calendar[t].regime
    first, steps = plan.triggers[0].first, plan.triggers[0].steps
    if now < first or s.calendar[t].coming != now:  # not yet, or announced already
        return
    row, change, hold, delay = (now - first) // steps, 0, 0, 0
    for k in range(plan.triggers.shape[0]):
        trigger = plan.triggers[k]
        if trigger.row == row + 1 and measured(s, trigger.measure) >= trigger.above:
            change, hold, delay = steps, trigger.hold, trigger.delay
        if trigger.row == row and trigger.below > 0.0 and measured(s, trigger.measure) < trigger.below:
            change, hold, delay = -steps, trigger.hold, trigger.delay
    firm.held = firm.held + 1.0 if change != 0 else 0.0
    if change != 0 and firm.held >= hold:
        firm.held = 0.0
        for later in range(t, s.calendar.shape[0]):
            week = s.calendar[later]
            week.coming, week.begins = week.regime + change, t + delay
            if later >= t + delay:
                week.regime += change


@step
def review_weights(plan: Arrays, s: State, t: int):
    """Move the weight of a metric towards what its measured level asks for; the other weights share the rest."""
    regime = s.calendar[t].regime
    for k in range(plan.reviews.shape[0]):
        rule = plan.reviews[k]
        if regime < rule.since or t % rule.every != 0:
            continue
        weight, found = rule.weight, False
        for c in range(s.contracts.shape[0]):
            contract = plan.contracts[c]
            if contract.review == k and contract.reviewed == 1 and contract.since <= regime <= contract.until:
                if not found:
                    now = rule.weight * s.contracts[c].factor
                    weight = min(rule.high, max(rule.low, now + rule.gain * (rule.goal - s.contracts[c].pace)))
                found = True
        if found:
            for c in range(s.contracts.shape[0]):
                if plan.contracts[c].review == k:
                    own = plan.contracts[c].reviewed == 1
                    s.contracts[c].factor = weight / rule.weight if own else (1.0 - weight) / (1.0 - rule.weight)
