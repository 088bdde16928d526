from __future__ import annotations

from dataclasses import dataclass

import pytest

from seg_jupyter.analysis.group_profile import Unprofiled
from seg_jupyter.analysis.live_kpis import Kpi, Mean
from seg_jupyter.analysis.live_moves import Moves
from seg_jupyter.analysis.stability import Stability, Unmeasured
from seg_jupyter.view.live_words import (
    changes_sentence,
    kpi_title,
    mean_text,
    moved_sentence,
    moves_note,
    signed,
    stability_sentence,
    unprofiled_sentence,
)


@dataclass(frozen=True)
class Number:
    label: str
    saved: float
    line: str = "v"
    name: str = "x"
    unit: str = ""


@pytest.mark.parametrize(
    ("difference", "text"), [(61, "+61"), (-12, "−12"), (0, "0"), (-1234, "−1,234")]
)
def test_differences_have_a_sign(difference: int, text: str) -> None:
    assert signed(difference) == text


@pytest.mark.parametrize(
    ("moved", "customers", "text"),
    [
        ((173, 173), 2469, "173 of 2,469 households changed segment."),
        ((0, 0), 2469, "Nobody of 2,469 households changed segment."),
        ((0, 0), 0, "There is nobody."),
        ((3, 3), 3, "3 of 3 households changed segment."),
        ((1, 9), 2469, "Fewer than 10 of 2,469 households changed segment."),
        ((165, 174), 2469, "About 170 of 2,469 households changed segment."),
        ((61, 2469), 2469, "At least 61 of 2,469 households changed segment."),
        ((5, 14), 12, "At least 5 of 12 households changed segment."),
    ],
)
def test_how_many_moved(moved: tuple[int, int], customers: int, text: str) -> None:
    moves = Moves((), (), (), moved, customers)
    assert moved_sentence(moves, "households", 10) == text


def test_the_note_says_what_is_hidden() -> None:
    assert moves_note(12) == "Share of each row; what would tell of fewer than 12 is hidden"


def kpi(*, unit: str | None = None, share: bool = False, used: bool = False) -> Kpi:
    return Kpi("revenue", unit, share, used, (), (), ())


@pytest.mark.parametrize(
    ("one", "title"),
    [
        (kpi(), "mean revenue"),
        (kpi(unit="USD"), "mean revenue (USD)"),
        (kpi(share=True, unit="USD"), "revenue (share)"),
        (kpi(unit="USD", used=True), "mean revenue (USD), used by the cell"),
    ],
)
def test_titles_of_means(one: Kpi, title: str) -> None:
    assert kpi_title(one) == title


@pytest.mark.parametrize(
    ("mean", "share", "text"),
    [
        (Mean(412.0), False, "412"),
        (Mean(-2_340_000.0), False, "−2.34M"),
        (Mean(0.999), True, ">99%"),
        (Mean(0.41), True, "41%"),
        (Mean(None), False, "–"),
        (Mean(None, hidden=True, few=True), False, "<7"),
        (Mean(None, hidden=True), True, "hidden"),
    ],
)
def test_texts_of_means(mean: Mean, share: bool, text: str) -> None:
    assert mean_text(mean, kpi(share=share), 7) == text


def test_changes_are_told_from_what_to_what() -> None:
    numbers = [
        Number("weight of visits in value", 3),
        Number("Active: value from", 70),
        Number("weight of since in value", -2.5),
    ]
    assert changes_sentence(numbers, [3, 70, -2.5]) == ""
    assert changes_sentence(numbers, [4, 70, -3]) == (
        "weight of visits in value 3 → 4; weight of since in value −2.5 → −3"
    )
    many = [Number(f"number {place}", 1) for place in range(5)]
    assert changes_sentence(many, [2] * 5) == (
        "number 0 1 → 2; number 1 1 → 2; number 2 1 → 2; and 2 more"
    )


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (
            Stability(0.0412, 0.0391, 0.0433, 0.1, 1_000_000, 50_000),
            "4.1% would change segment if every weight were up to 10% off "
            "(3.9 to 4.3%; sample of 50,000).",
        ),
        (
            Stability(0.0412, 0.02, 0.06, 0.25, 2469, None),
            "4% would change segment if every weight were up to 25% off (2 to 6%).",
        ),
        (
            Stability(0.0, 0.0, 0.0, 0.1, 2469, None),
            "Nobody would change segment if every weight were up to 10% off, of 2,469 households.",
        ),
        (
            Stability(0.0, 0.0, 0.0, 0.1, 90_000, 50_000),
            "Nobody would change segment if every weight were up to 10% off (sample of 50,000).",
        ),
        (Unmeasured.ONE_METRIC, "A score of one metric does not depend on its weight."),
        (Unmeasured.NO_SCORE, "The cell has no score, and so no weights."),
        (Unmeasured.NOBODY, "There is nobody."),
        (Unmeasured.CANCELLED, ""),
    ],
)
def test_stability_in_words(found: Stability | Unmeasured, text: str) -> None:
    assert stability_sentence(found, "households") == text


@pytest.mark.parametrize("reason", Unprofiled)
def test_every_reason_is_said(reason: Unprofiled) -> None:
    said = unprofiled_sentence(reason, 10)
    assert said.endswith(".")
    assert ("fewer than 10 people" in said) is (reason in (Unprofiled.FEW, Unprofiled.FEW_OTHERS))
