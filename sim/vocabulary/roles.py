"""The roles of staff. How a role works is data, in `sim/parameters/registry.yaml`."""

from typing import NamedTuple


class Role(NamedTuple):
    """A role: its name in documents, in English and in Chinese."""

    name: str
    en: str
    zh: str


ROLES = (
    Role("operations", "operations", "运营"),
    Role("marketing", "marketing", "市场"),
    Role("category", "category", "品类"),
    Role("content", "content", "内容"),
    Role("design", "design", "设计"),
    Role("service", "customer service", "客服"),
    Role("data", "data analysis", "数据分析"),
    Role("technology", "technology", "技术"),
    Role("warehouse", "warehouse", "仓储"),
    Role("private_domain", "private domain", "私域"),
)
ROLE_NAMES = tuple(role.name for role in ROLES)

OPERATIONS = ROLE_NAMES.index("operations")
MARKETING = ROLE_NAMES.index("marketing")
CATEGORY = ROLE_NAMES.index("category")
CONTENT = ROLE_NAMES.index("content")
DESIGN = ROLE_NAMES.index("design")
SERVICE = ROLE_NAMES.index("service")
DATA = ROLE_NAMES.index("data")
TECHNOLOGY = ROLE_NAMES.index("technology")
WAREHOUSE = ROLE_NAMES.index("warehouse")
PRIVATE_DOMAIN = ROLE_NAMES.index("private_domain")
