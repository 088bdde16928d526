"""Who the customers are: shares, curves, slides, and that noise has to do with nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from estimation import FAMILY, Numbers
from observed import Observed
from seg_jupyter.datasets.simulator import people, plan

MISSING = 0.07


def counted(column: pd.Series[Any]) -> dict[str, int]:
    return column.value_counts().astype(int).to_dict()


def test_shares_of_customers(observed: Observed) -> None:
    numbers = Numbers()
    customers, hidden = observed.customers, observed.people
    size = len(customers)
    before = customers["signed_up"] < "2023-01-01"
    business = customers["customer_type"] == "business"
    for name, planted, found in [
        ("lead", plan.LEAD, observed.lead),
        ("business", plan.BUSINESS, business),
        ("speaks up", plan.SPEAKS_UP, hidden["speaks_up"]),
        ("slides", plan.SLIDE, hidden["slide"].notna()),
        ("consent", 0.88, customers["consent"]),
        ("objected", 0.02, customers["objected"]),
        ("signed up before", 36 / (36 + 24), before),
        *((f"never {name}", share, hidden[f"never_{name}"]) for name, share in plan.NEVER.items()),
        *((f"no {name}", MISSING, customers[name].isna()) for name in ("age", "gender", "values")),
        ("no income", MISSING, customers.loc[~business, "income"].isna()),
        ("no recommendation", MISSING, observed.company.surveys["recommend"].isna()),
        ("no satisfaction", MISSING, observed.company.surveys["satisfaction"].isna()),
        ("no affinity", MISSING, observed.company.surveys["affinity"].isna()),
    ]:
        numbers.share(name, planted, int(np.sum(found)), len(found))
    sliding = hidden["slide"].notna()
    numbers.share("comes back", plan.RECOVER, int(hidden["comes_back"].sum()), int(sliding.sum()))
    assert not (hidden["comes_back"] & ~sliding).any()
    kinds = {name: share for name, (_, share) in plan.SLIDES.items()}
    thirds = dict(zip(observed.theme.plans, (0.5, 0.35, 0.15), strict=True))
    liked = dict(zip(observed.theme.interests, (0.3, 0.3, 0.2, 0.2), strict=True))
    households = {str(n): share for n, share in enumerate(people.HOUSEHOLDS, start=1)}
    for name, planted, column in [
        ("slide", kinds, hidden["slide"]),
        ("region", people.REGIONS, customers["region"]),
        ("acquired", people.ACQUIRED, customers["acquired_by"]),
        ("gender", people.GENDERS, customers["gender"]),
        ("income", people.INCOMES, customers["income"]),
        ("values", people.VALUES, customers["values"]),
        ("industry", people.INDUSTRIES, customers["industry"]),
        ("employees", people.SIZES, customers["employees"]),
        ("plan", thirds, customers["plan"]),
        ("interest", liked, customers["interest"]),
        ("household", households, customers["household_size"].dropna().astype(str)),
    ]:
        numbers.shares(name, planted, counted(column))
    starts = observed.people["slide_starts"].dropna()
    months = starts.value_counts().reindex(observed.starts[3:21], fill_value=0)
    assert months.sum() == len(starts) == sliding.sum()
    numbers.likely("slides start evenly", stats.chisquare(months).pvalue)
    assert customers["customer_id"].tolist() == list(range(100_001, 100_001 + size))
    assert numbers.missed == []


def test_businesses_have_an_industry_and_no_household(observed: Observed) -> None:
    business = observed.customers["customer_type"] == "business"
    for of_businesses in ("industry", "employees"):
        assert (observed.customers[of_businesses].notna() == business).all()
    assert (observed.customers["household_size"].isna() == business).all()
    assert observed.customers.loc[business, "income"].isna().all()


def test_each_group_of_age_prefers_its_channels(observed: Observed) -> None:
    numbers = Numbers()
    age = observed.customers["age"]
    assert age.min() == 18
    assert age.max() == 85
    groups = pd.cut(age.astype("Float64"), [0, plan.YOUNG - 1, plan.OLD - 1, 200])
    for group, (name, shares) in zip(groups.cat.categories, plan.PREFERENCES.items(), strict=True):
        found = counted(observed.people.loc[groups == group, "preferred_channel"])
        numbers.shares(name, dict(zip(plan.CHANNELS, shares, strict=True)), found)
    young = [4 + 5 * k / 12 for k in range(12)]  # a rise, a level, and a fall to nearly nothing
    ages = np.array([*young, *[9.0] * 30, *(9 - k / 3 for k in range(26))])
    found = age.dropna().value_counts().reindex(range(18, 86), fill_value=0).astype(int)
    numbers.likely("ages", stats.chisquare(found, ages / ages.sum() * found.sum()).pvalue)
    assert numbers.missed == []


def test_curves(observed: Observed) -> None:
    numbers = Numbers()
    hidden = observed.people
    size = len(hidden)
    for name, (mean, spread) in {
        "engagement": plan.ENGAGEMENT,
        "loyalty": plan.LOYALTY,
        "habit": (0, plan.HABIT),
    }.items():
        column = hidden[name]
        rounded = np.sqrt(spread**2 + 1 / 12)
        numbers.near(f"mean {name}", mean, column.mean(), rounded / np.sqrt(size))
        numbers.near(f"spread of {name}", rounded, column.std(), rounded / np.sqrt(2 * size))
    fisher = np.arctanh(stats.pearsonr(hidden["engagement"], hidden["loyalty"]).statistic)
    numbers.near("correlation", np.arctanh(plan.CORRELATION), fisher, 1 / np.sqrt(size - 3))
    spends = np.log(hidden["spends"]) / plan.SPENDS
    numbers.likely("spends", stats.kstest(spends, "norm").pvalue)
    numbers.near("spread of spends", plan.SPENDS, np.log(hidden["spends"]).std(), 0.8 / 447)
    for other in ("engagement", "loyalty", "habit"):
        numbers.likely(f"spends, {other}", stats.spearmanr(hidden["spends"], hidden[other]).pvalue)
    for other in ("engagement", "loyalty"):
        numbers.likely(f"habit, {other}", stats.spearmanr(hidden["habit"], hidden[other]).pvalue)
    assert numbers.missed == []


def test_slides_are_as_deep_and_as_late_as_planned(observed: Observed) -> None:
    """Month by month in plain Python, for the first thousand who slide, and for others."""
    hidden = observed.people
    sliding = np.flatnonzero(hidden["slide"].notna())[:1_000]
    for place in sliding.tolist():
        row = hidden.iloc[place]
        first = list(observed.starts).index(row["slide_starts"])
        speed = plan.SLIDES[row["slide"]][0]
        expected: list[tuple[int, int]] = []
        for month in range(observed.months):
            both = []
            for start, lag, share in (("engagement", 0, 1.0), ("loyalty", plan.LAG, 0.8)):
                since = month - first + 1 - lag
                lost = max(since, 0) * speed
                if row["comes_back"] and since > plan.TURN:
                    lost = max(plan.TURN - (since - plan.TURN), 0) * speed
                both.append(max(row[start] - int(min(lost, plan.DEEPEST) * share + 1e-9), 0))
            expected.append((both[0], both[1]))
        found = zip(
            observed.engagement[place].tolist(), observed.loyalty[place].tolist(), strict=True
        )
        assert list(found) == expected, place
    level = hidden["slide"].isna().to_numpy()
    for points in (observed.engagement, observed.loyalty):
        assert (points[level] == points[level][:, :1]).all()


def test_noise_has_to_do_with_nothing(observed: Observed) -> None:
    company, customers, hidden = observed.company, observed.customers, observed.people
    seen: dict[str, Any] = {
        name: observed.count(getattr(company, name)).sum(axis=1)
        for name in ("visits", "emails", "social", "usage", "orders", "support", "referrals")
    }
    seen["reviews"] = observed.count(company.reviews).sum(axis=1)
    seen["surveys"] = observed.count(company.surveys).sum(axis=1)
    seen["contacts"] = observed.count(company.contacts, "assigned_at").sum(axis=1)
    paid = company.orders.groupby("customer_id")["amount"].sum()
    seen["paid"] = paid.reindex(customers["customer_id"], fill_value=0).to_numpy()
    for frame in (customers, hidden):
        for name in frame.columns.drop("customer_id"):
            if name in plan.NOISE:
                continue
            column = frame[name]
            if isinstance(column.dtype, pd.CategoricalDtype):
                for category in column.cat.categories:
                    seen[f"{name} {category}"] = column == category
            else:
                number = column.astype("int64") if column.dtype.kind == "M" else column
                seen[name] = number.astype("float64")
    one, other = plan.NOISE
    pairs = [(noise, name) for noise in plan.NOISE for name in seen] + [(one, other)]
    seen[other] = customers[other]
    found: dict[tuple[str, str], float] = {}
    for noise, name in pairs:
        column = pd.Series(np.asarray(seen[name])).astype("float64")
        known = column.notna().to_numpy()
        found[noise, name] = stats.spearmanr(column[known], customers[noise][known]).pvalue
    assert len(found) > 150
    ordered = sorted(found.items(), key=lambda pair: pair[1])
    # Holm: the smallest of all times their number, and so on; none of them is to be small
    associated = [
        name for rank, (name, p) in enumerate(ordered) if p * (len(ordered) - rank) < FAMILY
    ]
    assert associated == []


def test_the_truth_is_told_as_it_is_planted(observed: Observed) -> None:
    truth = observed.company.truth
    assert truth.noise == plan.NOISE
    assert truth.seasons["points"].tolist() == list(plan.SEASON)
    assert truth.rates.set_index("event")["at_50"].to_dict() == {
        event: rate.middle for event, rate in plan.RATES.items()
    }
    lines = truth.chances.set_index("what")[["at_0", "per_point"]]
    assert tuple(lines.loc["opened"]) == plan.OPENED
    assert tuple(lines.loc["leaves"]) == plan.LEFT
    assert abs(lines.loc["slides", "at_0"] - plan.SLIDE) < 1 / 65_536
    effects = truth.effects.pivot(index="campaign", columns="engagement", values="effect")
    for campaign in plan.CAMPAIGNS:
        found = effects.loc[campaign.name, ["low", "middle", "high"]]
        assert np.abs(found - np.array(campaign.effects)).max() < 1 / 65_536
    drift = truth.drift.set_index("what")["each_year"].to_dict()
    assert drift == {**plan.DRIFT, "prices": plan.PRICES_RISE}
