"""Numbers that are tried out: changed, taken back, kept under names."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from seg_jupyter.api.tuning import Tuning
from seg_jupyter.errors import SegmentNameError, SegmentUsageError
from seg_jupyter.lang.adjustables import adjustables
from seg_jupyter.lang.parser import parse

TEXT = "value = score(3 * visits, -pace)  # agreed\nActive: value >= 70\nRest: otherwise"


class Steps(RuleBasedStateMachine):
    """Any order of changes, undo and redo, against a list of what was there."""

    def __init__(self) -> None:
        super().__init__()
        self.tuning = Tuning(TEXT)
        self.known = [self.tuning.saved]
        self.at = 0

    @rule(place=st.integers(0, 2), value=st.sampled_from([-2.0, 0.5, 3.0, 70.0]))
    def change(self, place: int, value: float) -> None:
        values = self.tuning.with_value(place, value)
        if values != self.known[self.at]:
            self.known[self.at + 1 :] = [values]
            self.at += 1
        self.tuning.put(values)

    @rule()
    def undo(self) -> None:
        assert self.tuning.can_undo is self.tuning.undo() is (self.at > 0)
        self.at = max(self.at - 1, 0)

    @precondition(lambda self: self.at < len(self.known) - 1)
    @rule()
    def redo(self) -> None:
        assert self.tuning.can_redo
        assert self.tuning.redo()
        self.at += 1

    @precondition(lambda self: self.at == len(self.known) - 1)
    @rule()
    def redo_nothing(self) -> None:
        assert not self.tuning.can_redo
        assert not self.tuning.redo()

    @invariant()
    def is_where_it_should_be(self) -> None:
        values = self.tuning.values
        assert values == self.known[self.at]
        assert tuple(a.value for a in adjustables(parse(self.tuning.text))) == values
        assert "# agreed" in self.tuning.text


TestSteps = Steps.TestCase


def test_what_changed_and_what_is_taken_again() -> None:
    tuning = Tuning(TEXT)
    tuning.put((3.0, -2.0, 60.0))
    assert tuning.changed == (1, 2)
    assert tuning.text == TEXT.replace("-pace", "-2 * pace").replace("70", "60")
    assert tuning.with_saved((2,)) == (3.0, -2.0, 70.0)
    assert tuning.with_saved(None) == tuning.saved == (3.0, -1.0, 70.0)


def test_a_long_history_forgets_its_beginning() -> None:
    tuning = Tuning(TEXT)
    for value in range(300):
        tuning.put(tuning.with_value(0, float(value)))
    while tuning.undo():
        pass
    assert tuning.values[0] == 99.0


def test_presets() -> None:
    tuning = Tuning(TEXT, {"from another run": (1.0, 2.0, 3.0), "of another cell": (1.0,)})
    assert [*tuning.presets] == ["from another run"]
    tuning.put(tuning.with_value(0, 9.0))
    tuning.keep_preset("  strict ")
    tuning.put(tuning.saved)
    assert tuning.preset("strict")[0] == 9.0
    tuning.drop_preset("strict")
    with pytest.raises(SegmentNameError, match="no preset is called 'strict'"):
        tuning.preset("strict")
    with pytest.raises(SegmentNameError, match="from another run"):
        tuning.drop_preset("from another rum")
    tuning.drop_preset("from another run")
    with pytest.raises(SegmentNameError, match="no presets yet"):
        tuning.drop_preset("strict")


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, None])
def test_names_that_a_preset_cannot_have(name: object) -> None:
    with pytest.raises(SegmentUsageError, match="a preset needs a name"):
        Tuning(TEXT).keep_preset(name)


def test_a_number_that_cannot_stand_there_changes_nothing() -> None:
    tuning = Tuning(TEXT)
    with pytest.raises(SegmentUsageError, match="cannot stand in place of"):
        tuning.text_of(tuning.with_value(0, 1e300))
    assert tuning.text == TEXT
