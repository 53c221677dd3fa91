"""The cost of each phase in real weeks, counted by the processor; compiled on its own since it is seldom asked for."""

# mypy: ignore-errors

from sim.engine.start import open_company
from sim.engine.week import PHASES
from sim.rules.jit import cycle_count, kernel

(
    open_week,
    meet_colleagues,
    set_incentives,
    choose_effort,
    serve_work,
    serve_customers,
    pay_staff,
    develop_staff,
    turn_over,
    close_week,
) = PHASES


@kernel
def cycles(plan, par, replicates, s, counts):
    """Add the cycles that phases take over whole runs to int64[phases + 1] `counts`, the start of a run last."""
    for replicate in range(replicates):
        key = (0, replicate)
        before = cycle_count()
        open_company(plan, par, s, key)
        after = cycle_count()
        counts[10] += after - before
        for t in range(plan.weeks.shape[0]):
            before = cycle_count()
            open_week(plan, par, s, t, key)
            after = cycle_count()
            counts[0] += after - before
            meet_colleagues(plan, par, s, t, key)
            before = cycle_count()
            counts[1] += before - after
            set_incentives(plan, par, s, t)
            after = cycle_count()
            counts[2] += after - before
            choose_effort(plan, par, s, t, key)
            before = cycle_count()
            counts[3] += before - after
            serve_work(plan, par, s, t)
            after = cycle_count()
            counts[4] += after - before
            serve_customers(plan, par, s, t)
            before = cycle_count()
            counts[5] += before - after
            pay_staff(plan, par, s, t, key)
            after = cycle_count()
            counts[6] += after - before
            develop_staff(plan, par, s, t)
            before = cycle_count()
            counts[7] += before - after
            turn_over(plan, par, s, t, key)
            after = cycle_count()
            counts[8] += after - before
            close_week(plan, par, s, t)
            before = cycle_count()
            counts[9] += before - after
