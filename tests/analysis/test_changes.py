from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from analysis.random_cases import result_of, some
from engine.running import days, labels, rerun, run, table
from seg_jupyter.analysis.changes import Change, changes
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.result import Result
from strategies import Case, cases

MANY = [float(i) for i in range(100)]


def of(text: str, place: int = 0, **columns: object) -> dict[str, Change]:
    return {c.name: c for c in changes(run(text, table(**columns)), place)}


def test_the_smallest_step_by_hand() -> None:
    found = of("A: x >= 70\nB: otherwise", 65, x=MANY)
    # from 65 to 70: the values 66 to 69 lie between, and half of 65 and of 70
    assert found == {"x": Change("x", 65, 70, "A", 5)}
    assert of("A: x > 70\nB: otherwise", 65, x=MANY)["x"].instead == 71
    assert of("A: x < 12\nB: otherwise", 65, x=MANY)["x"] == Change("x", 65, 11, "A", 54)
    assert of("A: 20 <= x < 30 or x > 80\nB: otherwise", 40, x=MANY)["x"].instead == 29
    assert of("A: 20 <= x < 30 or x > 80\nB: otherwise", 65, x=MANY)["x"].instead == 81


def test_no_change_is_needed_in_the_first_segment() -> None:
    assert of("A: x >= 70\nB: otherwise", 99, x=MANY) == {}
    assert of("double = 2 * x", 3, x=MANY) == {}


def test_what_no_single_number_does() -> None:
    assert of("A: x > 50 and y > 50\nB: otherwise", 3, x=MANY, y=MANY) == {}
    assert of("A: x > 50 and x < 30\nB: otherwise", 3, x=MANY) == {}
    assert of("A: x >= 0 and x < -1 or z > 3\nB: otherwise", 3, x=MANY, z=[None] * 100) == {}


def test_numbers_stay_what_they_can_be() -> None:
    # nobody has less than 0, or more than all of it
    assert of("A: x < 0\nB: otherwise", 3, x=MANY) == {}
    assert of("A: s > 1\nB: otherwise", 0, s=[0.25, 0.5, 0.75]) == {}
    assert of("A: x <= 0\nB: otherwise", 3, x=MANY)["x"].instead == 0
    assert of("A: x < -5\nB: otherwise", 3, x=[*MANY, -1.0])["x"].instead == -6
    assert of("A: x > 2.5\nB: otherwise", 0, x=MANY)["x"].instead == 3


def test_money_changes_by_cents() -> None:
    x = [0.99, *(round(n * 1.37, 2) for n in range(99))]
    assert of("A: x > 50\nB: otherwise", 0, x=x)["x"].instead == 50.01
    found = of("v = score(x)\nA: v >= 70\nB: otherwise", 0, x=x)["x"]
    assert found.instead == round(found.instead, 2)


def test_a_number_that_only_one_value_meets() -> None:
    assert of("A: x == 33\nB: otherwise", 0, x=MANY)["x"].instead == 33
    x = [n * 1.23456 for n in range(100)]
    assert of("A: x == 0.123456789\nB: otherwise", 50, x=x)["x"].instead == 0.123456789


def test_the_change_that_passes_fewest_customers_is_first() -> None:
    x = [10.0, *[20.0] * 60, *[90.0] * 39]
    y = [100.0 * value for value in range(100)]
    found = changes(run("A: x >= 50 or y >= 3000\nB: otherwise", table(x=x, y=y)), 0)
    assert [(c.name, c.passed) for c in found] == [("y", 30.0), ("x", 60.5)]


def test_any_better_segment_will_do() -> None:
    text = "A: x > 90\nB: x > 50 and y > 3\nC: otherwise"
    assert of(text, 3, x=MANY, y=[0.0] * 100)["x"] == Change("x", 3, 91, "A", 88)
    assert of(text, 3, x=MANY, y=[5.0] * 100)["x"].segment == "B"


def test_who_has_no_value_is_looked_at_from_the_middle() -> None:
    x = np.array([None, *range(0, 100, 2)], float)
    assert of("A: x > 40\nB: otherwise", x=x)["x"] == Change("x", None, 48, "A", 0)
    assert of("A: x > 60\nB: otherwise", x=x)["x"] == Change("x", None, 61, "A", 6.5)
    # a middle of few would tell of single ones
    assert of("A: x > 40\nB: otherwise", x=x[:10]) == {}
    assert of("A: x > 10\nB: otherwise", x=x[:11])["x"].instead == 11
    found = changes(run("A: x > 40 or y > 9\nB: otherwise", table(x=x, y=[0.0] * 51)), 0)
    assert [c.name for c in found] == ["y", "x"]


@pytest.mark.parametrize("far", [1e16, 1e300, -1e308])
def test_numbers_without_steps_between_them_are_left_alone(far: float) -> None:
    x = [far, *(n * 1.5 for n in range(20)), 1e308]
    assert of("A: x == 5\nB: otherwise", 0, x=x) == {}
    assert of("A: x > 20\nB: otherwise", 5, x=x)["x"].instead == 20.1
    huge = [1e300 * n for n in range(20)]
    assert of("A: x > 5e300\nB: otherwise", 0, x=huge) == {}


def test_the_smallest_numbers_there_are() -> None:
    x = [5e-324, 0.0, *(n * 1e-310 for n in range(30))]
    assert of("A: x > 0.5\nB: otherwise", 0, x=x)["x"].instead == 0.500000001


def test_other_texts_and_truth_values() -> None:
    plan = ["basic"] * 40 + ["gold"] * 10 + ["pro"] * 20 + ["rare"] * 9 + [None]
    people = {"plan": plan, "x": MANY[:80], "vip": [False] * 60 + [True] * 20}
    text = 'A: plan in ["gold", "pro"] or x > 70 or vip\nB: otherwise'
    found = changes(run(text, table(**people)), 0)
    assert [(c.name, c.now, c.instead) for c in found] == [
        ("x", 0, 71),
        ("plan", "basic", "pro"),
        ("vip", False, True),
    ]
    assert [c.passed is None for c in found] == [False, True, True]
    assert of('A: plan == "rare"\nB: otherwise', **people) == {}
    assert of('A: plan == "gold"\nB: otherwise', 79, **people)["plan"].now is None
    few = people | {"vip": [False] * 71 + [True] * 9}
    assert of("A: vip\nB: otherwise", **few) == {}
    unsure = people | {"vip": [None] * 40 + [True] * 40}
    assert of("A: vip\nB: otherwise", **unsure)["vip"] == Change("vip", None, True, "A")
    assert of("A: not vip\nB: otherwise", 79, **people)["vip"] == Change("vip", True, False, "A")


def test_a_text_with_many_values_is_no_choice() -> None:
    plan = [f"plan {i % 51}" for i in range(51 * 10)]
    assert of('A: plan == "plan 3"\nB: otherwise', plan=plan) == {}
    assert len(of('A: plan == "plan 3"\nB: otherwise', plan=plan[:-51] + ["plan 0"] * 51)) == 0
    fewer = [f"plan {i % 50}" for i in range(50 * 10)]
    assert len(of('A: plan == "plan 3"\nB: otherwise', plan=fewer)) == 1


def test_who_is_not_profiled_is_no_measure() -> None:
    x = [*MANY[:50], *[7.7] * 50]
    people = table(x=x, ok=[True] * 50 + [False] * 50)
    result = run("A: x > 40\nB: otherwise", people, settings=Settings(consent="ok"))
    assert changes(result, 3) == (Change("x", 3, 41, "A", 38),)


def test_counts_of_events() -> None:
    people = table(key=range(30))
    events = table(key=[k for k in range(30) for _ in range(k)], at=days(*["2026-01-30"] * 435))
    text = (
        'n = count(last="90d")\nsince = fill(recency(), 99)\nA: n >= 5\nB: since < 50\nC: otherwise'
    )
    result = run(text, people, events, id="key", time="at", as_of="2026-01-31")
    assert changes(result, 2) == (Change("n", 2, 5, "A", 3),)
    # without orders there is no recency either: the middle of the others', one day
    assert changes(result, 0) == (Change("n", 0, 5, "A", 5), Change("recency()", None, 1, "B", 0))
    # what it says is so: with three orders more, the model gives that segment
    more = pd.concat([events, table(key=[2, 2, 2], at=days(*["2026-01-29"] * 3))])
    later = rerun(result.model, people, more, as_of="2026-01-31")
    assert labels(later)[:5] == ["C", "B", "A", "B", "B"]


# against the model itself, applied to the table with one value changed


def applied(
    result: Result, people: pd.DataFrame, events: object, place: int, change: Change, value: object
) -> object:
    """The segment that the model gives the customer with another value in the frame."""
    other = people.reset_index(drop=True)
    column = other[change.name].astype(object)
    column.iloc[place] = value
    dtype = people[change.name].dtype
    other[change.name] = column.astype(
        "Float64"
        if pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype)
        else dtype
    )
    options = {} if events is None else {"as_of": result.as_of}
    return labels(rerun(result.model, other, events, **options))[place]


whole_cells = st.sampled_from(
    [
        "v = score(2 * x, -y, minmax(z))\nA: v >= {0}\nB: v >= {1}\nC: otherwise",
        "v = score(tile(x, 5), bands(y, 3, 6), z)\nA: v > {0} and y > 2\nB: v > {1}",
        "A: x + y > {0} / 5\nB: x * z > {1} and z < 9\nC: x / y > 2",
        "r = x / (y + 1)\nv = score(r, fill(z, 3))\nA: v > {0}\nB: r > 1 or v > {1}",
        "A: x in [3, 7] and y > 4\nB: not (x > 5 or z > {0} / 10)\nC: missing(z)",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    whole_cells, st.integers(0, 10**6), st.integers(30, 90), st.integers(0, 60), st.integers(0, 29)
)
def test_no_smaller_change_of_a_whole_number_does(
    cell: str, seed: int, high: int, low: int, place: int
) -> None:
    text = cell.format(high, low)
    note(text)
    rng = np.random.default_rng(seed)
    people = pd.DataFrame({c: rng.integers(0, 12, 30).astype(float) for c in "xyz"})
    people.loc[rng.random(30) < 0.2, "z"] = np.nan
    result = run(text, people)
    own = result.codes[place]
    for name in "xyz":
        now = people.loc[place, name]
        if np.isnan(now):
            continue
        copies = people.loc[[place] * 100].reset_index(drop=True).assign(**{name: np.arange(100.0)})
        better = np.flatnonzero(rerun(result.model, copies).codes < own)
        seen = np.sort(people[name].dropna())
        middle = [(seen < v).sum() + (seen == v).sum() / 2 for v in range(100)]
        wanted = min((abs(middle[v] - middle[int(now)]) for v in better), default=None)
        found = {c.name: c for c in changes(result, place)}.get(name)
        if found is None:
            assert all(value > seen.max() for value in better)
        else:
            assert found.instead == int(found.instead) >= 0
            assert int(found.instead) in better
            assert found.passed == wanted == abs(middle[int(found.instead)] - middle[int(now)])


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6), st.integers(20, 90), st.booleans(), st.integers(0, 39))
def test_slightly_less_does_not_do(seed: int, high: int, tails: bool, place: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.lognormal(3, 2, 40) if tails else rng.normal(size=40)
    people = pd.DataFrame({"x": x, "y": rng.random(40).round(2), "z": rng.random(40)})
    text = (
        "v = score(3 * x, -y, minmax(z))\n"
        f"A: v >= {high}\nB: v >= {high / 2} or x > 2 * z\nC: y > 0.4"
    )
    note(text)
    result = run(text, people)
    for change in changes(result, place):
        assert applied(result, people, None, place, change, change.instead) == change.segment
        assert result.labels.index(change.segment) < result.codes[place]
        step = 0.01 if change.name == "y" else resolution(people[change.name])
        less = change.instead - step * np.sign(change.instead - change.now)
        if (less - change.now) * (change.instead - change.now) > 0:
            assert applied(result, people, None, place, change, less) not in better(result, place)


def better(result: Result, place: int) -> tuple[str, ...]:
    return result.labels[: result.codes[place]]


def resolution(column: pd.Series) -> float:
    """A thousandth of the distance between the tenth and the last tenth, as a power of ten."""
    spread = column.quantile(0.9) - column.quantile(0.1)
    return 10.0 ** min(np.floor(np.log10(spread / 1000)), -2)


@some
@given(cases(ranked=True))
def test_what_is_said_is_so(case: Case) -> None:
    result = result_of(case)
    people, events = case.customers_frame(), case.events_frame()
    for place in range(min(len(people), 4)):
        found = changes(result, place)
        assert not found or result.codes[place] > 0
        for change in found:
            assert result.labels.index(change.segment) < result.codes[place]
            if change.name in people.columns and not isinstance(change.instead, str | bool):
                note(f"{place}: {change}")
                moved = applied(result, people, events, place, change, change.instead)
                assert moved == change.segment
