"""What raising a metric without its value brings: hard selling and price cuts, by the metric that pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.rules.jit import step
from sim.vocabulary import channels as ch
from sim.vocabulary import metrics as m

if TYPE_CHECKING:
    from sim.engine.state import Parameters, State
    from sim.plan.records import Arrays


@step
def gaming_gradient(plan: Arrays, par: Parameters, s: State, regime: int, q, weight):
    """Set what hard selling and price cuts of a queue do to each metric of sales: what it subtracts comes off.

    Returns come off net sales and margin, the price and handling off margin alone. `weight` is a member's part in hard
    selling.
    """
    known_queue, g = plan.queues[regime, q], s.gradient
    share = 1.0 / max(s.queues[q].members, 1.0)
    for metric in (m.GMV, m.GMV_NET, m.MARGIN, m.ORDERS):
        g[metric, q, ch.PUSH], g[metric, q, ch.PRICE] = 0.0, 0.0
    for j in range(known_queue.first, known_queue.last):
        i = plan.queue_lines[regime, j]
        line, known = s.lines[i], plan.lines[i]
        fresh, returned = line.new_orders / max(line.orders, 1.0), line.return_share
        ease = par.push_conversion * known.pushable
        sold = line.paid_rmb * fresh * weight * ease / (1.0 + ease * line.push)
        back = line.paid_rmb * returned * par.push_returns * known.returnable * weight
        g[m.GMV, q, ch.PUSH] += sold
        g[m.ORDERS, q, ch.PUSH] += sold / known.basket
        g[m.GMV_NET, q, ch.PUSH] += sold * (1.0 - returned) - back
        handled = par.returns_handling * (sold * returned + back)
        g[m.MARGIN, q, ch.PUSH] += (sold * (1.0 - returned) - back) * known.gross_margin - handled
        more = line.paid_rmb * par.discount_elasticity * (fresh + par.discount_repeat * (1.0 - fresh)) * share
        cut, back = more - line.paid_rmb * share, line.paid_rmb * returned * par.returns_discount * share
        g[m.GMV, q, ch.PRICE] += cut
        g[m.ORDERS, q, ch.PRICE] += more / known.basket
        g[m.GMV_NET, q, ch.PRICE] += cut * (1.0 - returned) - back
        kept = (cut * known.gross_margin - line.paid_rmb * (1.0 - known.gross_margin) * share) * (1.0 - returned)
        g[m.MARGIN, q, ch.PRICE] += kept - back * known.gross_margin - par.returns_handling * (cut * returned + back)
