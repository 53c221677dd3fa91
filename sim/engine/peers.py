"""What people see of their colleagues: sums over units and roles, in the order of seats."""

import math

from sim.rules.jit import step
from sim.rules.leaving import pay_rise

TOP_FIFTH = 0.8416


@step
def clear(s):
    """Empty the sums of units, roles and queues."""
    for u in range(s.units.shape[0]):
        unit = s.units[u]
        unit.members, unit.help, unit.culture, unit.productivity, unit.leavers = 0.0, 0.0, 0.0, 0.0, 0.0
        unit.carriers, unit.newcomers, unit.welcoming = 0.0, 0.0, 0.0
    for r in range(s.roles.shape[0]):
        role = s.roles[r]
        role.members, role.pay, role.output, role.talent, role.square = 0.0, 0.0, 0.0, 0.0, 0.0
        role.rise = 0.0
    for q in range(s.queues.shape[0]):
        s.queues[q].members = 0.0


@step
def summarise_peers(plan, par, s, regime):
    """Set last week's means of units (help, culture, productivity) and roles (pay, output), and members of queues."""
    clear(s)
    for i in range(s.staff.shape[0]):
        p = s.staff[i]
        if p.filled > 0.0:
            unit = s.units[plan.chairs[regime, i].unit]
            unit.members += 1.0
            unit.help += p.effort_help * p.hours
            unit.culture += p.culture
            unit.productivity += p.output / p.hours
            unit.carriers += plan.chairs[regime, i].ambassador
            if p.tenure < plan.chairs[regime, i].onboarding_weeks:
                unit.newcomers += 1.0
                unit.welcoming += plan.chairs[regime, i].trainer
            role = s.roles[plan.seats[i].role]
            role.members += 1.0
            role.pay += p.pay
            role.output += p.output
            role.rise += pay_rise(p.expected_pay, p.used_to)
            talent = p.ability * p.skill
            role.talent += talent
            role.square += talent * talent
            s.queues[plan.chairs[regime, i].queue].members += 1.0
    for u in range(s.units.shape[0]):
        unit = s.units[u]
        members = max(unit.members, 1.0)
        unit.help, unit.culture, unit.productivity = (
            unit.help / members,
            unit.culture / members,
            unit.productivity / members,
        )
        unit.carriers = min(1.0, unit.carriers / (par.ambassador_need * members))
    for r in range(s.roles.shape[0]):
        role = s.roles[r]
        members = max(role.members, 1.0)
        role.pay, role.output = role.pay / members, role.output / members
        role.talent, role.rise = role.talent / members, role.rise / members
        spread = math.sqrt(max(0.0, role.square / members - role.talent * role.talent))
        role.key = role.talent + TOP_FIFTH * spread


@step
def compare_peers(plan, s):
    """Let everybody be seen beside the means of the role."""
    for i in range(s.staff.shape[0]):
        if s.staff[i].filled > 0.0:
            compare(s.staff[i], s.roles[plan.seats[i].role])


@step
def compare(p, peers):
    """Set last week's pay and output of a person relative to the means of the role; alone in one, nothing differs."""
    p.relative_pay, p.relative_output = 0.0, 0.0
    if peers.members > 1.0 and p.pay > 0.0:
        p.relative_pay = math.log(p.pay / peers.pay)
    if peers.members > 1.0 and p.output > 0.0:
        p.relative_output = math.log(p.output / peers.output)
