"""Close a person's open bonus accounts, on leaving or when pay rules change."""

from sim.rules.jit import step


@step
def settle(claims, contracts, accounts, week, regime, i, leaving):
    """Pay out what seat i has earned and not received; on leaving, contracts that say so forfeit it."""
    for k in range(accounts.shape[1]):
        c = claims[regime, i, k].contract
        if c < 0:
            break
        account = accounts[i, k]
        owed = account.accrued + account.awaiting
        account.accrued, account.awaiting = 0.0, 0.0
        if contracts[c].shadow == 1:
            continue
        if leaving and contracts[c].forfeits == 1:
            week.bonus_forfeited_rmb += owed
        else:
            week.bonus_paid_rmb += owed
