"""A made-up shop whose totals are known, written in the layout of each platform that intake knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sim.conformance.exports import china, markets, shops
from sim.conformance.exports.truth import Export, Order, Totals, shop, text_of, totals

__all__ = ["WRITERS", "Export", "Order", "Totals", "shop", "text_of", "totals"]

#: A writer for each layout, by its key.
WRITERS: Mapping[str, Callable[[Sequence[Order]], Export]] = {
    "taobao": china.taobao,
    "jd": china.jd,
    "pinduoduo": china.pinduoduo,
    "douyin": china.douyin,
    "youzan": china.youzan,
    "kuaishou": china.kuaishou,
    "xiaohongshu": china.xiaohongshu,
    "alibaba": china.alibaba,
    "weixin": china.weixin,
    "wangdian": china.wangdian,
    "jushuitan": china.jushuitan,
    "youzan_items": china.youzan_items,
    "shopify": shops.shopify,
    "woocommerce": shops.woocommerce,
    "magento": shops.magento,
    "prestashop": shops.prestashop,
    "opencart": shops.opencart,
    "wix": shops.wix,
    "woo_analytics": shops.woo_analytics,
    "square": shops.square,
    "bigcommerce": shops.bigcommerce,
    "squarespace": shops.squarespace,
    "paypal": shops.paypal,
    "amazon": markets.amazon,
    "ebay": markets.ebay,
    "amazon_settlement": markets.amazon_settlement,
    "amazon_transactions": markets.amazon_transactions,
    "ebay_transactions": markets.ebay_transactions,
    "etsy": markets.etsy,
    "shopee": markets.shopee,
    "lazada": markets.lazada,
    "mercadolibre": markets.mercadolibre,
    "tiktok": markets.tiktok,
    "aliexpress": markets.aliexpress,
    "shopee_zh": markets.shopee_zh,
    "tiktok_zh": markets.tiktok_zh,
}
