"""Settings that hold for all tests."""

import os

from hypothesis import HealthCheck, settings

# The same examples in every run: a failure is a change of the code, never of luck. `--hypothesis-profile=search` looks
# further, and elsewhere each time.
settings.register_profile(
    "repeatable", derandomize=True, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile("repeatable")

os.environ["MPLBACKEND"] = "agg"
os.environ.setdefault("SIM_LANES", "never")  # tests of lanes ask for them: nothing else has to wait for their code
