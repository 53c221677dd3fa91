"""The cost of each phase in real weeks, counted by the processor; compiled on its own since it is seldom asked for."""

# mypy: ignore-errors

from sim.rules.jit import call_at, cycle_count, kernel


@kernel
def cycles(phases, plan, par, replicates, s, counts):
    """Add the cycles that the opening and the phases take over whole runs to int64[1 + phases] `counts`."""
    for replicate in range(replicates):
        key = (0, replicate)
        before = cycle_count()
        call_at(phases[0], plan, par, s, 0, key)
        counts[0] += cycle_count() - before
        for t in range(plan.weeks.shape[0]):
            for k in range(1, len(phases)):
                before = cycle_count()
                call_at(phases[k], plan, par, s, t, key)
                counts[k] += cycle_count() - before
