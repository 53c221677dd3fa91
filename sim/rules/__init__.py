"""Behavioural rules: plain scalar functions of floats, one theory a file.

A rule never draws a random number (it is handed one) and holds no behavioural constant (it is handed
parameters). Everything here imports `math` and `sim.rules.jit` only.
"""
