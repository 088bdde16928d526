"""What columns and events are called: the words by which a starting point knows them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_CAPITALS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LETTERS = re.compile(r"[^\W\d_]+")


def words_in(name: str) -> str:
    """Return the words of a name, in small letters with blanks between.

    Examples
    --------
    >>> words_in("salesValue_USD"), words_in("e-mail")
    ('sales value usd', 'e mail')
    """
    return " ".join(_LETTERS.findall(_CAPITALS.sub(" ", name))).casefold()


@dataclass(frozen=True, slots=True)
class Words:
    """What a column is called that holds something.

    Parameters
    ----------
    noun
        What it holds, in a word.
    names
        Words that names of such columns have, the likeliest first, parted by commas; `=` before
        one says that it is the whole name.
    but
        Words that say that something else is meant.
    """

    noun: str
    names: str
    but: str = ""

    def matching(self, columns: Iterable[str]) -> list[str]:
        """Return the columns that are called so, the likeliest first."""
        ranks = {column: self._rank(words_in(column)) for column in columns}
        found = [column for column, rank in ranks.items() if rank is not None]
        return sorted(found, key=lambda column: ranks[column] or 0)

    def _rank(self, name: str) -> int | None:
        padded = f" {name} "
        if any(f" {word} " in padded for word in _listed(self.but)):
            return None
        for rank, word in enumerate(_listed(self.names)):
            whole = word.startswith("=")
            if name == word[1:] if whole else f" {word} " in padded:
                return rank
        return None


def _listed(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]


# columns

MONEY = Words(
    "money",
    "amount, revenue, sales value, order value, basket value, sales, turnover, spend, spent, "
    "spending, monetary, paid, gmv, eur, usd, gbp, =total, total amount, price, =value",
    "discount, disc, coupon, tax, vat, shipping, cost, costs, fee, budget, refund, count, number",
)
TIME = Words(
    "time",
    "happened at, happened, event time, occurred at, timestamp, ordered at, order date, bought at, "
    "purchase date, visited at, sent at, event date, =time, =date, =at, =day",
    "created, updated, modified, due, birth, seen, signup",
)
RECENCY = Words(
    "recency",
    "recency, days since, days away, days inactive, inactive days",
    "first, signup, sign up, signed, registration, registered, joined, start, birth, created",
)
LAST_DATE = Words(
    "last-date",
    "last order, last purchase, last bought, last basket, last transaction, last active, "
    "last activity, last visit, last visited, last seen, last login",
)
FREQUENCY = Words(
    "frequency",
    "frequency, orders, purchases, order count, purchase count, number of orders, baskets, "
    "transactions, visits",
    "since, last, value, amount, share, rate",
)
MINUTES = Words("minutes", "minutes, duration, time spent, dwell time, seconds, hours")
PAGES = Words("pages", "pages, page views, pageviews, screens")
SATISFACTION = Words("satisfaction", "satisfaction, csat, satisfied, =stars, =rating")
RECOMMEND = Words("recommendation", "recommend, recommendation, nps, likelihood to recommend")
AFFINITY = Words("affinity", "affinity, attachment, brand love, liking, trust")
SENTIMENT = Words("sentiment", "sentiment, polarity")
CONSENT = Words("consent", "consent, consents, consented, agreed, opt in, opted in, optin")
OBJECTED = Words("objection", "objected, objection, objects, opt out, opted out, optout")
EVENT = Words(
    "event",
    "=event, =event type, =event name, =type, =action, =activity, =kind, event",
    "id, time, date, at",
)
CHANNEL = Words("channel", "=channel, channel, =medium, =source, =touchpoint")
SOURCE = "source"
"""The column of a stack that says which frame a row came from."""


# what happens


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that people do.

    Parameters
    ----------
    noun
        What is counted, in the plural.
    texts
        What a column of events calls it.
    sources
        What a frame is called that holds nothing else.
    """

    noun: str
    texts: str
    sources: str = ""

    def among(self, texts: Iterable[str]) -> list[str]:
        """Return the texts that mean it."""
        return [text for text in texts if words_in(text) in _listed(self.texts)]

    def in_sources(self, texts: Iterable[str]) -> list[str]:
        """Return the names of frames that hold it."""
        return [text for text in texts if words_in(text) in _listed(self.sources)]


_WEB = "visits, visit, web, website, site, sessions, pageviews, page views, web visits"
_PRODUCT = "usage, use, uses, product, app, plays, streams, workouts, product usage"
_ORDERS = "orders, order, purchases, sales, transactions, baskets, shop"

VISITS = Activity("visits", "visit, visited, page view, pageview, web visit, session, browse", _WEB)
OPENS = Activity("opens", "open, opened, opens, email open, email opened, opened email")
CLICKS = Activity("clicks", "click, clicked, clicks, email click, email clicked, clicked email")
LIKES = Activity("likes", "like, liked, likes, reaction, favourite, favorite, follow, followed")
SHARES = Activity("shares", "share, shared, shares, repost, retweet")
COMMENTS = Activity("comments", "comment, commented, comments, reply, replied")
MENTIONS = Activity("mentions", "mention, mentioned, mentions")
USES = Activity(
    "uses", "use, used, usage, play, played, stream, streamed, listen, watch, workout", _PRODUCT
)
PURCHASES = Activity(
    "purchases", "purchase, purchased, buy, bought, order, ordered, sale, transaction", _ORDERS
)
DONE_TO_THEM = Activity(
    "messages and charges",
    "send, sends, sent, email sent, sent email, delivered, email delivered, bounce, bounced, "
    "impression, impressions, charge, charged, renewal, renewed, shipped, shipment",
)
"""What the company does, and not the customers: it makes nobody active."""
REFERRALS = Activity("referrals", "referral, referred, refer, invite, invited", "referrals")
REVIEWS = Activity("reviews", "review, reviewed, rated", "reviews")


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to meet people: the activities that show it, and what its frames are called."""

    name: str
    label: str
    activities: tuple[Activity, ...]
    sources: str


CHANNELS = (
    Channel("email", "E-mail", (OPENS, CLICKS), "emails, email, e mail, e mails, mail, newsletter"),
    Channel(
        "social",
        "Social media",
        (LIKES, SHARES, COMMENTS, MENTIONS),
        "social, social media, facebook, instagram",
    ),
    Channel("web", "Web", (VISITS,), _WEB),
    Channel("product", "Product", (USES,), _PRODUCT),
)
