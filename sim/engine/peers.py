"""What people see of their colleagues: sums over units and roles, in the order of seats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.rules import elementary as math
from sim.rules.jit import step
from sim.rules.leaving import pay_rise

if TYPE_CHECKING:
    from sim.engine.state import Parameters, State
    from sim.plan.records import Arrays

TOP_FIFTH = 0.8416
#: Largest change of colleagues' pace, log, that is reckoned with.
MOST_HASTE = 0.5


@step
def clear(s: State):
    """Empty the sums of units, roles and queues."""
    for u in range(s.units.shape[0]):
        unit = s.units[u]
        unit.members, unit.help, unit.culture, unit.productivity, unit.leavers = 0.0, 0.0, 0.0, 0.0, 0.0
        unit.carriers, unit.newcomers, unit.welcoming, unit.helpers = 0.0, 0.0, 0.0, 0.0
        unit.talent, unit.talent_square, unit.sharing = 0.0, 0.0, 0.0
    for r in range(s.roles.shape[0]):
        role = s.roles[r]
        role.members, role.pay, role.output, role.talent, role.square = 0.0, 0.0, 0.0, 0.0, 0.0
        role.rise, role.log_talent, role.log_square = 0.0, 0.0, 0.0
    for q in range(s.queues.shape[0]):
        s.queues[q].members = 0.0


@step
def summarise_peers(plan: Arrays, par: Parameters, s: State, regime: int):
    """Set last week's means of units (help, culture, productivity) and roles (pay, output), and members of queues.

    A lead's help counts for as many hands as `lead_help`: it reaches all of the unit (Rosen 1982).
    """
    clear(s)
    for i in range(s.staff.shape[0]):
        p = s.staff[i]
        if p.filled > 0.0:
            unit = s.units[plan.placements[regime, i].unit]
            unit.members += 1.0
            hands = helping_hands(plan.units[regime, plan.placements[regime, i].unit], i, par)
            unit.helpers += hands
            unit.help += hands * p.effort_help * p.hours
            talent = math.log(p.ability)
            unit.talent += talent
            unit.talent_square += talent * talent
            unit.sharing += p.sharing
            unit.culture += p.culture
            unit.productivity += p.output / p.hours
            unit.carriers += plan.placements[regime, i].ambassador
            if p.tenure < plan.placements[regime, i].onboarding_weeks:
                unit.newcomers += 1.0
                unit.welcoming += plan.placements[regime, i].trainer
            role = s.roles[plan.seats[i].role]
            role.members += 1.0
            role.pay += p.pay
            role.output += p.output
            role.rise += pay_rise(p.expected_pay, p.used_to)
            role.log_talent += talent
            role.log_square += talent * talent
            talent = p.ability * p.skill
            role.talent += talent
            role.square += talent * talent
            s.queues[plan.placements[regime, i].queue].members += 1.0
    for u in range(s.units.shape[0]):
        unit = s.units[u]
        members = max(unit.members, 1.0)
        unit.help, unit.culture, unit.productivity = (
            unit.help / max(unit.helpers, 1.0),
            unit.culture / members,
            unit.productivity / members,
        )
        unit.talent, unit.sharing = unit.talent / members, unit.sharing / members
        unit.talent_square = max(0.0, unit.talent_square / members - unit.talent * unit.talent)
        unit.carriers = min(1.0, unit.carriers / (par.ambassador_need * members))
    for r in range(s.roles.shape[0]):
        role = s.roles[r]
        members = max(role.members, 1.0)
        role.pay, role.output = role.pay / members, role.output / members
        role.talent, role.rise = role.talent / members, role.rise / members
        spread = math.sqrt(max(0.0, role.square / members - role.talent * role.talent))
        role.log_talent /= members
        role.log_square = max(0.0, role.log_square / members - role.log_talent * role.log_talent)
        role.key = role.talent + TOP_FIFTH * spread


@step
def helping_hands(unit, i: int, par: Parameters):
    """Return for how many hands the help of seat i counts in its unit."""
    return par.lead_help if unit.lead == i else 1.0


@step
def compare_peers(plan: Arrays, par: Parameters, s: State, t: int):
    """Let everybody be seen beside the means of the role, and see the pace of the colleagues of the unit."""
    regime, usual = s.calendar[t].regime, plan.weeks[t].usual == 1
    for i in range(s.staff.shape[0]):
        if s.staff[i].filled > 0.0:
            compare(s.staff[i], s.roles[plan.seats[i].role])
            see_pace(s.staff[i], s.units[plan.placements[regime, i].unit], usual, par)


@step
def see_pace(p, unit, usual, par: Parameters):
    """Set by how much the colleagues of the unit worked faster last week than a person is used to, log.

    What one is used to is learned before the first reported week, or from the first colleagues one sees.
    """
    p.haste = 0.0
    others = unit.productivity * unit.members - p.output / p.hours
    if unit.members <= 1.0 or others <= 0.0:
        return
    others /= unit.members - 1.0
    if p.pace <= 0.0:
        p.pace = others
    if usual:
        p.pace += par.tie_usual_speed * (others - p.pace)
    p.haste = min(MOST_HASTE, max(-MOST_HASTE, math.log(others / p.pace)))


@step
def compare(p, peers):
    """Set last week's pay and output of a person relative to the means of the role; alone in one, nothing differs."""
    p.relative_pay, p.relative_output = 0.0, 0.0
    if peers.members > 1.0 and p.pay > 0.0:
        p.relative_pay = math.log(p.pay / peers.pay)
    if peers.members > 1.0 and p.output > 0.0:
        p.relative_output = math.log(p.output / peers.output)
