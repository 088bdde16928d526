"""Which panels hear of new runs: those that something shows."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from seg_jupyter import Segmentation, Segments
from seg_jupyter.jupyter import open_panels
from seg_jupyter.jupyter.open_panels import shown, tell


class Stub:
    """A panel that keeps what it hears."""

    name = "engagement"

    def __init__(self) -> None:
        self.heard: list[Segments] = []
        self.retired = 0

    def run_again(self, result: Segments) -> None:
        self.heard.append(result)

    def retire(self) -> None:
        self.retired += 1


@pytest.fixture
def result() -> Segments:
    people = pd.DataFrame({"visits": range(40)})
    return Segmentation("Often: visits >= 30\nRare: otherwise").fit(people, name="engagement")


@pytest.fixture(autouse=True)
def nothing_open() -> Iterator[None]:
    yield
    open_panels._OPEN.clear()
    open_panels._SHOWN.clear()


def test_a_cell_that_runs_again_shows_no_earlier_panel(result: Segments) -> None:
    before, beside, now, elsewhere = Stub(), Stub(), Stub(), Stub()
    shown(before, ("cell", "run 1"))
    shown(beside, ("cell", "run 1"))
    shown(elsewhere, ("other cell", "run 2"))
    shown(now, ("cell", "run 3"))
    tell(result)
    assert [panel.retired for panel in (before, beside, now, elsewhere)] == [1, 1, 0, 0]
    assert [len(panel.heard) for panel in (before, beside, now, elsewhere)] == [0, 0, 1, 1]


def test_a_panel_that_is_shown_twice_is_there_until_both_are_gone() -> None:
    panel = Stub()
    shown(panel, ("one", "run 1"))
    shown(panel, ("two", "run 2"))
    shown(panel, ("two", "run 3"))
    shown(Stub(), ("one", "run 4"))
    assert not panel.retired
    shown(Stub(), ("two", "run 5"))
    assert panel.retired == 1


@pytest.mark.parametrize("by", [(None, None), (None, "run"), ("cell", None)])
def test_without_a_cell_panels_stay(by: tuple[str | None, str | None], result: Segments) -> None:
    first, second = Stub(), Stub()
    shown(first, by)
    shown(second, by)
    tell(result)
    assert first.heard == second.heard == [result]
