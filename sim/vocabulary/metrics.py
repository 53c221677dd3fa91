"""The metrics that plans can pay for, what a person can do more of, and their numbers in the compiled engine.

Amounts are sums over lines; levels are means over lines relative to the start (1 = as it was); queue metrics are read
from the log of the people who work together, or of one person.
"""

AMOUNTS = ("gmv", "gmv_net", "margin", "orders", "new_customers", "visits")
LEVEL_METRICS = (
    "conversion", "repurchase", "nps", "satisfaction", "returns", "basket", "click_through", "complaints",
    "private_domain", "loyalty", "uptime",
)  # fmt: skip
QUEUE_METRICS = (
    "served",
    "response",
    "requests",
    "accuracy",
    "reuse",
    "novelty",
    "tools",
    "readiness",
    "help",
    "merit",
)
METRICS = AMOUNTS + LEVEL_METRICS + QUEUE_METRICS
GMV, GMV_NET, MARGIN, ORDERS, NEW_CUSTOMERS, VISITS = range(6)
CONVERSION, REPURCHASE, NPS, SATISFACTION, RETURNS, BASKET, CLICK_THROUGH, COMPLAINTS = range(6, 14)
PRIVATE_DOMAIN, LOYALTY, UPTIME = range(14, 17)
SERVED, RESPONSE, REQUESTS, ACCURACY, REUSED, NOVELTY, TOOLS, READINESS, HELP, MERIT = range(17, 27)

#: What a person can do more of, in the order of the last axis of the gradient.
CHANNELS = ("volume", "care", "push", "price", "hurry", "asset", "reuse")
VOLUME, CARE, PUSH, PRICE, HURRY, ASSET, REUSE = range(7)

#: Orders a year from which a customer counts as loyal.
LOYAL_ORDERS = 5
