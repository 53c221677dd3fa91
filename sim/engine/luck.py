"""Keyed luck: which random numbers belong to whom.

A coordinate is (actor, n-th occupant of the seat, week, purpose and partner); the key is (experiment, replicate). The
policy, its structure and its parameters are never part of either, so the same person meets the same luck under every
policy. Purposes are numbers that are never reused.
"""

from sim.rules.jit import rule
from sim.rules.philox import uniforms

PERSON, LINE, FIRM, SEAT = 1 << 28, 2 << 28, 3 << 28, 4 << 28
BIRTH, CHARACTER, WEEK, LEAVE, SHOCK, ARRIVALS, PRIOR, ACCEPT, TIES, GROWTH = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
JUDGING, IDEAS, TASTE, POSTS, STRIKE = 11, 12, 13, 14, 15
PARTNER_SHIFT = 8


@rule
def luck(actor, occupant, week, purpose, partner, key):
    """Return four uniforms in (0, 1) of an actor for a purpose. `key` is (experiment, replicate)."""
    return uniforms(
        int(actor), int(occupant), int(week), purpose | (partner << PARTNER_SHIFT), int(key[0]), int(key[1])
    )
