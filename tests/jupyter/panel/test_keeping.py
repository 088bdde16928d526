"""Numbers written back into the source of a cell."""

from __future__ import annotations

import pytest

from seg_jupyter.jupyter.panel.keeping import EditedError, kept

RAN = "# a note\nActive: value >= 70\n"
NEW = "# a note\nActive: value >= 65\n"


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("%%segment people --as e\n" + RAN, "%%segment people --as e\n" + NEW),
        ("%%segment  people  --as e \n" + RAN, "%%segment  people  --as e \n" + NEW),
        ("\n\n%%segment people --as e\n" + RAN, "\n\n%%segment people --as e\n" + NEW),
        # the front end keeps no line break at the end, or several
        ("%%segment people --as e\n" + RAN.rstrip(), "%%segment people --as e\n" + NEW.rstrip()),
        ("%%segment people --as e\n" + RAN + "\n\n", "%%segment people --as e\n" + NEW + "\n\n"),
    ],
)
def test_nothing_but_the_lines_below_the_first_changes(source: str, written: str) -> None:
    assert kept(source, " people --as e", [RAN], NEW) == written


@pytest.mark.parametrize(
    "source",
    [
        "",
        "%%segment people --as e",
        "%%segment people --as other\n" + RAN,
        "%%segment people\n" + RAN,
        "%segment people --as e\n" + RAN,
        "%%segment people --as e\n" + RAN.replace("70", "71"),
        "%%segment people --as e\n" + RAN.replace("note", "Note"),
        "%%segment people --as e\n\n" + RAN,
        "x = 1\n%%segment people --as e\n" + RAN,
        RAN,
    ],
)
def test_a_cell_that_was_edited_is_left_alone(source: str) -> None:
    with pytest.raises(EditedError, match="was edited since it ran, and nothing was written"):
        kept(source, " people --as e", [RAN], NEW)


def test_what_was_kept_before_may_stand_there_too() -> None:
    once = kept("%%segment people\n" + RAN, "people", [RAN], NEW)
    again = NEW.replace("65", "60")
    assert kept(once, "people", [RAN, NEW], again) == "%%segment people\n" + again
    # and what an undo in the editor brings back
    assert kept("%%segment people\n" + RAN, "people", [RAN, NEW], again).endswith(again)
