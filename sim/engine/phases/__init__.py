"""The phases of a week, in the order of `sim.engine.week.PHASES`.

Each phase reads what earlier phases left and writes its own variables; sums run in the order of seats and lines, so
results do not depend on threads.
"""
