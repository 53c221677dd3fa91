"""The series that are recorded every week, company totals or means; the last ones by role."""

from sim.vocabulary.roles import ROLE_NAMES

SERIES: tuple[str, ...] = (
    "gmv_placed", "gmv_paid", "gmv_net", "orders", "new_orders", "repeat_orders", "visits", "customers", "refunds",
    "margin_rmb", "cancelled_orders", "late_orders", "returns_orders", "satisfaction", "rating", "discount", "ads_rmb",
    "heads", "seats", "quits", "key_quits", "layoffs", "hires", "requests", "requests_good", "requests_reworked",
    "cycle_weeks", "reply_weeks", "skill", "fatigue", "staff_satisfaction", "want", "effort_volume", "effort_care",
    "effort_help", "push", "output", "base_rmb", "overtime_rmb", "bonus_earned_rmb", "bonus_paid_rmb",
    "bonus_forfeited_rmb", "bonus_owed_rmb", "bonus_shadow_rmb", "hiring_rmb", "severance_rmb", "people_cost_rmb",
    "backlog", "friction", "ties", "tie_strength", "ties_seen", "cross_ties", "connected", "connect_weeks", "campaigns",
    "readiness", "windows_met", "wrong_orders", "casual", "complaints", "complaints_settled", "escalations",
    "understanding", "orders_moved", "stage", "programmes_rmb", "venture_rmb", "ventures_won", "proposals", "trials",
    "posts", "training", "effort_asset", "community", "similarity", "click_through", "uptime", "culture", "new_skill",
    "library", "entry_skill", "insight", "customer_value_rmb", "skill_value_rmb", "vacancy_cost_rmb", "unvested_rmb",
    "departures", "months", "paid_months",
)  # fmt: skip
ROLE_PAY, ROLE_HEADS, ROLE_OUTPUT = (len(SERIES) + k * len(ROLE_NAMES) for k in range(3))
SERIES += tuple(f"{name}@{role}" for name in ("pay_rmb", "heads", "output") for role in ROLE_NAMES)
