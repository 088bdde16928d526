"""Orders: carts, checkouts, purchases and returns, and the members' renewals."""

from __future__ import annotations

import numpy as np

from seg_jupyter.datasets.simulator import plan
from seg_jupyter.datasets.simulator.calendar import DAY, Calendar
from seg_jupyter.datasets.simulator.campaigns import Contacts
from seg_jupyter.datasets.simulator.chance import Array, Chance, choice, lognormal, waiting
from seg_jupyter.datasets.simulator.columns import Columns, Words, joined, taken
from seg_jupyter.datasets.simulator.happening import (
    Moments,
    event_columns,
    happened,
    seconds_of_day,
    within,
)
from seg_jupyter.datasets.simulator.people import People
from seg_jupyter.datasets.simulator.products import Products, prices_in, products_of
from seg_jupyter.datasets.simulator.settings import Settings

KINDS = ("cart", "checkout", "purchase", "return", "renewal")
CART, CHECKOUT, PURCHASE, RETURN, RENEWAL = range(5)
_OWN_INTEREST = 0.5
"""How many orders are of the category that a customer is interested in."""
_QUANTITIES = (0.78, 0.15, 0.05, 0.02)
_BUSINESS_BUYS = 5
"""By what a business orders more of a thing."""
_DEAR = 50_000.0
"""The most that one order can be times its price, so that cents stay whole."""


def orders(
    people: People, settings: Settings, calendar: Calendar, piece: int, contacts: Contacts
) -> Columns:
    """Return the events of orders: `amount` is what was paid, and negative where it was returned.

    A cart and a checkout have no amount yet; a renewal has no product.
    """
    parts = _carts(people, settings, calendar, piece, contacts)
    every = joined([*parts, _renewals(people, settings, calendar, piece)])
    who, at, kind, product, cents = (np.asarray(column) for column in every.values())
    columns = {
        **event_columns(people, calendar, who, at, Words(kind.astype(np.int8), KINDS)),
        "product": Words(product.astype(np.int8), products_of(settings.names).names),
        "amount": np.where((kind == CART) | (kind == CHECKOUT), np.nan, cents / 100),
    }
    # stable, and so the same on every machine
    return taken(columns, np.lexsort((kind, at, who)))


def _carts(
    people: People, settings: Settings, calendar: Calendar, piece: int, contacts: Contacts
) -> list[dict[str, Array]]:
    """Return carts and what becomes of them; what a campaign causes is always paid."""
    chance, amounts = (Chance(settings.seed, piece, name) for name in ("orders", "amounts"))
    plain = happened("cart", people, settings, calendar, piece)
    caused = contacts.caused(calendar, Chance(settings.seed, piece, "caused"))
    who, at = (np.concatenate(pair) for pair in zip(plain, caused, strict=True))
    size = len(who)
    sure = np.arange(size) >= len(plain.who)
    checks = sure | chance.hits(plan.CHECKED_OUT, size)
    buys = checks & (sure | chance.hits(plan.BOUGHT, size))
    returns = buys & chance.hits(plan.RETURNED, size)
    goods = products_of(settings.names)
    product = _product(people, goods, who, chance)
    cents = _cents(people, settings, calendar, goods, who, at, product, amounts)
    checked = at + 30 + chance.pick(waiting(240.0), size)
    bought = checked + 20 + chance.pick(waiting(90.0), size)
    came_back = bought + 3 * DAY + chance.pick(waiting(6.0 * DAY), size)
    steps = (
        (CART, at, np.ones(size, np.bool_), cents),
        (CHECKOUT, checked, checks, cents),
        (PURCHASE, bought, buys, cents),
        (RETURN, came_back, returns, -cents),
    )
    parts: list[dict[str, Array]] = []
    for kind, when, those, paid in steps:
        rows = np.flatnonzero(those & (when < calendar.end))
        parts.append(_lines(who[rows], when[rows], kind, product[rows], paid[rows]))
    return parts


def _lines(
    who: Array, at: Array, kind: int, product: Array | int, cents: Array
) -> dict[str, Array]:
    size = len(who)
    return {
        "who": who,
        "at": at,
        "kind": np.full(size, kind),
        "product": np.broadcast_to(product, size),
        "cents": cents,
    }


def _product(people: People, goods: Products, who: Array, chance: Chance) -> Array:
    own = chance.hits(_OWN_INTEREST, len(who))
    category = np.where(own, people.interest[who], chance.below(len(goods.categories), len(who)))
    return category * goods.each + chance.below(goods.each, len(who))


def _cents(
    people: People,
    settings: Settings,
    calendar: Calendar,
    goods: Products,
    who: Array,
    at: Array,
    product: Array,
    chance: Chance,
) -> Array:
    """Return what was paid, in cents: price, quantity, and how large a customer's orders are."""
    number = 1 + chance.pick(choice(_QUANTITIES), len(who)).astype(np.int64)
    number *= np.where(people.business[who], _BUSINESS_BUYS, 1)
    if settings.heavy_tails:
        larger = people.spends[who] * chance.pick(lognormal(0.4), len(who))
        number = np.maximum(np.rint(number * np.minimum(larger, _DEAR)), 1).astype(np.int64)
    cents = number * prices_in(calendar.years, goods.cents.tolist())[calendar.month_of(at), product]
    if not settings.ties:
        cents += chance.below(100, len(who)) - 50
    return cents


def _renewals(
    people: People, settings: Settings, calendar: Calendar, piece: int
) -> dict[str, Array]:
    """Return a renewal for each month of a membership but the first, which is for trying it.

    It is on the day of the month of signing up, or on the 28th where not every month has that.
    """
    chance = Chance(settings.seed, piece, "renewals")
    later = np.arange(calendar.months) > calendar.month_of(people.signed_up)[:, None]
    who, month = np.nonzero(later & ~people.lead[:, None])
    day = np.minimum(calendar.day_of_month(people.signed_up), 27)[who]
    at = calendar.starts[month] + day * DAY + seconds_of_day(chance, len(who))
    who, at = within(people, Moments(who, at))
    prices = prices_in(calendar.years, settings.names.plans.values())
    return _lines(who, at, RENEWAL, -1, prices[calendar.month_of(at), people.plan[who]])
