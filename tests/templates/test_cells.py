"""Every starting point on every kind of frames: it runs, and says what was counted elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy.stats import rankdata

import seg_jupyter as seg
from seg_jupyter.templates import Draft, names, new
from templates import company
from templates.fitting import MAKERS, column, fitted, labels

Frames = tuple[pd.DataFrame | None, pd.DataFrame | None]
DAY = pd.Timestamp("2025-03-03")


def stacked() -> pd.DataFrame:
    return seg.stack(**company.frames())


def odd(frame: pd.DataFrame) -> pd.DataFrame:
    """The same values under names that no one wants, and columns that no cell can read."""
    new_names = {
        "amount": 'the "amount" (€)',
        "event": "event type",
        "pages": "pages`read",
        "minutes": "minutes\nspent",
        "satisfaction": "satisfaction 👍",
        "sentiment": "المشاعر sentiment",
        "affinity": "-affinity",
        "recommend": "lambda.recommend",
        "source": "class",
    }
    return frame.rename(columns=new_names).assign(**{"if": 1, "": [[1]] * len(frame)})


CASES: dict[str, Callable[[], Frames]] = {
    "customers and events": lambda: (company.customers(), stacked()),
    "customers and orders": lambda: (company.customers(), company.orders()),
    "events alone": lambda: (None, stacked()),
    "visits alone": lambda: (None, company.visits()),
    "customers alone": lambda: (company.customers(), None),
    "a summary": lambda: (company.summary(), None),
    "odd names": lambda: (odd(company.customers()), odd(stacked())),
    "one customer": lambda: (company.customers().head(1), stacked()),
    "one event": lambda: (company.customers(), company.orders().iloc[[0]]),
    "no customers": lambda: (company.customers().head(0), stacked()),
    "nothing known of customers": lambda: (
        pd.DataFrame({"customer_id": [1000, 1001], "spend": [None, None]}),
        stacked(),
    ),
    "no values": lambda: (pd.DataFrame({"amount": [None] * 3, "x": [np.nan] * 3}), None),
    "no columns": lambda: (pd.DataFrame(index=range(3)), None),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("name", names())
def test_every_cell_runs(name: str, kind: str, case: str) -> None:
    customers, events = (None if f is None else MAKERS[kind](f) for f in CASES[case]())
    draft = new(name, customers, events)
    result = fitted(draft, customers, events)
    assert "Unassigned" not in labels(result)
    lines = str(draft).split("\n")
    assert lines[0].startswith("%%segment")
    assert lines[1].startswith("# ")
    assert lines[-1] == ""
    assert all(line == line.rstrip() for line in lines)
    assert "\n\n\n" not in str(draft)
    assert "health" not in draft.text


@pytest.mark.parametrize("name", names())
def test_households(name: str) -> None:
    households, baskets = seg.datasets.grocery()
    both = fitted(new(name, households, baskets), households, baskets)
    alone = new(name, events=baskets)
    assert alone.options["id"] == "household_id"
    assert labels(fitted(alone, None, baskets)).count("Unassigned") == 0
    assert len(set(labels(both))) >= 2


@pytest.mark.parametrize("name", names())
def test_a_simulated_company(name: str) -> None:
    made = seg.datasets.simulate(customers=200, seed=1)
    draft = new(name, made.customers, made.events)
    assert "no column" not in draft.text
    assert "were found" not in draft.text
    result = fitted(draft, made.customers, made.events)
    assert len(set(labels(result))) >= 4


# what they come to, counted without the package


def ranked(values: pd.Series) -> pd.Series:
    """Mid-rank percentiles of the values that are there."""
    present = values.dropna()
    ranks = (rankdata(present) - 0.5) / len(present) * 100
    return pd.Series(ranks, present.index).reindex(values.index)


def weighted(*terms: tuple[int, pd.Series]) -> pd.Series:
    """The mean of what is there; a negative weight turns a metric round."""
    scaled = [(abs(w), ranked(v) if w > 0 else 100 - ranked(v)) for w, v in terms]
    weights = sum(w * v.notna() for w, v in scaled)
    return sum(w * v.fillna(0) for w, v in scaled) / weights


class Counted:
    """Events of the last 90 days, by customer."""

    def __init__(self, events: pd.DataFrame) -> None:
        self.end = events["happened_at"].max().normalize() + pd.Timedelta(days=1)
        self.all = events.assign(day=events["happened_at"].dt.normalize())
        self.ids = pd.Index(company.customers()["customer_id"])

    def where(self, mask: pd.Series | None = None, days: int | None = 90) -> Any:
        found = self.all if mask is None else self.all[mask]
        if days is not None:
            found = found[found["day"] >= self.end - pd.Timedelta(days=days)]
        return found.groupby("customer_id")

    def count(self, *texts: str) -> pd.Series:
        mask = self.all["event"].isin(texts)
        return self.where(mask).size().reindex(self.ids).fillna(0)

    @property
    def own_doing(self) -> pd.Series:
        """What people do, and not what is done to them."""
        return ~self.all["event"].isin(["sent", "renewal"])

    def days(self, mask: pd.Series | None = None) -> pd.Series:
        found = self.where(self.own_doing if mask is None else mask)
        return found["day"].nunique().reindex(self.ids).fillna(0)

    def total(self, name: str, mask: pd.Series | None = None) -> pd.Series:
        return self.where(mask)[name].sum().reindex(self.ids).fillna(0)

    def mean(self, name: str) -> pd.Series:
        # rounded, as sums of decimals depend on their order
        return self.where(days=None)[name].mean().round(9).reindex(self.ids)

    def away(self) -> pd.Series:
        last = self.where(self.own_doing, days=None)["day"].max().reindex(self.ids)
        return (self.end - last).dt.days - 1


def people() -> pd.DataFrame:
    return company.customers().drop(columns=["consent", "objected"])


@pytest.mark.parametrize("kind", MAKERS)
def test_engagement(kind: str) -> None:
    events = stacked()
    own, happened = MAKERS[kind](people()), MAKERS[kind](events)
    result = fitted(new("engagement", own, happened), own, happened)
    counted = Counted(events)
    away = counted.away()
    score = weighted(
        (3, counted.days()),
        (-2, away),
        (2, counted.count("purchase")),
        (1, counted.total("amount", events["event"] == "purchase")),
        (1, counted.count("visit")),
        (1, counted.count("open_box")),
        (1, counted.count("clicked")),
        (1, counted.count("like", "share", "comment", "mention")),
    )
    assert np.allclose(column(result, "engagement_score"), score, atol=0.2)
    close = ((score - 70).abs() < 0.2) | ((score - 40).abs() < 0.2)
    recent = away <= 90
    expected = np.select(
        [recent & (score >= 70), recent & (score >= 40), recent],
        ["Active", "Passive", "Disengaged"],
        "Inactive",
    )
    assert (np.array(labels(result)) == expected)[~close].all()
    assert set(expected) == {"Active", "Passive", "Disengaged", "Inactive"}


def test_engagement_types() -> None:
    events, own = stacked(), people()
    result = fitted(new("engagement-types", own, events), own, events)
    counted = Counted(events)
    emotional = weighted(
        (2, counted.mean("satisfaction")),
        (2, counted.mean("affinity")),
        (1, counted.mean("sentiment")),
        (1, counted.count("like")),
    )
    cognitive = weighted(
        (2, counted.total("minutes")),
        (1, counted.total("pages")),
        (1, counted.count("opened")),
        (1, counted.count("comment")),
    )
    behavioural = weighted(
        (2, counted.days()),
        (1, counted.count("purchase")),
        (1, counted.count("visit")),
        (1, counted.count("open_box")),
    )
    for name, expected in (
        ("emotional", emotional),
        ("cognitive", cognitive),
        ("behavioural", behavioural),
        ("engagement_score", (behavioural + emotional + cognitive) / 3),
    ):
        assert np.allclose(column(result, name), expected, atol=0.2)
    assert set(labels(result)) <= {"Engaged", "Doers", "Fans", "Thinkers", "Distant"}


def test_channels() -> None:
    events, own = stacked(), people()
    result = fitted(new("channels", own, events), own, events)
    counted = Counted(events)
    kinds = {
        "E-mail": ["opened", "clicked"],
        "Social media": ["like", "share", "comment", "mention"],
        "Web": ["visit"],
        "Product": ["open_box"],
    }
    days = pd.DataFrame({k: counted.days(events["event"].isin(v)) for k, v in kinds.items()})
    most = days.idxmax(axis=1).where(days.max(axis=1) > 0, "Nowhere")
    expected = most.where((days > 0).sum(axis=1) < 3, "Several channels")
    assert labels(result) == expected.tolist()


def test_the_texts_of_a_column_are_channels_too() -> None:
    texts = ["Shop", "web: new", "Nowhere", "phone", "phone ", "rare"]
    orders = pd.DataFrame(
        {
            "customer_id": [*range(60), 0],
            "happened_at": DAY,
            "channel": [texts[n % 5] for n in range(60)] + ["rare"],
        }
    )
    draft = new("channels", events=orders)
    assert "rare" not in draft.text
    result = fitted(draft, events=orders)
    named = {"Nowhere": "Channel 1", "Shop": "Shop", "phone": "phone", "phone ": "Channel 4"}
    expected = [{**named, "web: new": "Channel 5"}[texts[n % 5]] for n in range(60)]
    assert labels(result) == expected


def test_loyalty() -> None:
    events, own = stacked(), people()
    result = fitted(new("loyalty", own, events), own, events)
    counted = Counted(events)
    ids = counted.ids
    year = events["happened_at"] >= counted.end - pd.DateOffset(years=1)

    def told(text: str) -> pd.Series:
        return events[year & (events["event"] == text)].groupby("customer_id").size()

    referred, shared = (told(text).reindex(ids).fillna(0) for text in ("referral", "share"))
    advocacy = weighted((2, counted.mean("recommend")), (2, referred), (1, shared))
    attitude = weighted(
        (2, counted.mean("satisfaction")),
        (2, counted.mean("affinity")),
        (1, counted.mean("sentiment")),
    )
    assert np.allclose(column(result, "advocacy"), advocacy, atol=0.2)
    speaks = (referred > 0) | (shared > 0)
    found = pd.Series(labels(result), ids)
    sure = ((advocacy - 60).abs() > 0.2) & ((attitude - 60).abs() > 0.2).where(
        attitude.notna(), True
    )
    assert (found[sure & speaks & (advocacy >= 60)] == "Active advocates").all()
    assert (found[sure & ~speaks & (advocacy >= 60)] == "Passive advocates").all()
    assert (found[sure & (advocacy < 60) & (attitude >= 60)] == "Fond of us").all()
    left = found[sure & (advocacy < 60) & ~(attitude >= 60)]
    assert set(left) == {"Loyal by habit", "Loosely tied"}


def test_advocates_of_whom_only_answers_are_known() -> None:
    answers = pd.DataFrame({"recommend": range(20), "spend": range(20)})
    found = labels(fitted(new("loyalty", answers), answers))
    assert found == ["Loosely tied"] * 12 + ["Active advocates"] * 8
    alone = answers[["recommend"]]
    found = labels(fitted(new("loyalty", alone), alone))
    assert found == ["Loosely tied"] * 12 + ["Passive advocates"] * 8


def test_blank() -> None:
    orders = company.orders()
    draft = new("blank", events=orders)
    result = fitted(draft, events=orders)
    score = pd.Series(column(result, "value"))
    expected = np.select([score >= 70, score >= 40], ["High", "Middle"], "Low")
    assert labels(result) == expected.tolist()
    assert draft.options == {"name": "segments"}


# who is not profiled


def test_people_who_are_not_profiled_count_for_no_text() -> None:
    orders = pd.DataFrame(
        {"customer_id": range(20), "happened_at": DAY, "event": ["purchase"] * 10 + ["visit"] * 10}
    )
    own = pd.DataFrame({"customer_id": range(20), "consent": [True] * 20})
    assert '"purchase"' in new("engagement", own, orders).text
    own.loc[0, "consent"] = False
    draft = new("engagement", own, orders)
    assert 'event == "purchase", last="90d")  #' not in draft.text
    assert 'count(event == "visit", last="90d")  #' in draft.text
    own["consent"] = False
    with pytest.raises(seg.SegmentDataError, match="nobody may be profiled"):
        new("engagement", own, orders)


def test_a_text_stands_for_ten_people_and_not_for_ten_rows() -> None:
    orders = pd.DataFrame({"customer_id": [0] * 30, "happened_at": DAY, "event": ["purchase"] * 30})
    assert '"purchase"' not in written_lines(new("rfm", events=orders))


def written_lines(draft: Draft) -> str:
    return "\n".join(line for line in draft.text.split("\n") if not line.startswith("#"))


def test_engagement_without_any_date() -> None:
    people = pd.DataFrame({"visits": range(20), "last_login_count": 1})
    draft = new("engagement", people)
    assert "no column of recency was found" in draft.text
    expected = ["Inactive"] * 4 + ["Disengaged"] * 4 + ["Passive"] * 6 + ["Active"] * 6
    assert labels(fitted(draft, people)) == expected


def test_a_stack_without_words_is_told_by_its_sources() -> None:
    at = {"customer_id": range(20), "happened_at": DAY}
    sources = {"sales": pd.DataFrame({**at, "amount": 1.0}), "website": pd.DataFrame(at)}
    events = seg.stack(**sources)
    text = new("engagement", events=events).text
    assert "visits      " in text
    assert 'count(source == "website", last="90d")' in text
    assert 'sum(amount, where=source == "sales", last="90d")' in text


def test_what_has_an_amount_is_a_purchase_where_no_word_says_so() -> None:
    orders = company.orders().replace({"event": {"purchase": "checked_out"}})
    draft = new("rfm", events=orders)
    assert "recency(amount > 0)  " in draft.text
    assert "# guessed: what has amount is a purchase" in draft.text
    fitted(draft, None, orders)


def test_several_columns_that_could_be_meant_are_named() -> None:
    people = company.summary().assign(price=1.0, revenue=2.0, amount=3.0, gmv=1)
    text = new("blank", people).text
    assert "discount" not in text
    assert "guessed: money could also be revenue, total_spend …" in new("rfm", people).text


def test_numbers_that_are_none_to_count_with_are_left_alone() -> None:
    people = pd.DataFrame(
        {
            "amount": [2**60, 1],
            "revenue": [1e300, 1.0],
            "total_spend": [np.inf, np.nan],
            "x": [1, 2],
        }
    )
    assert "score(x)" in new("blank", people).text
    assert "no column of money was found" in new("rfm", people).text


def test_bytes_are_no_texts() -> None:
    broken = pa.array([b"\xff"] * 20, pa.binary()).view(pa.string())
    events = pa.table({"id": list(range(20)), "at": [DAY.to_pydatetime()] * 20, "event": broken})
    draft = new("engagement", events=events)
    assert "event ==" not in written_lines(draft)
    fitted(draft, None, events)
