from __future__ import annotations

import math

import pytest

from seg_jupyter.analysis.dead_rules import Impossible, Shadowed, Unmet
from seg_jupyter.analysis.doubts import Doubt
from seg_jupyter.analysis.gaps import Gap
from seg_jupyter.analysis.metric_checks import Constant, MostlyMissing, Redundant, Skewed, Tied
from seg_jupyter.analysis.overlaps import Overlap
from seg_jupyter.analysis.value_sets import HIGHEST, LOWEST, Stretch
from seg_jupyter.view.findings import Finding, in_words, names, sentences

LONG = "a name of a segment that is so very long that no line of a notebook would hold it " * 2


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (
            Impossible("A", "x > 5 and x < 3", 100),
            "A can never match: its parts exclude each other (x > 5 and x < 3).",
        ),
        (
            Impossible("A", "v >= 101", 100, "v", Stretch((0, 0), (100, 1))),
            "A can never match: v lies from 0 to 100 (v >= 101).",
        ),
        (
            Impossible("A", "n < 0", 100, "n", Stretch((0, 0), HIGHEST)),
            "A can never match: n lies at 0 or above (n < 0).",
        ),
        (
            Impossible("A", "n > 2.5", 100, "n", Stretch(LOWEST, (2.5, 1))),
            "A can never match: n lies at 2.5 or below (n > 2.5).",
        ),
        (
            Shadowed("B", "x >= 70", ("A",), 100),
            "B can never match: A above it takes everybody who would.",
        ),
        (
            Shadowed("D", "x >= 70", ("A", "B", "C"), 100),
            "D can never match: A, B and C above it take everybody who would.",
        ),
        (Unmet("B", "x > 3", 0), "B takes nobody: the segments above it took everybody."),
        (
            Unmet("B", "x > 3", 1200),
            "B takes nobody: none of the 1,200 households who reach it meet x > 3.",
        ),
        (
            Overlap("A", "B", 1234),
            "1,234 households meet both A and B: A takes them, since it stands first.",
        ),
        (
            Overlap("A", "B", 1234, "v", Stretch((40, 0), (60, 0))),
            "1,234 households meet both A and B (v from 40 to below 60): "
            "A takes them, since it stands first.",
        ),
        (
            Gap("v", Stretch((60, 0), (70, 0)), 123),
            "No segment takes v from 60 to below 70: 123 are Unassigned there.",
        ),
        (
            Gap("v", Stretch(LOWEST, (5, 1)), 1),
            "No segment takes v up to 5: 1 is Unassigned there.",
        ),
        (
            Doubt("Unassigned", ("A", "B"), 1043, {"age": 40, "value": 1003}),
            "1,043 of the Unassigned might belong to A or B, but a value is missing: "
            "value (1,003) and age (40).",
        ),
        (
            Doubt("Free", ("A", "B", "C", "D"), 1, {"age": 1}),
            "1 of Free might belong to A, B or 2 more, but a value is missing: age (1).",
        ),
        (
            Constant("v", "x", 10),
            "x is the same for everybody who has it: it scores 50 for all.",
        ),
        (
            MostlyMissing("v", "x", 1200, 0.6),
            "x is missing for 1,200 households (60.0%): few are judged by it.",
        ),
        (
            Tied("v", "orders", 620, 0.62, 0.0),
            "orders is 0 for 62.0% of households: they all rank the same.",
        ),
        (
            Tied("v", "orders", 7, 0.5, None),
            "orders is one value for 50.0% of households: they all rank the same.",
        ),
        (
            Skewed("v", "spend", 620, 0.95, 3.2),
            "spend is skewed: 95% of households lie within 4 of 100 points. "
            "rank(…) would tell them apart.",
        ),
        (
            Redundant("v", "x", "y", 620, 0.987),
            "x and y rank households alike (Spearman 0.99): v counts the same thing twice.",
        ),
        (
            Redundant("v", "x", "y", 620, -1.0, 50_000),
            "x and y rank households (by a sample of 50,000) in opposite ways (Spearman -1.00): "
            "v counts the same thing twice.",
        ),
        (
            Overlap("A", "B", 328_020, sampled=50_000),
            "About 330,000 households (by a sample of 50,000) meet both A and B: "
            "A takes them, since it stands first.",
        ),
        (
            Doubt("Unassigned", ("A",), 1043, {"age": 40, "value": 1003}, 50_000),
            "About 1,000 of the Unassigned (by a sample of 50,000) might belong to A, but a value "
            "is missing: value (about 1,000) and age (about 40).",
        ),
        (
            Skewed("v", "spend", 620, 0.95, 3.0, 50_000),
            "spend is skewed: 95% of households (by a sample of 50,000) lie within 3 of 100 "
            "points. rank(…) would tell them apart.",
        ),
    ],
)
def test_what_is_said(finding: Finding, words: str) -> None:
    assert sentences([finding], "households") == [words]


def test_each_thing_is_said_once_and_plainly() -> None:
    twice = [Skewed(score, "x\x1b[3m", 620, 0.95, 3.2) for score in "vw"]
    (said,) = sentences(twice, "house\x1bholds")
    assert "\x1b" not in said
    assert len(sentences([Shadowed(LONG, "x", (LONG,), 3)], "customers")[0]) < 200


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ((40, 0), (70, 0), "from 40 to below 70"),
        ((40, 1), (70, 1), "above 40 up to 70"),
        ((40, 1), (70, 0), "above 40 to below 70"),
        ((40, 0), (70, 1), "from 40 up to 70"),
        ((40, 0), (40, 1), "at 40"),
        (LOWEST, (40, 0), "below 40"),
        (LOWEST, (1234.5, 1), "up to 1,234.5"),
        ((40, 0), HIGHEST, "from 40"),
        ((-40.25, 1), HIGHEST, "above -40.25"),
        (LOWEST, HIGHEST, "at all"),
    ],
)
def test_stretches_in_words(low: tuple, high: tuple, words: str) -> None:
    assert in_words(Stretch(low, high)) == words
    assert math.inf == HIGHEST[0]


def test_names_are_few() -> None:
    assert names({"a": 1, "b": 3, "c": 2, "d": 1, "e": 1}) == "b (3), c (2), a (1) and 2 more"
