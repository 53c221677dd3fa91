"""Read the metrics that contracts pay for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.phases.absence import presence
from sim.rules import elementary as math
from sim.rules.jit import step
from sim.units import WEEKS_PER_YEAR
from sim.vocabulary import metrics as m
from sim.vocabulary.roles import DESIGN, TECHNOLOGY

if TYPE_CHECKING:
    from sim.engine.state import Parameters, State
    from sim.plan.records import Arrays


@step
def line_amount(line, metric):
    """Return an amount metric of a line this week."""
    if metric == m.GMV:
        return line.paid_rmb
    if metric == m.GMV_NET:
        return line.net_rmb
    if metric == m.MARGIN:
        return line.margin_rmb
    if metric == m.NEW_CUSTOMERS:
        return line.new_orders
    return line.visits if metric == m.VISITS else line.orders


@step
def line_level(line, known, metric, par: Parameters):
    """Return a level metric of a line's sales relative to its value at the start (1 = as it was)."""
    if metric == m.CONVERSION:
        return line.new_orders / max(line.visits * known.conversion, 1e-9)
    if metric == m.REPURCHASE:
        return line.repeat_orders / max(line.customers * known.repeat_weekly, 1e-9)
    if metric == m.BASKET:
        return 1.0 - line.price_cut
    if metric == m.RETURNS:
        return 2.0 - line.return_share / max(known.return_rate, 1e-9)
    return customer_level(line, known, metric, par)


@step
def customer_level(line, known, metric, par: Parameters):
    """Return a level metric of a line's customers relative to its value at the start."""
    if metric == m.NPS:
        answers = max(par.survey_share * line.orders, 1.0)
        noise = par.nps_noise / math.sqrt(answers) * line.noise
        return (par.nps_base + par.nps_slope * (line.satisfaction - par.satisfaction_start) + noise) / par.nps_base
    if metric == m.COMPLAINTS:
        return (1.0 - line.unsettled) / max(1.0 - line.usual_unsettled, 1e-9)
    if metric == m.PRIVATE_DOMAIN:
        return line.community / max(known.community, 1e-9)
    if metric == m.LOYALTY:
        return loyal_share(WEEKS_PER_YEAR * line.repeat_rate) / max(known.loyal, 1e-9)
    return line.satisfaction / par.satisfaction_start


@step
def page_level(line, cell, metric, par: Parameters):
    """Return a metric of a line's pages and systems relative to its start: uptime, click-through."""
    if metric == m.UPTIME:
        return cell.level
    return cell.level * math.exp(-par.similarity_conversion * (line.similarity - par.reuse_norm))


@step
def queue_level(queue, usual, metric, ready, par: Parameters):
    """Return a metric of a queue's log: work per person, prompt replies, requests solved in time and right, and so on.

    `usual` is the work done per person at norm effort relative to the plan's, `ready` the readiness of the last
    campaign.
    """
    if metric == m.SERVED:
        return queue.served / max(queue.members, 1.0) / usual
    if metric == m.RESPONSE:
        return math.exp(-queue.reply)
    if metric == m.ACCURACY:
        return 1.0 - queue.rework
    if metric == m.REUSE:
        return queue.reuse / par.reuse_norm
    if metric == m.NOVELTY:
        return (1.0 - queue.reuse) / (1.0 - par.reuse_norm)
    if metric == m.TOOLS:
        return 1.0 + queue.asset
    return ready if metric == m.READINESS else queue.in_time * (1.0 - queue.rework)


@step
def served_together(s: State, contract):
    """Return the work served this week by the queues whose log a contract reads, pw, and their members."""
    served, members = 0.0, 0.0
    for q in range(contract.queue, contract.queue + contract.queues):
        served += s.queues[q].served
        members += s.queues[q].members
    return served, members


@step
def merit(p, role):
    """Return a person's output relative to the mean of the role, times the square root of care; 0 for an empty seat."""
    if p.filled == 0.0 or role.output <= 0.0:
        return 0.0
    return p.output / role.output * math.sqrt(p.care)


@step
def of_person(plan: Arrays, s: State, i: int, metric):
    """Return this week's merit or presence of who sits in seat i."""
    return presence(s.staff[i]) if metric == m.PRESENCE else merit(s.staff[i], s.roles[plan.seats[i].role])


@step
def read_metric(plan: Arrays, par: Parameters, s: State, contract):
    """Return this week's result of a contract's metric in its scope."""
    metric, value, weight = contract.metric, 0.0, 0.0
    if metric == m.MERIT or metric == m.PRESENCE:
        return of_person(plan, s, contract.seat, metric)
    if metric == m.SERVED and contract.queues > 1:
        served, members = served_together(s, contract)
        return served / max(members, 1.0)
    if metric >= m.FIRST_QUEUE:
        if contract.queue < 0:
            return 0.0
        usual = s.roles[plan.queues[contract.since, contract.queue].role].usual
        return queue_level(s.queues[contract.queue], usual, metric, s.firm[0].ready, par)
    for j in range(contract.first, contract.last):
        i = plan.contract_lines[j]
        if (
            metric == m.GMV_NET and contract.lag > 0
        ):  # what is kept of this week's sales once the time for returns is over
            value += plan.line_weights[j] * s.lines[i].paid_rmb * (1.0 - s.lines[i].return_share)
        elif metric < m.FIRST_LEVEL:
            value += plan.line_weights[j] * line_amount(s.lines[i], metric)
        else:
            orders = plan.lines[i].orders
            if metric == m.UPTIME or metric == m.CLICK_THROUGH:
                level = page_level(s.lines[i], s.cells[TECHNOLOGY if metric == m.UPTIME else DESIGN, i], metric, par)
            else:
                level = line_level(s.lines[i], plan.lines[i], metric, par)
            value += level * orders
            weight += orders
    if metric >= m.FIRST_LEVEL:
        return value / weight
    if contract.queues > 0 and s.lines[0].made > 0.0:  # the part that they have made
        value *= served_together(s, contract)[0] / s.lines[0].made
    return value


@step
def loyal_share(mean):
    """Return the share of customers with five orders or more, `mean` orders a year on average (Poisson)."""
    term = math.exp(-mean)
    few = term
    for n in range(1, m.LOYAL_ORDERS):
        term *= mean / n
        few += term
    return 1.0 - few
