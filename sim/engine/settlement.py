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
def close_account(account):
    """Empty a bonus account."""
    account.accrued, account.awaiting, account.drawn, account.debt = 0.0, 0.0, 0.0, 0.0
    account.floored, account.lift, account.raw = 0.0, 0.0, 0.0


@step
def settle(claims, contracts, accounts, week, regimes, i, leaving):
    """Pay out what seat i has earned and not received under contracts that it does not keep.

    What was paid ahead of the period is written off; an advance is worked off as far as what is owed goes.

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
        running = account.accrued - account.drawn
        advanced = account.drawn != 0.0 or account.debt > 0.0 or contracts[c].back > 0
        settled = max(running - account.debt, 0.0) if advanced else running
        owed, written_off = settled + account.awaiting, settled - running
        close_account(account)
        if contracts[c].shadow == 1:
            continue
        week.bonus_earned_rmb += written_off
        if leaving and contracts[c].forfeits >= 1:
            week.bonus_forfeited_rmb += owed
        else:
            week.bonus_paid_rmb += owed
