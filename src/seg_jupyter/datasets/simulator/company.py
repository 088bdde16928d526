"""A simulated company: its frames, made when they are asked for, and the truth behind them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from seg_jupyter.datasets.simulator import money
from seg_jupyter.datasets.simulator.calendar import Calendar
from seg_jupyter.datasets.simulator.columns import Columns, joined
from seg_jupyter.datasets.simulator.dirt import Counts
from seg_jupyter.datasets.simulator.native import pandas_frame
from seg_jupyter.datasets.simulator.parquet import Files
from seg_jupyter.datasets.simulator.pieces import pieces
from seg_jupyter.datasets.simulator.products import products_of
from seg_jupyter.datasets.simulator.settings import Settings
from seg_jupyter.datasets.simulator.truth import Truth, planted_months, planted_people
from seg_jupyter.engine.frames.stack import stack

EVENTS = (
    "visits",
    "emails",
    "social",
    "usage",
    "orders",
    "support",
    "surveys",
    "reviews",
    "referrals",
)
"""The frames of which every row is something that one customer did at some time."""

_BY_CUSTOMER = ("customers", *EVENTS, "contacts")


class Company:
    """What `simulate` gives: frames that are linked by `customer_id`, and the truth behind them.

    Nothing is made before it is asked for: the first frame that is looked at makes all of them,
    and `write` makes them piece by piece without ever holding them together.

    Text is categorical, times are local and without a zone, money is in EUR. Each frame of events
    has `customer_id`, `happened_at` and `event`.

    Attributes
    ----------
    customers
        One row for each customer, see below.
    events
        All that happened, one below the other, with a column `source`.
    visits, emails, social, usage, orders, support, surveys, reviews, referrals
        What happened, by where it would be recorded.
    contacts
        Who was in which arm of which campaign.
    campaigns, products, costs, margins
        What the company did, sells, spends and keeps.
    truth
        What is planted.

    Examples
    --------
    >>> from seg_jupyter.datasets import simulate
    >>> company = simulate(500, seed=7)
    >>> company
    A simulated shop: 500 customers, 24 months from January 2023
    >>> company.orders["event"].cat.categories.tolist()
    ['cart', 'checkout', 'purchase', 'return', 'renewal']
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._calendar = Calendar(settings.start, settings.months)

    def __repr__(self) -> str:
        wanted = self._settings
        start = pd.Timestamp(wanted.start)
        return (
            f"A simulated {wanted.names.company}: {wanted.customers:,} customers, "
            f"{wanted.months} months from {start:%B %Y}"
        )

    @cached_property
    def _made(self) -> tuple[Mapping[str, pd.DataFrame], Counts]:
        made = list(pieces(self._settings, self._calendar))
        dirt: Counts = {}
        frames = {
            name: pandas_frame(joined([piece.frames[name] for piece in made]))
            for name in _BY_CUSTOMER
        }
        for piece in made:
            for what, rows in piece.dirt.items():
                dirt[what] = dirt.get(what, 0) + rows
        whole = self._of_the_company(money.added(piece.tallies for piece in made))
        return {**frames, **{n: pandas_frame(columns) for n, columns in whole.items()}}, dirt

    def _of_the_company(self, tallies: money.Tallies) -> dict[str, Columns]:
        return {
            "campaigns": money.campaigns(self._calendar),
            "products": products_of(self._settings.names).frame(),
            "costs": money.costs(self._calendar, tallies),
            "margins": money.margins(self._settings, self._calendar),
        }

    @property
    def customers(self) -> pd.DataFrame:
        """One row for each customer.

        `customer_id`, `signed_up`, `acquired_by`; `customer_type` and for businesses `industry`
        and `employees`; `region`, `age`, `gender`, `household_size`, `income`, `interest`,
        `values`; `plan` (missing for leads), `funnel_stage`; `consent` to messages, and whether
        somebody `objected` to profiling; `page_load_ms` and `screen_brightness`.
        """
        return self._made[0]["customers"]

    @property
    def visits(self) -> pd.DataFrame:
        """Visits of the web site: `pages`, and `minutes` to one decimal."""
        return self._made[0]["visits"]

    @property
    def emails(self) -> pd.DataFrame:
        """Messages sent, opened and clicked, and who unsubscribed; the `campaign`, if of one."""
        return self._made[0]["emails"]

    @property
    def social(self) -> pd.DataFrame:
        """Likes, shares, comments and mentions; the last two with a `sentiment` from -1 to 1."""
        return self._made[0]["social"]

    @property
    def usage(self) -> pd.DataFrame:
        """Each use of the product, and its `minutes`; the theme says what the event is called."""
        return self._made[0]["usage"]

    @property
    def orders(self) -> pd.DataFrame:
        """Carts, checkouts, purchases, returns and renewals of members.

        `product` (missing for renewals), `amount` in EUR: negative for returns, missing before
        anything is paid.
        """
        return self._made[0]["orders"]

    @property
    def support(self) -> pd.DataFrame:
        """Contacts with the support, by `topic`."""
        return self._made[0]["support"]

    @property
    def surveys(self) -> pd.DataFrame:
        """Answers: `satisfaction` 1 to 5, `recommend` 0 to 10, `affinity` 1 to 7, with gaps."""
        return self._made[0]["surveys"]

    @property
    def referrals(self) -> pd.DataFrame:
        """Invitations: whether somebody `converted`, and who that is, `referred_id`."""
        return self._made[0]["referrals"]

    @property
    def reviews(self) -> pd.DataFrame:
        """Reviews of a `product`: 1 to 5 `stars`."""
        return self._made[0]["reviews"]

    @property
    def contacts(self) -> pd.DataFrame:
        """Who could be reached by a `campaign`, when, and in which `arm`: treatment or control."""
        return self._made[0]["contacts"]

    @property
    def campaigns(self) -> pd.DataFrame:
        """Each `campaign`: `channel`, `started`, `targeting`, `cost_per_contact` in EUR."""
        return self._made[0]["campaigns"]

    @property
    def products(self) -> pd.DataFrame:
        """Each `product`: `category`, `price` in the first year in EUR, `margin` as a share."""
        return self._made[0]["products"]

    @property
    def costs(self) -> pd.DataFrame:
        """What was spent: `month`, `kind`, `amount` in EUR."""
        return self._made[0]["costs"]

    @property
    def margins(self) -> pd.DataFrame:
        """What is left of a price: `month`, `category`, `margin` as a share."""
        return self._made[0]["margins"]

    @cached_property
    def events(self) -> pd.DataFrame:
        """All that happened, one frame below the other, with a column `source`."""
        frames: Any = stack({name: self._made[0][name] for name in EVENTS})
        assert isinstance(frames, pd.DataFrame)  # noqa: S101 - a stack of pandas is one of pandas
        return frames

    @cached_property
    def truth(self) -> Truth:
        """What is planted."""
        return Truth(self._settings, self._calendar, self._made[1])

    def write(self, folder: str | os.PathLike[str], *, truth: bool = False) -> dict[str, Path]:
        """Write the frames as Parquet files, piece by piece, in memory for one piece alone.

        Needs PyArrow, which comes with `pip install "seg-jupyter[examples]"`.

        Parameters
        ----------
        folder
            Where the files are to be; it is made if it is not there.
        truth
            Whether `truth_people` and `truth_months` are written too.

        Returns
        -------
        dict of str to Path
            The file of each frame; its row groups are pieces of 50,000 customers.

        Raises
        ------
        SegmentUsageError
            If PyArrow is not installed, or the folder has such a file already.

        Examples
        --------
        >>> import tempfile
        >>> from seg_jupyter.datasets import simulate
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     files = simulate(100, seed=7).write(folder)
        >>> files["orders"].name
        'orders.parquet'
        """
        planted = {"truth_people": planted_people, "truth_months": planted_months} if truth else {}
        whole = self._of_the_company(money.added([]))
        paths = Files(Path(folder), (*_BY_CUSTOMER, *planted, *whole))
        tallies: list[money.Tallies] = []
        with paths as files:
            for piece in pieces(self._settings, self._calendar):
                files.add(piece.frames)
                files.add({n: make(piece.people, self._calendar) for n, make in planted.items()})
                tallies.append(piece.tallies)
            files.add(self._of_the_company(money.added(tallies)))
        return paths.paths
