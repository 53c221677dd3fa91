"""Figures of the company, means of about a quarter, by which the stages of a policy begin and end."""

from typing import NamedTuple


class Trigger(NamedTuple):
    """A figure: its name, unit, in English and in Chinese."""

    name: str
    unit: str
    en: str
    zh: str


TRIGGERS = (
    Trigger("gmv_rmb", "RMB a year", "paid GMV a year", "年支付成交总额"),
    Trigger("customers", "customers", "customers", "客户数"),
    Trigger("repurchase", "orders a week", "repeat orders per customer and week", "客户周复购单数"),
    Trigger("heads", "people", "staff", "员工数"),
)
TRIGGER_NAMES = tuple(trigger.name for trigger in TRIGGERS)

GMV_RMB = TRIGGER_NAMES.index("gmv_rmb")
CUSTOMERS = TRIGGER_NAMES.index("customers")
REPURCHASE = TRIGGER_NAMES.index("repurchase")
HEADS = TRIGGER_NAMES.index("heads")
