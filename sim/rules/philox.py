"""Philox 4x32-10: a counter-based random number generator (Salmon, Moraes, Dror and Shaw 2011).

Stateless: four 32-bit words are a function of a counter (who, which occupant, when, what for) and a key (experiment,
replicate). So a decision keeps its luck whatever policy, structure or number of workers surrounds it.
"""

from sim.rules.jit import kernel

MASK = 0xFFFFFFFF
MULTIPLIER_0 = 0xD2511F53
MULTIPLIER_1 = 0xCD9E8D57
WEYL_0 = 0x9E3779B9
WEYL_1 = 0xBB67AE85
ROUNDS = 10
UNIT = 1.0 / 4294967296.0


@kernel
def philox(c0, c1, c2, c3, k0, k1):
    """Return four 32-bit words for a counter and a key, all given as integers in [0, 2^32)."""
    for _ in range(ROUNDS):
        p0 = MULTIPLIER_0 * c0
        p1 = MULTIPLIER_1 * c2
        high0 = (p0 >> 32) & MASK
        high1 = (p1 >> 32) & MASK
        c0, c1, c2, c3 = high1 ^ c1 ^ k0, p1 & MASK, high0 ^ c3 ^ k1, p0 & MASK
        k0 = (k0 + WEYL_0) & MASK
        k1 = (k1 + WEYL_1) & MASK
    return c0, c1, c2, c3


@kernel
def uniforms(c0, c1, c2, c3, k0, k1):
    """Return four uniforms in the open interval (0, 1) for a counter and a key."""
    w0, w1, w2, w3 = philox(c0, c1, c2, c3, k0, k1)
    return (w0 + 0.5) * UNIT, (w1 + 0.5) * UNIT, (w2 + 0.5) * UNIT, (w3 + 0.5) * UNIT
