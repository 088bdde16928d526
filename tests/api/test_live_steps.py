"""Any order of changes, on any cell: what `Live` says is what a fresh run of its text says."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from seg_jupyter import Segmentation, Segments
from seg_jupyter.analysis.kpi_columns import kpi_choices
from seg_jupyter.api.live import Live
from seg_jupyter.engine import model_file
from seg_jupyter.errors import SegmentError
from strategies import KEY, TIME, Case, cases, values_in

KINDS = ("pandas", "polars", "pyarrow")
VALUES = st.sampled_from([0, 1, 2, 3, 5, 30, 50, 70, -1, 0.5, 99.5, 1e6])
NO_VALUES = st.sampled_from([math.nan, math.inf, -math.inf, 1e300, "3", True, None])


def fitted(case: Case, text: str, kind: str, consent: str | None) -> Segments:
    customers, options = case.customers_frame(kind), {"as_of": case.as_of, "consent": consent}
    if case.alone:
        return Segmentation(text).fit(customers, **options)
    events = case.events_frame(kind)
    return Segmentation(text).fit(customers, events, id=KEY, time=TIME, **options)


def everything(result: Segments, names: list[str]) -> dict[str, Any]:
    """All that a result says of every customer, and its model; NaN as None."""
    columns = {name: values_in(result.frame, name) for name in [*names, "segment"]}
    return {**columns, "model": model_file.to_json(result._result.model), "said": repr(result)}


class Steps(RuleBasedStateMachine):
    """A model of `Live`: a list of states, and a fresh fit for each of them."""

    live: Live

    @initialize(
        case=st.one_of(cases(ranked=True), cases(ranked=True, with_events=False)),
        kind=st.sampled_from(KINDS),
        consent=st.sampled_from([None, "member"]),
    )
    def open(self, case: Case, kind: str, consent: str | None) -> None:
        self.case, self.given = case, (kind, consent)
        try:
            self.saved = fitted(case, case.text, kind, consent)
        except SegmentError:
            assume(False)
        note(case.text)
        self.names = [definition.name for definition in case.program.definitions]
        result = self.saved._result
        choices = [c.name for c in kpi_choices(result) if c.name in ("spend", "newsletter")]
        self.live = Live(result, self.saved._source, Segments, min_cell=3, kpis=choices)
        self.before = everything(self.saved, self.names)
        self.known = [self.live.tuning.values]
        self.at = 0
        self.presets: dict[str, tuple[float, ...]] = {}
        self.checked: str | None = None

    def put(self, values: tuple[float, ...]) -> None:
        if values != self.known[self.at]:
            self.known[self.at + 1 :] = [values]
            self.at += 1

    def fresh(self, text: str) -> Segments | str:
        try:
            return fitted(self.case, text, *self.given)
        except SegmentError as error:
            return str(error)

    @rule(data=st.data(), value=VALUES, way=st.sampled_from(["set", "put", "settle", "put_one"]))
    def change(self, data: st.DataObject, value: float, way: str) -> None:
        controls = self.live.controls
        if not controls:
            return
        control = data.draw(st.sampled_from(controls))
        values = self.live.values_with(control.place, value)
        note(f"{way}: {control.line}, {control.name}: {value}")
        try:
            if way == "set":
                self.live.set(control.line, control.name, value)
            elif way == "put":
                self.live.put(values)
            elif way == "settle":
                self.live.settle(control.place, value)
            else:
                self.live.put_one(control.place, value)
        except SegmentError as error:
            self.check_refused(str(error), values)
        else:
            self.put(values)

    def check_refused(self, said: str, values: tuple[float, ...]) -> None:
        """A number that cannot stand there, or one with which the cell cannot run."""
        expected: object
        try:
            expected = self.fresh(self.live.tuning.text_of(values))
        except SegmentError as error:
            expected = str(error)
        assert said == expected

    @rule(data=st.data(), value=NO_VALUES)
    def refuse(self, data: st.DataObject, value: Any) -> None:
        if self.live.controls:
            control = data.draw(st.sampled_from(self.live.controls))
            try:
                self.live.set(control.line, control.name, value)
            except SegmentError:
                return
            assert value == 1e300
            self.put(self.live.values_with(control.place, value))

    @rule(data=st.data(), value=VALUES)
    def preview(self, data: st.DataObject, value: float) -> None:
        if self.live.controls:
            place = data.draw(st.sampled_from(self.live.controls)).place
            self.live.prepare(place)
            try:
                tally = self.live.preview(place, value)
            except SegmentError:
                return
            assert tally.moves.sum() == self.live.tally.moves.sum()

    @rule()
    def undo(self) -> None:
        assert self.live.undo() is (self.at > 0)
        self.at = max(self.at - 1, 0)

    @rule()
    def redo(self) -> None:
        assert self.live.redo() is (self.at < len(self.known) - 1)
        self.at = min(self.at + 1, len(self.known) - 1)

    @rule(data=st.data())
    def reset(self, data: st.DataObject) -> None:
        controls = self.live.controls
        chosen = data.draw(st.sampled_from([None, *controls]))
        if chosen is None:
            of_it = {control.place for control in controls}
        else:
            of_it = {c.place for c in controls if c.line == chosen.line}
        pairs = zip(self.live.tuning.saved, self.live.tuning.values, strict=True)
        values = tuple(old if p in of_it else new for p, (old, new) in enumerate(pairs))
        try:
            self.live.reset(None if chosen is None else chosen.line)
        except SegmentError:
            assert chosen is not None, "the saved cell always runs"
        else:
            self.put(values)

    @rule(name=st.sampled_from(["one", "two"]))
    def keep(self, name: str) -> None:
        self.live.keep_preset(name)
        self.presets[name] = self.live.tuning.values
        assert self.live.presets == tuple(self.presets)

    @rule(name=st.sampled_from(["one", "two"]))
    def use(self, name: str) -> None:
        if name in self.presets:
            self.live.use_preset(name)
            self.put(self.presets[name])
        else:
            with pytest.raises(SegmentError, match="no preset is called"):
                self.live.use_preset(name)

    @invariant()
    def is_a_fresh_run(self) -> None:
        if not hasattr(self, "names"):
            return
        assert self.live.tuning.values == self.known[self.at]
        text = self.live.text
        if text == self.checked:
            return
        self.checked = text
        fresh = self.fresh(text)
        assert isinstance(fresh, Segments)
        now = everything(self.live.result, self.names)
        assert now == everything(fresh, self.names)
        assert everything(self.saved, self.names) == self.before
        check_tables(self.live, self.case, self.before, now)


def check_tables(live: Live, case: Case, before: dict[str, Any], now: dict[str, Any]) -> None:
    """Everything that a panel shows, counted row by row from what the frames say."""
    pairs = list(zip(before["segment"], now["segment"], strict=True))
    seen = [place for place, (old, _) in enumerate(pairs) if old != "Not profiled"]
    labels = [segment.name for segment in case.program.segments]
    if any("Unassigned" in pairs[place] for place in seen):
        labels.append("Unassigned")
    moves = Counter(pairs[place] for place in seen)
    sizes = {label: sum(n for (_, new), n in moves.items() if new == label) for label in labels}
    saved = {label: sum(n for (old, _), n in moves.items() if old == label) for label in labels}
    assert live.sizes.to_dicts() == [
        {
            "segment": label,
            "now": sizes[label],
            "saved": saved[label],
            "difference": sizes[label] - saved[label],
            "share": sizes[label] / len(seen) if seen else None,
        }
        for label in labels
    ]
    table = live.moves.to_dicts()
    assert [row["segment"] for row in table] == labels
    shown = {(row["segment"], new): row[f"to {new}"] for row in table for new in labels}
    assert all(n in (None, moves[pair]) for pair, n in shown.items())
    moved = any(old != new for old, new in moves)
    if moved and min(sum(map(bool, sizes.values())), sum(map(bool, saved.values()))) > 1:
        assert all(shown[pair] is None for pair, n in moves.items() if n < 3)
    for rows in (*table, *({r["segment"]: r[f"to {new}"] for r in table} for new in labels)):
        assert list(rows.values()).count(None) != 1, "the size of the line gives it away"
    check_kpis(live, case, labels, {"saved": before, "now": now}, seen)
    check_score(live, now, seen, labels)


def check_kpis(
    live: Live, case: Case, labels: list[str], states: dict[str, dict[str, Any]], seen: list[int]
) -> None:
    rows = {row["segment"]: row for row in live.kpis.to_dicts()}
    assert list(rows) == labels
    for column in [kpi.choice.name for kpi in live.watched.columns]:
        for state, said in states.items():
            for label in labels:
                mine = [case.customers[p][column] for p in seen if said["segment"][p] == label]
                known = [float(v) for v in mine if v is not None and math.isfinite(v)]
                found = rows[label][f"{column} {state}"]
                if len(known) < 3:
                    assert found is None
                elif found is not None:
                    mean = math.fsum(v / len(known) for v in known)
                    size = math.fsum(abs(v) / len(known) for v in known)
                    tolerance = 0.0051 * abs(mean) + 1e-6 * size
                    assert found == pytest.approx(mean, abs=tolerance), (column, label)


def check_score(live: Live, now: dict[str, Any], seen: list[int], labels: list[str]) -> None:
    if live.shown is None:
        for table in ("near", "distribution"):
            with pytest.raises(SegmentError, match="no score"):
                getattr(live, table)
        return
    scored = [(now[live.shown][p], now["segment"][p]) for p in seen]
    scored = [(score, label) for score, label in scored if score is not None]
    bins = live.distribution.to_dicts()
    assert sum(one["customers"] for one in bins) == len(scored)
    for one in bins:
        top = 100.5 if one["to"] == 100 else one["to"]
        inside = [s for s, label in scored if label == one["segment"] and one["from"] <= s < top]
        assert one["customers"] == len(inside) > 0
    for row in live.near.to_dicts():
        assert row["segment"] in labels
        places = set()
        for cut in row["thresholds"].split(", "):
            value = float(cut.split()[-1].replace("−", "-"))
            value = math.floor(value * 10 + 1e-7) / 10
            places |= {
                p for p, (score, _) in enumerate(scored) if value - 1 <= score + 1e-9 < value + 1
            }
        assert row["near"] == (None if 0 < len(places) < 3 else len(places))


Steps.TestCase.settings = settings(
    max_examples=50,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    # a failing case is a table already, and takes minutes to be made smaller
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
TestSteps = Steps.TestCase
