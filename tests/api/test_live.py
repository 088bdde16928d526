"""A result whose numbers are tried out, without a browser."""

from __future__ import annotations

import math
import sys
import threading
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from scipy.stats import rankdata

from seg_jupyter import Segmentation, Segments
from seg_jupyter.api.live import Live
from seg_jupyter.engine import model_file
from seg_jupyter.errors import SegmentError, SegmentNameError, SegmentUsageError

TEXT = """
recent = count(last="30d")
value = score(2 * visits, minmax(spend), recent)  # as agreed
Top: value >= 70 and visits > 3
Odd: 20 <= value < 30
Fan: recent >= 2
Rest: otherwise
"""


def people(rows: int = 300) -> pd.DataFrame:
    chance = np.random.default_rng(5)
    return pd.DataFrame(
        {
            "id": [f"p{number}" for number in range(rows)],
            "visits": np.where(chance.random(rows) < 0.1, np.nan, chance.integers(0, 9, rows)),
            "spend": chance.lognormal(3, 1, rows).round(2),
            "age": chance.integers(18, 80, rows).astype(float),
            "member": chance.random(rows) < 0.4,
            "agreed": chance.random(rows) < 0.9,
        }
    )


def orders(rows: int = 900) -> pd.DataFrame:
    chance = np.random.default_rng(6)
    days = pd.Timestamp("2026-06-30") - pd.to_timedelta(chance.integers(0, 100, rows), "D")
    return pd.DataFrame({"id": [f"p{n}" for n in chance.integers(0, 300, rows)], "at": days})


def fitted(text: str = TEXT, frame: Any = None, events: Any = None, **options: Any) -> Segments:
    frame = people() if frame is None else frame
    events = orders() if events is None else events
    return Segmentation(text).fit(frame, events, id="id", time="at", **options)


@pytest.fixture(scope="module")
def saved() -> Segments:
    return fitted(consent="agreed", unit="households")


@pytest.fixture
def live(saved: Segments) -> Live:
    return saved.live(kpis=["age", "member"])


def check_alike(one: Segments, other: Segments) -> None:
    pd.testing.assert_frame_equal(pd.DataFrame(one.frame), pd.DataFrame(other.frame))
    assert model_file.to_json(one._result.model) == model_file.to_json(other._result.model)
    assert repr(one) == repr(other)


# names and values


def test_every_number_has_its_own_name(live: Live) -> None:
    rows = live.numbers.to_dicts()
    assert [(row["line"], row["name"], row["saved"], row["unit"]) for row in rows] == [
        ("recent", "last", 30, "d"),
        ("value", "visits", 2, ""),
        ("value", "spend", 1, ""),
        ("value", "recent", 1, ""),
        ("Top", "value", 70, ""),
        ("Top", "visits", 3, ""),
        ("Odd", "value", 20, ""),
        ("Odd", "value 2", 30, ""),
        ("Fan", "recent", 2, ""),
    ]
    for number, row in enumerate(rows):
        live.set(row["line"], row["name"], row["saved"] + 1)
        assert [r["now"] - r["saved"] for r in live.numbers.to_dicts()] == [
            float(place <= number) for place in range(len(rows))
        ]
    check_alike(live.result, fitted(live.text, consent="agreed", unit="households"))


def test_a_line_with_one_number_needs_no_name(live: Live) -> None:
    live.set("Fan", 4)
    live.set("recent", 7)
    expected = TEXT.replace("recent >= 2", "recent >= 4").replace("30d", "7d")
    assert live.text == expected
    assert live.result.text == expected
    check_alike(live.result, fitted(expected, consent="agreed", unit="households"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("Top", 65), "'Top' has 2 numbers\nIt has: 'value', 'visits'.\nName one: set('Top', "),
        (("Odd", "value 3", 1), "'Odd' has no number 'value 3'\nIt has: 'value', 'value 2'."),
        (("Rest", 1), "no line with a number is called 'Rest'\nThere are: 'recent', 'value', "),
        (("top", "value", 1), "no line with a number is called 'top'\nClosest: 'Top'."),
        ((None, "value", 1), "no line with a number is called 'None'"),
        (("Fan", "three"), "'three' is no number\nWrite live.set("),
        (("Fan", "recent", "3"), "'3' is no number"),
        (("Fan", True), "'True' is no number"),
        (("value", "spend", True), "'True' is no number"),
        (("value", "spend", np.array([1.0])), "is no number"),
        (("Fan", None), "'None' is no number"),
        (("Fan", "recent", math.nan), "nan cannot stand in place of 2 in 'Fan'\nGive a number."),
        (("Fan", math.inf), "inf cannot stand in place of 2 in 'Fan'"),
        (("Fan", 10**400), "the number is too large"),
        (("value", "visits", 1e300), "A weight is 0, or between a billionth and a billion."),
        (("recent", "last", 0.5), "A length of time is a whole number above 0"),
        (("recent", "last", -7), "cannot stand in place"),
    ],
)
def test_what_cannot_be_set_changes_nothing(live: Live, given: tuple[Any, ...], said: str) -> None:
    live.set("Top", "visits", 4)
    text, now = live.text, live.now
    with pytest.raises((SegmentNameError, SegmentUsageError)) as caught:
        live.set(*given)
    assert said in str(caught.value)
    assert len(str(caught.value).split("\n")) <= 6
    assert (live.text, live.now) == (text, now)
    assert live.undo()
    assert not live.undo()


def test_numbers_of_any_kind_are_floats(live: Live) -> None:
    for value in (3, np.float64(3), np.int32(3), np.float32(3), Fraction(3)):
        live.set("Top", "visits", 7)
        live.set("Top", "visits", value)
        assert {type(number) for number in live.tuning.values} == {float}
        assert live.text == TEXT
    live.set("Fan", -0.0)
    assert "recent >= 0\n" in live.text
    assert math.copysign(1, live.tuning.values[-1]) == 1


def test_a_cell_without_numbers() -> None:
    live = Segmentation("A: member\nB: otherwise").fit(people()).live()
    assert live.numbers.to_dicts() == []
    with pytest.raises(SegmentNameError, match=r"is called 'A'\nThe cell has no numbers"):
        live.set("A", 3)
    live.reset()
    assert not live.undo()
    assert not live.redo()
    assert repr(live) == "Numbers of segments"
    for table in ("distribution", "near"):
        with pytest.raises(SegmentUsageError, match="the cell has no score to show"):
            getattr(live, table)
    assert str(live.stability()) == "The cell has no score, and so no weights."


def test_numbers_are_taken_again_all_or_those_of_a_line_or_one(live: Live) -> None:
    live.set("Odd", "value", 10)
    live.set("Odd", "value 2", 40)
    live.set("Fan", 1)
    assert repr(live) == (
        "Numbers of segments, changed: Odd: value from 20 → 10; Odd: value below 30 → 40; "
        "Fan: recent from 2 → 1"
    )
    live.reset("Odd", "value 2")
    assert live.text == TEXT.replace("20 <=", "10 <=").replace("recent >= 2", "recent >= 1")
    live.reset("Odd")
    assert live.text == TEXT.replace("recent >= 2", "recent >= 1")
    live.reset()
    assert live.text == TEXT
    with pytest.raises(SegmentNameError, match="no line with a number"):
        live.reset("Rest")
    with pytest.raises(SegmentNameError, match="no number 'value 3'"):
        live.reset("Odd", "value 3")
    with pytest.raises(SegmentNameError, match="in which line 'value' stands is not said"):
        live.reset(name="value")
    for _ in range(6):
        assert live.undo()
    assert not live.undo()


def test_presets(live: Live, saved: Segments) -> None:
    live.set("Fan", 1)
    live.keep_preset(" many fans ")
    live.reset()
    live.use_preset("many fans")
    assert live.text == TEXT.replace("recent >= 2", "recent >= 1")
    live.drop_preset("many fans")
    assert live.presets == ()
    for use in (live.use_preset, live.drop_preset):
        for name in ("many fans", None, [1]):
            with pytest.raises(SegmentNameError, match="no preset is called"):
                use(name)
    # what is given is shared
    kept: dict[str, Any] = {"of another cell": (1.0,)}
    one, other = saved.live(presets=kept), saved.live(presets=kept)
    one.set("Fan", 5)
    one.keep_preset("few fans")
    assert other.presets == ("few fans",)
    other.use_preset("few fans")
    assert other.text == one.text


# results of every kind


def test_the_saved_result_never_changes(saved: Segments, live: Live) -> None:
    frame, json = saved.frame, model_file.to_json(saved._result.model)
    live.set("recent", 7)
    live.set("value", "visits", 9)
    live.settle(4, 10.0)
    pd.testing.assert_frame_equal(saved.frame, frame)
    assert model_file.to_json(saved._result.model) == json
    check_alike(saved, fitted(consent="agreed", unit="households"))
    live.reset()
    assert live.now is live.saved


@pytest.mark.parametrize("kind", [pl.from_pandas, pa.Table.from_pandas])
def test_other_frames(kind: Any) -> None:
    frame, events = kind(people()), kind(orders())
    live = fitted(TEXT, frame, events).live()
    live.set("recent", 7)
    live.set("value", "spend", 4)
    found, fresh = live.result.frame, fitted(live.text, frame, events).frame
    assert type(found) is type(frame)
    assert found.equals(fresh) if isinstance(found, pl.DataFrame) else found == fresh


def test_events_alone() -> None:
    text = "n = count(last='50d')\nv = score(n, -recency())\nBusy: v >= 60\nCalm: otherwise"
    result = Segmentation(text).fit(events=orders(), id="id", time="at")
    live = result.live()
    live.set("n", 10)
    live.set("v", "n", 3)
    fresh = Segmentation(live.text).fit(events=orders(), id="id", time="at")
    check_alike(live.result, fresh)
    assert live.kpis.to_frame().columns.tolist() == ["segment"]


def test_frames_that_change_after_the_fit() -> None:
    frame, events = people(), orders()
    live = fitted(TEXT, frame, events).live()
    frame["visits"] = 0.0
    frame.loc[:, "spend"] = 1.0
    del frame["age"]
    events.loc[events.index[:500], "at"] = pd.Timestamp("2020-01-01")
    events["id"] = "p1"
    live.set("recent", 7)
    live.set("value", "visits", 3)
    check_alike(live.result, fitted(live.text))


def test_events_that_cannot_be_read_again(saved: Segments) -> None:
    live = Live(saved._result, None, Segments)
    live.set("Fan", 1)
    with pytest.raises(SegmentUsageError, match="it is not known where they were") as caught:
        live.set("recent", 7)
    assert caught.value.remedy == "Change it in the cell, and run that."
    assert live.text == TEXT.replace("recent >= 2", "recent >= 1")


def test_an_undo_that_cannot_run_is_no_undo(monkeypatch: pytest.MonkeyPatch) -> None:
    live = fitted().live()
    live.set("recent", 7)
    live.set("recent", 9)
    text, now = live.text, live.now

    def gone() -> None:
        raise SegmentUsageError("the file is gone")

    monkeypatch.setattr(type(live._trial.source), "read", lambda _: gone())
    for _ in range(2):
        with pytest.raises(SegmentUsageError, match="the file is gone"):
            live.undo()
        assert (live.text, live.now) == (text, now)
        assert not live.redo()
    monkeypatch.undo()
    assert live.undo()
    check_alike(live.result, fitted(TEXT.replace("30d", "7d")))


def test_a_result_that_was_applied_keeps_its_scales() -> None:
    model = fitted(frame=people().assign(spend=lambda f: f["spend"] * 3)).model
    result = model.apply(people(), orders(), id="id", time="at")
    live = result.live()
    live.set("value", "visits", 5)
    live.set("Top", "value", 60)
    assert live.now.model.scales == result._result.model.scales
    assert not live.now.fitted
    # a score by hand, from the scales of the model
    cell = fitted(live.text, people().assign(spend=lambda f: f["spend"] * 3)).model
    again = cell.apply(people(), orders(), id="id", time="at")
    pd.testing.assert_frame_equal(live.result.frame, again.frame)
    text = live.text
    with pytest.raises(SegmentUsageError, match="fitted for another cell: only its weights"):
        live.set("recent", 7)
    assert live.text == text
    live.reset()
    check_alike(live.result, result)


@pytest.mark.parametrize("rows", [0, 1])
def test_nobody_and_a_single_one(rows: int) -> None:
    text = "v = score(2 * visits, spend)\nA: v >= 50\nB: otherwise"
    live = Segmentation(text).fit(people().head(rows)).live()
    live.set("v", "visits", 4)
    live.set("A", 30)
    check_alike(live.result, Segmentation(live.text).fit(people().head(rows)))
    assert [row["now"] + row["saved"] for row in live.sizes.to_dicts()] in ([0, 0], [0, 2], [2, 0])
    assert live.moves.to_frame().shape == (2, 3)
    for control in live.controls:
        live.prepare(control.place)
        assert live.preview(control.place, control.high).moves.sum() == rows
    with pytest.raises(SegmentUsageError, match=r"Nobody is in|fewer than 10 people"):
        live.profile("A")
    assert repr(live.stability())
    assert repr(live.distribution)


def test_scores_of_scores_and_a_single_segment() -> None:
    text = "a = score(visits, 2 * spend)\nb = score(3 * a, -age, missing='all')\nAll: b >= 20"
    live = Segmentation(text).fit(people()).live(score="a")
    assert (live.shown, saved_name(live)) == ("a", "b")
    for place, value in ((1, 5.0), (2, -1.0), (4, 40.0)):
        live.prepare(place)
        live.preview(place, value)
        live.settle(place, value)
        check_alike(live.result, Segmentation(live.text).fit(people()))


def saved_name(live: Live) -> str:
    return live.saved.model.program.scores[-1].name


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_the_largest_numbers() -> None:
    top = sys.float_info.max
    frame = pd.DataFrame({"x": [top, -top, 1.0, 2.0] * 10, "y": [top] * 40, "z": range(40)})
    text = "v = score(x, 2 * z)\nA: x >= 3 and v > 1\nB: z > 15\nC: z > 30\nD: otherwise"
    live = Segmentation(text).fit(frame).live(kpis=["y", "z"])
    for control in live.controls:
        for value in (control.low, control.high, control.high / 3):
            tally = live.preview(control.place, value)
            assert tally.moves.sum() == 40
            assert live.views(tally, live.now.model.program).kpis[0].now[1].value is None
            live.settle(control.place, value)
        live.undo()
    live.set("A", "x", top)
    check_alike(live.result, Segmentation(live.text).fit(frame))
    assert live.kpis.to_frame()["y now"].isna().all()
    assert live.kpis.to_frame()["z now"].notna().any()


@pytest.mark.parametrize("place", [-1, 9, True, 1.0, "0", None, [0]])
def test_places_that_are_none(live: Live, place: Any) -> None:
    asked = (
        lambda: live.put_one(place, 1.0),
        lambda: live.put_saved([place]),
        lambda: live.prepare(place),
        lambda: live.preview(place, 1.0),
        lambda: live.settle(place, 1.0),
    )
    for ask in asked:
        with pytest.raises(SegmentUsageError, match="is the place of no number"):
            ask()
    assert live.text == TEXT


def test_what_cannot_be_watched(saved: Segments, live: Live) -> None:
    for columns in (["nope"], ["agreed"], ["id"], [3], [[]], "nope"):
        with pytest.raises(SegmentNameError, match="no column of numbers"):
            saved.live(kpis=columns)
    with pytest.raises(SegmentNameError, match=r"no score 'spend'\nThere are: 'value'"):
        saved.live(score="spend")
    table = live.kpis.to_dicts()
    with pytest.raises(SegmentNameError, match="no column of numbers 'x'"):
        live.watch("age", "x")
    assert live.kpis.to_dicts() == table
    live.watch("spend", "spend")
    assert list(live.kpis.to_dicts()[0]) == ["segment", "spend now", "spend saved"]
    live.watch()
    assert list(live.kpis.to_dicts()[0]) == ["segment"]
    assert list(saved.live(kpis="age").kpis.to_dicts()[0])[1:] == ["age now", "age saved"]


# tables against pandas


@pytest.fixture
def moved(live: Live) -> Live:
    live.set("value", "visits", 0.5)
    live.set("Top", "value", 60)
    live.set("recent", 45)
    return live


def both(live: Live, saved: Segments) -> pd.DataFrame:
    """The profiled customers with their segments before and now."""
    frame = live.result.frame.assign(before=saved.frame["segment"].astype(str))
    frame["segment"] = frame["segment"].astype(str)
    return frame[frame["agreed"]]


LABELS = ["Top", "Odd", "Fan", "Rest"]


def test_sizes_and_moves(moved: Live, saved: Segments) -> None:
    frame = both(moved, saved)
    sizes = moved.sizes.to_frame().set_index("segment")
    now = frame["segment"].value_counts().reindex(LABELS, fill_value=0)
    before = frame["before"].value_counts().reindex(LABELS, fill_value=0)
    assert sizes["now"].tolist() == now.tolist()
    assert sizes["saved"].tolist() == before.tolist()
    assert sizes["difference"].tolist() == (now - before).tolist()
    assert sizes["share"].tolist() == pytest.approx((now / len(frame)).tolist())
    counts = pd.crosstab(frame["before"], frame["segment"]).reindex(
        index=LABELS, columns=LABELS, fill_value=0
    )
    shown = moved.moves.to_frame().set_index("segment").to_numpy(float)
    assert ((shown == counts.to_numpy()) | np.isnan(shown)).all()
    small = (counts.to_numpy() > 0) & (counts.to_numpy() < 10)
    assert small.any()
    assert np.isnan(shown[small]).all()
    # with sizes known, a single hidden cell of a line would be told
    for axis in (0, 1):
        assert not (np.isnan(shown).sum(axis=axis) == 1).any()
        few = (np.isnan(shown) * counts.to_numpy()).sum(axis=axis)
        # the size of a line of few is told all the same
        assert not ((few > 0) & (few < 10) & (few < counts.to_numpy().sum(axis=axis))).any()
    everything = Live(saved._result, saved._source, Segments, min_cell=1)
    everything.put(moved.tuning.values)
    assert (everything.moves.to_frame().set_index("segment").to_numpy() == counts).all(axis=None)


def test_the_distribution_and_who_is_near(moved: Live, saved: Segments) -> None:
    frame = both(moved, saved)
    scored = frame.dropna(subset="value")
    width = 2.5
    bins = np.minimum(scored["value"] // width, 100 / width - 1) * width
    counts = scored.groupby([bins, "segment"]).size()
    found = moved.distribution.to_frame()
    assert found.set_index(["from", "segment"])["customers"].to_dict() == counts.to_dict()
    assert (found["to"] - found["from"] == width).all()
    near = moved.near.to_dicts()
    assert [(row["segment"], row["thresholds"]) for row in near] == [
        ("Top", "from 60"),
        ("Odd", "from 20, below 30"),
    ]
    for row, cuts in zip(near, ([60], [20, 30]), strict=True):
        beside = np.logical_or.reduce([scored["value"].between(c - 1, c + 1, "left") for c in cuts])
        expected = int(beside.sum())
        assert row["near"] == (None if 0 < expected < 10 else expected)


def test_means(moved: Live, saved: Segments) -> None:
    frame = both(moved, saved)
    found = moved.kpis.to_frame().set_index("segment")
    for column in ("age", "member"):
        for state, by in (("now", "segment"), ("saved", "before")):
            groups = frame.groupby(by)[column]
            for label, shown in found[f"{column} {state}"].items():
                group = groups.get_group(label) if label in groups.groups else pd.Series([], float)
                if len(group) < 10:
                    assert np.isnan(shown)
                elif not np.isnan(shown):
                    assert shown == float(f"{group.mean():.3g}")
                else:
                    # those of everybody less all others would be the few
                    assert column == "member" or (groups.size() < 10).any()
            assert found[f"{column} {state}"].isna().sum() != 1


def test_profiles(moved: Live, saved: Segments) -> None:
    frame = both(moved, saved)
    for segment, before in (("Rest", None), (None, "Rest"), ("Rest", "Rest"), (None, None)):
        group = frame
        group = group[group["segment"] == segment] if segment else group
        group = group[group["before"] == before] if before else group
        found = {row["metric"]: row for row in moved.profile(segment, before=before).to_dicts()}
        assert list(found) == ["visits", "spend", "recent"]
        for metric in ("visits", "spend"):
            known = frame[metric].dropna()
            ranks = pd.Series((rankdata(known) - 0.5) / len(known) * 100, known.index)
            row, mine = found[metric], group[metric].dropna()
            assert row["shows"].startswith("median")
            assert row["figure"] == float(f"{mine.median():.3g}")
            assert row["everybody"] == float(f"{known.median():.3g}")
            assert row["rank"] == round(ranks[mine.index].mean())
    hidden = moved.moves.to_frame().set_index("segment").isna().stack()
    before, column = next(pair for pair, hide in hidden.items() if hide)
    with pytest.raises(SegmentUsageError, match=r"not described|Nobody"):
        moved.profile(column.removeprefix("to "), before=before)
    with pytest.raises(SegmentNameError, match="no segment is called 'rest'"):
        moved.profile("rest")
    with pytest.raises(SegmentNameError, match="no segment is called 'Not profiled'"):
        moved.profile(before="Not profiled")


def test_one_customer_before_and_now(moved: Live, saved: Segments) -> None:
    frame = both(moved, saved)
    row = frame[frame["before"] != frame["segment"]].iloc[0]
    before, now = moved.explain(row["id"])
    assert (before.segment, now.segment) == (row["before"], row["segment"])
    with pytest.raises(SegmentUsageError):
        moved.explain("nobody")


def test_stability(moved: Live) -> None:
    found = moved.stability()
    assert found.flips is not None
    assert 0 < found.flips < 0.5
    assert "would change segment if every weight were up to 10% off" in repr(found)


def test_a_preview_is_not_taken(live: Live) -> None:
    before = live.sizes.to_dicts()
    tally = live.preview(4, 10.0)
    assert (live.text, live.sizes.to_dicts()) == (TEXT, before)
    assert live.settle(4, 10.0).moves.tolist() == tally.moves.tolist()
    assert [row["now"] for row in live.sizes.to_dicts()] == tally.moves.sum(axis=0)[:4].tolist()
    # of a box only a whole run can tell
    assert live.preview(0, 7).exact


def test_several_threads_at_once(live: Live) -> None:
    failures: list[Exception] = []

    def drag(place: int) -> None:
        try:
            for value in range(12):
                live.preview(place, float(value))
                live.put_one(place, float(value))
                with live.lock:
                    assert live.tuning.text == live.now.model.text
        except (SegmentError, AssertionError) as error:
            failures.append(error)

    threads = [threading.Thread(target=drag, args=(place,)) for place in (1, 2, 8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert live.tuning.values == (30.0, 11.0, 11.0, 1.0, 70.0, 3.0, 20.0, 30.0, 11.0)
    check_alike(live.result, fitted(live.text, consent="agreed", unit="households"))
