"""Close a person's open bonus accounts, on leaving or when pay rules change."""

from sim.rules.jit import step


@step
def holds(claims, regime, i, contract):
    """Return whether seat i has a claim on a contract in a regime (-1: none)."""
    if regime < 0:
        return False
    for k in range(claims.shape[2]):
        if claims[regime, i, k].contract == contract:
            return True
    return False


@step
def settle(claims, contracts, accounts, week, regimes, i, leaving):
    """Pay out what seat i has earned and not received under contracts that it does not keep.

    Args:
        claims, contracts: of the plan.
        accounts: of the state.
        week: totals of the week.
        regimes: (regime whose claims are settled, regime whose claims stay open or -1).
        i: seat.
        leaving: whether the person goes, so that contracts that say so forfeit what is owed.
    """
    for k in range(claims.shape[2]):
        claim = claims[regimes[0], i, k]
        c = claim.contract
        if c < 0:
            break
        if holds(claims, regimes[1], i, c):
            continue
        account = accounts[i, claim.slot]
        owed = account.accrued + account.awaiting
        account.accrued, account.awaiting = 0.0, 0.0
        if contracts[c].shadow == 1:
            continue
        if leaving and contracts[c].forfeits >= 1:
            week.bonus_forfeited_rmb += owed
        else:
            week.bonus_paid_rmb += owed
