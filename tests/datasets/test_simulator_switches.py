"""Each argument of `simulate` changes what it says, and nothing else."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from digest import FRAMES, digest, digests
from estimation import Numbers
from seg_jupyter.datasets import Company, simulate
from seg_jupyter.datasets.simulator import plan
from seg_jupyter.datasets.simulator.themes import THEMES

SIZE, SEED = 4_000, 21


@pytest.fixture(scope="module")
def company() -> Company:
    return simulate(SIZE, SEED)


@pytest.fixture(scope="module")
def clean() -> Company:
    return simulate(SIZE, SEED, dirt=0, duplicates=0)


def other(one: Company, two: Company) -> set[str]:
    """Return the frames that differ."""
    first, second = digests(one), digests(two)
    return {name for name in first if first[name] != second[name]}


def purchases(company: Company) -> pd.DataFrame:
    orders = company.orders
    return orders[orders["event"] == "purchase"]


def test_heavy_tails(company: Company) -> None:
    plain = simulate(SIZE, SEED, heavy_tails=False)
    assert other(company, plain) == {"visits", "usage", "orders", "truth.people"}
    assert (plain.truth.people["spends"] == 1).all()
    for frame, column in (("visits", "pages"), ("visits", "minutes"), ("usage", "minutes")):
        heavy, light = (stats.kurtosis(getattr(c, frame)[column]) for c in (company, plain))
        assert heavy > 5 * max(light, 1), (frame, column, heavy, light)
    shares = []
    for each in (company, plain):
        paid = purchases(each).groupby("customer_id")["amount"].sum().sort_values()
        shares.append(paid.iloc[-len(paid) // 100 :].sum() / paid.sum())
    assert shares[0] > 1.5 * shares[1]
    # who, when and what stay the same: only how much is another
    columns = ["customer_id", "happened_at", "event", "product"]
    pd.testing.assert_frame_equal(company.orders[columns], plain.orders[columns])


def test_how_many_of_a_thing_are_bought_where_tails_are_light() -> None:
    plain = simulate(60_000, SEED, heavy_tails=False, dirt=0, duplicates=0, months=12)
    prices = plain.products.set_index("product")["price"]
    bought = purchases(plain)
    many = (bought["amount"] / bought["product"].map(prices).astype(float)).round(9)
    business = plain.customers["customer_type"].to_numpy() == "business"
    many /= np.where(business[bought["customer_id"].to_numpy() - 100_001], 5, 1)
    planted = {"1.0": 0.78, "2.0": 0.15, "3.0": 0.05, "4.0": 0.02}
    numbers = Numbers()
    numbers.shares("quantity", planted, many.astype(str).value_counts().to_dict())
    assert numbers.missed == []


def test_zero_inflation(company: Company) -> None:
    everybody = simulate(SIZE, SEED, zero_inflation=False)
    truth = everybody.truth.people
    for channel in plan.NEVER:
        assert not truth[f"never_{channel}"].any()
        assert company.truth.people[f"never_{channel}"].any()
    changed = {"visits", "social", "usage", "support", "costs", "truth.people"}
    assert other(company, everybody) == changed
    never = company.truth.people["never_social"].to_numpy()
    posts = [c.social["customer_id"].value_counts() for c in (company, everybody)]
    ids = company.customers["customer_id"][never]
    assert not ids.isin(posts[0].index).any()
    assert ids.isin(posts[1].index).mean() > 0.5


def test_ties(company: Company) -> None:
    odd = simulate(SIZE, SEED, ties=False)
    assert other(company, odd) == {"orders"}
    distinct = [purchases(c)["amount"].nunique() / len(purchases(c)) for c in (company, odd)]
    assert distinct[0] < 0.15
    assert distinct[1] > 3 * distinct[0]
    gaps = (purchases(odd)["amount"] - purchases(company)["amount"]).abs()
    assert gaps.max() < 0.51
    returns = [c.orders.loc[c.orders["event"] == "return", "amount"] for c in (company, odd)]
    assert (returns[0] - returns[1]).abs().max() < 0.51


def test_missing(company: Company) -> None:
    known = simulate(SIZE, SEED, missing=0)
    assert other(company, known) == {"customers", "social", "surveys"}
    private = known.customers["customer_type"] == "private"
    for name in ("age", "gender", "values"):
        assert known.customers[name].notna().all()
    assert known.customers.loc[private, ["income", "household_size"]].notna().all(axis=None)
    assert known.surveys.notna().all(axis=None)
    spoken = known.social["event"].isin(["comment", "mention"])
    assert known.social.loc[spoken, "sentiment"].notna().all()
    # what is there is the same
    assert (
        company.customers["gender"].isna()
        | (company.customers["gender"] == known.customers["gender"])
    ).all()
    half = simulate(SIZE, SEED, missing=0.5)
    assert 0.45 < half.surveys["affinity"].isna().mean() < 0.55


def planted_dirt(company: Company) -> dict[tuple[str, str], int]:
    dirt = company.truth.dirt
    return {(frame, what): rows for frame, what, rows in dirt.itertuples(index=False)}


def dirt_that_is_there(company: Company) -> dict[tuple[str, str], int]:
    """Count it as somebody would who cleans the data."""
    customers, visits = company.customers, company.visits
    never = visits["happened_at"].dt.year == 1970
    regions = customers["region"].astype(str)
    return {
        ("visits", "rows that repeat another one"): int(visits[~never].duplicated().sum()),
        ("visits", "ids that are no customer's"): int(
            (~visits["customer_id"].isin(customers["customer_id"])).sum()
        ),
        ("visits", "dates of 1970"): int(never.sum()),
        ("emails", "rows that repeat another one"): int(company.emails.duplicated().sum()),
        ("usage", "rows that repeat another one"): int(company.usage.duplicated().sum()),
        ("customers", "regions in capitals or with a space"): int(
            (regions.str.isupper() | regions.str.startswith(" ")).sum()
        ),
        ("customers", "ages of 199"): int((customers["age"] == 199).sum()),
        ("surveys", "recommendations of 11"): int((company.surveys["recommend"] == 11).sum()),
    }


@pytest.mark.parametrize(
    ("duplicates", "dirt"), [(0.0, 0.0), (0.002, 0.002), (0.5, 0.5), (0, 0.3), (0.3, 0)]
)
def test_dirt_is_counted_exactly(duplicates: float, dirt: float) -> None:
    company = simulate(3_000, SEED, duplicates=duplicates, dirt=dirt)
    assert dirt_that_is_there(company) == planted_dirt(company)


def test_dirt_is_as_much_as_was_asked_for(clean: Company) -> None:
    dirty = simulate(SIZE, SEED, duplicates=0.3, dirt=0.2)
    rows = {name: len(getattr(clean, name)) for name in FRAMES}
    numbers = Numbers()
    for (frame, what), found in planted_dirt(dirty).items():
        share = {
            "rows that repeat another one": 0.3,
            "ids that are no customer's": 0.1,
            "dates of 1970": 0.05,
            "ages of 199": 0.1,
        }.get(what, 0.2)
        numbers.share(f"{frame}: {what}", share, found, rows[frame])
    assert numbers.missed == []


def test_dirt_can_be_cleaned_away(company: Company, clean: Company) -> None:
    """What is left is the clean company, row for row: nothing else was touched."""
    soiled = {"customers", "visits", "emails", "usage", "surveys"}
    assert other(company, clean) == soiled
    visits = company.visits
    visits = visits[visits["customer_id"].isin(company.customers["customer_id"])]
    visits = visits[visits["happened_at"] >= "2023-01-01"]
    for name, frame in {
        "visits": visits,
        "emails": company.emails,
        "usage": company.usage,
    }.items():
        once = frame.drop_duplicates().reset_index(drop=True)
        assert digest(once) == digest(getattr(clean, name)), name
    regions = company.customers["region"].astype(str).str.strip().str.title()
    assert regions.tolist() == clean.customers["region"].tolist()
    assert list(clean.customers["region"].cat.categories) == [
        "North",
        "South",
        "East",
        "West",
        "Islands",
    ]
    columns = company.customers.columns.drop(["region", "age"])
    pd.testing.assert_frame_equal(company.customers[columns], clean.customers[columns])
    possible = company.surveys["recommend"] != 11
    assert company.surveys[possible.fillna(True)].equals(clean.surveys[possible.fillna(True)])


def shape(frame: pd.DataFrame) -> list[tuple[str, str]]:
    return [(name, str(dtype)) for name, dtype in frame.dtypes.items()]


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_changes_names_and_how_much_of_what(company: Company, theme: str) -> None:
    themed = simulate(SIZE, SEED, theme=theme)
    for name in FRAMES:
        assert shape(getattr(themed, name)) == shape(getattr(company, name)), name
    named = {"interest", "plan"}
    columns = [name for name in company.customers if name not in named]
    pd.testing.assert_frame_equal(company.customers[columns], themed.customers[columns])
    for column in named:  # the same place among other names
        same = company.customers[column].cat.codes == themed.customers[column].cat.codes
        assert same.all()
    for part in ("people", "months", "rates", "chances", "preferences", "effects"):
        one, two = (getattr(c.truth, part) for c in (company, themed))
        pd.testing.assert_frame_equal(one, two)
    mine = THEMES[theme]
    assert themed.usage["event"].unique().tolist() == [mine.use]
    assert set(themed.support["topic"]) == set(mine.topics)
    assert repr(themed).startswith(f"A simulated {mine.company}: 4,000 customers, 24 months from")
    frames = {"web": "visits", "product": "usage", "social": "social", "support": "support"}
    for channel, frame in frames.items():
        busy, points = len(getattr(themed, frame)), mine.mix.get(channel, 0)
        fewer = channel == "support"  # more points, fewer troubles
        expected = np.sign(points) * (-1 if fewer else 1)
        assert np.sign(busy - len(getattr(company, frame))) == expected, channel


def test_a_theme_has_all_its_names() -> None:
    for name, theme in THEMES.items():
        shelves = list(theme.products.values())
        assert {len(shelf) for shelf in shelves} == {3}, name
        assert len({product for shelf in shelves for product in shelf}) == 12, name
        assert len(theme.products) == len(theme.interests) == len(theme.topics) == 4, name
        assert list(theme.plans.values()) == sorted(theme.plans.values()), name
        assert set(theme.mix) <= {*plan.CHANNELS, "orders", "support"}, name


def test_another_start_changes_dates_alone(company: Company) -> None:
    """Eight years later: the same leap year, and so the same company to the second."""
    later = simulate(SIZE, SEED, start="2031-01-01")
    ago = pd.Timedelta(days=2922)
    for name in FRAMES:
        frame, never = getattr(later, name), pd.Timestamp("1970-01-01")
        times = frame.columns[frame.dtypes == "datetime64[us]"]
        back = frame.assign(**{t: frame[t].mask(frame[t] != never, frame[t] - ago) for t in times})
        pd.testing.assert_frame_equal(back, getattr(company, name))
