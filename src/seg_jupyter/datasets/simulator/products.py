"""What is sold: names, categories, prices, and what they cost the company."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seg_jupyter.datasets.simulator import plan
from seg_jupyter.datasets.simulator.chance import Array
from seg_jupyter.datasets.simulator.columns import Columns, Words
from seg_jupyter.datasets.simulator.themes import Theme

_MARGINS = (38, 46, 31, 55)
"""Per cent of the price that are left of a product, by the place of its category."""


@dataclass(frozen=True, eq=False)
class Products:
    """The catalogue, category by category, as many products in each.

    Parameters
    ----------
    names, category
        Of each product the name, and the place of its category.
    cents
        The price in the first year.
    categories
        What they are called.
    each
        Number of products in one.
    """

    names: tuple[str, ...]
    category: Array
    cents: Array
    categories: tuple[str, ...]
    each: int

    def prices_in(self, years: Array) -> Array:
        """Return the prices in cents, so many years after the first: shape (years, products)."""
        rise, whole = 100 + plan.PRICES_RISE, 100
        rows = [[c * rise**y // whole**y for c in self.cents.tolist()] for y in years.tolist()]
        return np.array(rows, np.int64)

    def frame(self) -> Columns:
        """Return the frame of products: price in the first year, and margin as a share of it."""
        return {
            "product": Words(np.arange(len(self.names), dtype=np.int8), self.names),
            "category": Words(self.category, self.categories),
            "price": self.cents / 100,
            "margin": np.array(_MARGINS)[self.category] / 100,
        }


def products_of(theme: Theme) -> Products:
    """Return what a theme sells beside the subscription."""
    prices = [shelf.values() for shelf in theme.products.values()]
    each = len(prices[0])
    return Products(
        names=tuple(name for shelf in theme.products.values() for name in shelf),
        category=np.repeat(np.arange(len(prices), dtype=np.int8), each),
        cents=np.array([cents for shelf in prices for cents in shelf]),
        categories=tuple(theme.products),
        each=each,
    )
