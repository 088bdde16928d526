from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engine.running import days, rerun, run, table
from seg_jupyter.engine.guesses import Guess
from seg_jupyter.engine.inputs import EventCounts
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.result import Facts, Result, TermFacts
from seg_jupyter.view.notes import headline, notes

ALL = "\nAll: otherwise"
NOBODY = "Everybody has a score and a segment; nobody is Unassigned."


def fitted(text: str, **columns: object) -> Result:
    return run(text, table(**columns))


def with_facts(**facts: object) -> Result:
    """A result about which something was noticed."""
    terms = facts.setdefault("terms", (term(), OTHER))
    facts.setdefault("unscored", {"value": 0})
    scores = dict.fromkeys(term.score for term in terms)
    lines = [
        f"{score} = score({', '.join(t.label for t in terms if t.score == score)})"
        for score in scores
    ]
    columns = {term.label: [1.0, 2.0, 3.0, 4.0] for term in terms}
    return replace(fitted("\n".join(lines) + ALL, **columns), facts=Facts(**facts))


def term(label: str = "x", score: str = "value", weight: float = 1, **noticed: object) -> TermFacts:
    return TermFacts(
        score, label, weight, **{"missing": 0, "constant": False, "clipped": 0} | noticed
    )


OTHER = term("y")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (Settings(), "segments · 1,200 customers"),
        (Settings("loyal", "households"), "loyal · 1,200 households"),
        (Settings("a\x1b[3m"), "a\N{REPLACEMENT CHARACTER}[3m · 1,200 customers"),
    ],
)
def test_the_headline(settings: Settings, words: str) -> None:
    result = run("A: x > 1", table(x=[1.0] * 1200), settings=settings)
    assert headline(result) == words
    assert headline(replace(result, as_of=date(2017, 12, 31))) == words + " as of 31 Dec 2017"


PROTECTED = (
    "Such data is specially protected (GDPR Art. 9), also where it is only inferred: to profile "
    "people by it takes their explicit consent, or another ground of that article."
)


def special(result: Result) -> list[str]:
    return [note for note in notes(result) if "GDPR" in note]


def test_names_that_tell_of_special_categories_are_one_note() -> None:
    columns = {"religion": ["a", "b"], "health_status": [1.0, 2.0], "x": [1.0, 2.0], "ok": [1, 1]}
    one = fitted('A: religion == "a"' + ALL, **columns)
    assert special(one) == [f"By its name, religion tells of religion. {PROTECTED}"]
    cell = 'A: religion == "a" and health_status > 1\nPregnant: health_status > 0' + ALL
    said = (
        "By their names, religion, health_status and Pregnant tell of religion and health. "
        f"{PROTECTED}"
    )
    assert special(fitted(cell, **columns)) == [said]
    consented = run(cell, table(**columns), settings=Settings(consent="ok"))
    assert special(consented) == [said], "nothing switches it off"
    later = rerun(consented.model, table(**columns))
    assert special(later) == [said]
    assert special(fitted("A: x > 1" + ALL, **columns)) == []


def test_many_names_that_tell_of_special_categories_are_counted() -> None:
    names = ["dna", "gay", "faith", "voter", "union", "ethnicity"]
    cell = "A: " + " + ".join(names) + " > 1" + ALL
    assert special(fitted(cell, **{name: [1.0, 2.0] for name in names})) == [
        "By their names, dna, gay, faith, voter and 2 more tell of genes, sexuality, religion, "
        f"politics, union membership and ethnic origin. {PROTECTED}"
    ]


@pytest.mark.parametrize(
    ("text", "x", "said"),
    [
        ("value = score(x)" + ALL, [1, 2], [NOBODY]),
        ("A: x > 0\nB: otherwise", [1, 2], ["Everybody has a segment; nobody is Unassigned."]),
        ("v = x", [1], ["The cell has no segment line yet, such as Active: value >= 70."]),
        (
            "A: x > 1",
            [1, 2],
            [
                "1 of 2 customers is Unassigned: no segment takes them.",
                "No segment takes x up to 1: 1 is Unassigned there.",
            ],
        ),
        (
            "A: x > 1",
            [1, 1, 2],
            [
                "2 of 3 customers are Unassigned: no segment takes them.",
                "No segment takes x up to 1: 2 are Unassigned there.",
            ],
        ),
        (
            "value = score(x)\nA: value >= 0",
            [1, 2, None],
            [
                "1 of 3 customers is Unassigned: no segment takes them.",
                "1 of 3 customers is unscored: every metric of value is missing.",
                "1 of the Unassigned might belong to A, but a value is missing: value (1).",
            ],
        ),
        (
            "value = score(x)" + ALL,
            [1, 2, None, None],
            [
                "Nobody is Unassigned.",
                "2 of 4 customers are unscored: every metric of value is missing.",
            ],
        ),
        (
            "value = score(x)" + ALL,
            [None, None],
            [
                "Nobody is Unassigned.",
                "2 of 2 customers are unscored: every metric of value is missing.",
                "x is missing for everybody, so value is without it.",
            ],
        ),
        (
            "value = score(x)" + ALL,
            [3, 3],
            [NOBODY, "x is the same for everybody who has it: it scores 50 for all."],
        ),
        (
            "A: x > 0\nB: otherwise",
            [1, float("inf"), float("-inf")],
            [
                "Everybody has a segment; nobody is Unassigned.",
                "2 of B might belong to A, but a value is missing: x (2).",
                "2 infinite values of x count as missing.",
            ],
        ),
        (
            "A: x > 0\nB: otherwise",
            [1, float("inf")],
            [
                "Everybody has a segment; nobody is Unassigned.",
                "1 of B might belong to A, but a value is missing: x (1).",
                "1 infinite value of x counts as missing.",
            ],
        ),
    ],
)
def test_what_is_said_of_everybody(text: str, x: list[float], said: list[str]) -> None:
    assert notes(run(text, table(x=x).astype({"x": float}))) == said


def test_of_nobody_nothing_is_noticed() -> None:
    empty = table(x=[]).astype(float)
    assert notes(run("value = score(x)" + ALL, empty)) == ["There is nobody to segment."]
    result = fitted("value = score(x)" + ALL, x=[1.0, 2.0])
    assert notes(rerun(result.model, empty))[1:] == ["There is nobody to segment."]
    assert notes(run("value = score(x)", empty)) == [
        "The cell has no segment line yet, such as Active: value >= 70.",
        "There is nobody to segment.",
    ]


@pytest.mark.parametrize(
    ("agreed", "said"),
    [
        (
            [True, True, False],
            [
                "Everybody who is profiled has a segment; nobody is Unassigned.",
                "1 of 3 customers did not agree to profiling, or objected: "
                "they are Not profiled, and in no figure.",
            ],
        ),
        (
            [False, False, False],
            [
                "Nobody is profiled.",
                "3 of 3 customers did not agree to profiling, or objected: "
                "they are Not profiled, and in no figure.",
            ],
        ),
    ],
)
def test_who_did_not_agree(agreed: list[bool], said: list[str]) -> None:
    people = table(x=[1.0, 2.0, 3.0], ok=agreed)
    assert notes(run("A: otherwise", people, settings=Settings(consent="ok"))) == said


def test_the_yardstick_of_a_model_that_was_applied() -> None:
    result = fitted("value = score(x)" + ALL, x=[1.0, 2.0])
    again = rerun(result.model, table(x=[1.0, 2.0]))
    said = "Scored by the yardstick of 2 customers{}; nothing was fitted again."
    assert notes(again) == [said.format(""), NOBODY]
    dated = replace(again, model=replace(result.model, as_of=date(2020, 2, 9)))
    assert notes(dated)[0] == said.format(" as of 9 Feb 2020")


def test_without_a_score_there_is_no_yardstick() -> None:
    result = fitted("A: x > 0", x=[1.0])
    assert notes(rerun(result.model, table(x=[1.0]))) == [
        "Everybody has a segment; nobody is Unassigned."
    ]


@pytest.mark.parametrize("scale", ["minmax(x)", "x"])
def test_values_outside_the_fitted_range(scale: str) -> None:
    result = fitted(f"value = score({scale})" + ALL, x=[1.0, 2.0])
    said = "For 1 of 2 customers, x lies outside the fitted range: it scores as the nearest end."
    assert notes(rerun(result.model, table(x=[1.0, 9.0])))[2:] == [said]


def test_raw_values_outside_0_to_100() -> None:
    result = fitted("value = score(x, raw(y))" + ALL, x=[1.0, 2.0], y=[50.0, 60.0])
    said = "For 2 of 2 customers, y lies outside 0 to 100: it scores as the nearest end."
    assert notes(rerun(result.model, table(x=[1.0, 2.0], y=[-1.0, 101.0])))[2:] == [said]
    assert notes(rerun(result.model, table(x=[1.0, 2.0], y=[0.0, 100.0])))[2:] == []


@pytest.mark.parametrize("scale", ["minmax(x)", "x"])
def test_a_scale_that_was_constant_at_the_fit(scale: str) -> None:
    result = fitted(f"value = score({scale})" + ALL, x=[3.0, 3.0])
    for values in ([1.0, 9.0], [3.0, 3.0]):
        assert notes(rerun(result.model, table(x=values)))[2:] == [
            "x was the same for everybody at the fit: it scores 50 for all."
        ]


@pytest.mark.parametrize("scale", ["minmax(z)", "z"])
def test_a_scale_that_was_fitted_on_nothing(scale: str) -> None:
    text = f"z = x + y\nvalue = score({scale}, y)\nalone = score({scale})" + ALL
    model = run(text, table(x=[1.0, None, None], y=[None, 1.0, 2.0])).model
    again = rerun(model, table(x=[1.0, 2.0], y=[1.0, 2.0]))
    assert notes(again)[1:] == [
        "Nobody is Unassigned.",
        "2 of 2 customers are unscored: every metric of alone is missing or was so at the fit.",
        "z was missing for everybody at the fit: value is without it.",
        "z was missing for everybody at the fit: alone is without it.",
    ]


@pytest.mark.parametrize("text", ["value = score(0 * x)", "value = score(0 * x, 0 * minmax(y))"])
def test_a_score_without_weights(text: str) -> None:
    said = "value has no score: all of its weights are 0."
    result = fitted(text + ALL, x=[1.0, 2.0], y=[3.0, 3.0])
    assert notes(result) == ["Nobody is Unassigned.", said]
    assert notes(rerun(result.model, table(x=[1.0, 9.0], y=[3.0, 3.0])))[1:] == [
        "Nobody is Unassigned.",
        said,
    ]
    assert notes(fitted(text, x=[1.0], y=[3.0])) == [
        "The cell has no segment line yet, such as Active: value >= 70.",
        said,
    ]


def test_only_metrics_with_a_weight_can_be_missing() -> None:
    people = table(x=[None, 1.0, 2.0], y=[1.0, 2.0, 3.0])
    assert notes(run("value = score(x, 0 * y)" + ALL, people)) == [
        "Nobody is Unassigned.",
        "1 of 3 customers is unscored: every metric of value that has a weight is missing.",
    ]


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ([term(), OTHER], []),
        (
            [term(missing=1), OTHER],
            [
                "x is missing for 1 of 4 customers (25.0%); "
                "their value rests on the metrics they have."
            ],
        ),
        # who lacks the only metric is unscored, which is said elsewhere
        ([term(missing=1)], []),
        ([term(missing=1), term("y", weight=0)], []),
        ([term(missing=1), term("y", "another")], []),
        ([term(missing=1, weight=0), OTHER], []),
        ([term(missing=4), OTHER], ["x is missing for everybody, so value is without it."]),
        (
            [term(f"m{i}", missing=2) for i in range(5)],
            [
                f"m{i} is missing for 2 of 4 customers (50.0%); "
                "their value rests on the metrics they have."
                for i in range(4)
            ]
            + ["So is 1 more metric for some."],
        ),
        (
            [term(f"m{i}", missing=2) for i in range(6)],
            [
                f"m{i} is missing for 2 of 4 customers (50.0%); "
                "their value rests on the metrics they have."
                for i in range(4)
            ]
            + ["So are 2 more metrics for some."],
        ),
    ],
)
def test_missing_metrics(terms: list[TermFacts], said: list[str]) -> None:
    result = with_facts(terms=tuple(terms), unscored={"value": 0})
    assert notes(result) == [NOBODY, *said]


def test_dates_that_cannot_be_read() -> None:
    assert notes(with_facts(unreadable_dates={("customers", "a"): 1, ("events", "b"): 2}))[1:] == [
        "1 value of a is no date and counts as missing.",
        "2 values of b in the events are no dates and count as missing.",
    ]


@pytest.mark.parametrize(
    ("policy", "then", "unscored"),
    [
        ("skip", "their v rests on the metrics they have", "every metric of v is missing"),
        ("zero", "it gives their v no points", "every metric of v is missing"),
        ("all", "they have no v", "a metric of v is missing"),
    ],
)
def test_what_a_missing_metric_does(policy: str, then: str, unscored: str) -> None:
    people = table(a=[1.0, 2.0, None, None], b=[1.0, None, 3.0, None])
    said = notes(run(f'v = score(a, b, missing="{policy}")\nA: otherwise', people))
    lacking = 3 if policy == "all" else 1
    are = "are" if lacking > 1 else "is"
    assert said[1:] == [
        f"{lacking} of 4 customers {are} unscored: {unscored}.",
        f"a is missing for 2 of 4 customers (50.0%); {then}.",
        f"b is missing for 2 of 4 customers (50.0%); {then}.",
    ]


def test_infinite_values_say_which_frame_they_are_of() -> None:
    said = notes(with_facts(infinite={("customers", "a"): 1, ("events", "a"): 2}))[1:]
    assert said == [
        "1 infinite value of a counts as missing.",
        "2 infinite values of a in the events count as missing.",
    ]


def test_guesses() -> None:
    one = Guess("id", "key", "the only column that both frames share")
    two = Guess("time", "a\x1bt", "the only date column of the events")
    assert notes(with_facts(guesses=(one, two)))[0] == (
        "Guessed: id = key (the only column that both frames share) and "
        "time = a\N{REPLACEMENT CHARACTER}t (the only date column of the events)."
    )


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({}, []),
        (
            {"not_profiled": 2, "after_as_of": 1},
            ["Events not read, of 1,000: 1 after the as-of date and 2 of Not profiled customers."],
        ),
        ({"after_as_of": 1}, ["Events not read, of 1,000: 1 after the as-of date."]),
        (
            {"of_strangers": 1200, "without_id": 3},
            [
                "Events not read, of 1,000: 1,200 of ids that are not among the customers "
                "and 3 without an id."
            ],
        ),
        (
            {"without_time": 1, "unreadable_time": 2},
            ["Events not read, of 1,000: 1 without a time and 2 whose time is no date."],
        ),
    ],
)
def test_events(counts: dict[str, int], said: list[str]) -> None:
    assert notes(with_facts(events=EventCounts(rows=1000, **counts)))[1:] == said


@pytest.mark.parametrize(
    ("duplicates", "said"),
    [
        (1, "1 event repeats another in every column; it is counted."),
        (2, "2 events repeat another in every column; they are counted."),
    ],
)
def test_events_that_repeat_another(duplicates: int, said: str) -> None:
    facts = with_facts(events=EventCounts(rows=1000), duplicates=duplicates)
    assert notes(facts)[1:] == [said]


def test_events_after_the_date() -> None:
    events = table(key=[1, 1, 2], at=days("2024-01-01", "2024-01-03", "2024-01-02"))
    result = run("n = count()\nA: n > 0\nB: otherwise", None, events, as_of="2024-01-02", id="key")
    assert notes(result) == [
        "Guessed: time = at (the only date column of the events).",
        "Everybody has a segment; nobody is Unassigned.",
        "Events not read, of 3: 1 after 2 Jan 2024.",
    ]


def test_long_names_are_cut() -> None:
    said = notes(with_facts(infinite={("customers", "n" * 500): 2}))[1]
    assert said == f"2 infinite values of {'n' * 59}… count as missing."


# what is odd about the rules and the metrics


HUNDRED = [float(i) for i in range(100)]


def test_what_is_odd_stands_in_the_order_of_whom_it_concerns() -> None:
    x = [0.0] * 30 + HUNDRED[30:]
    odd = fitted("v = score(x, minmax(y))\nA: v >= 101\nB: v > 30\nC: v > 20", x=x, y=HUNDRED)
    unassigned = odd.unassigned
    assert notes(odd)[1:] == [
        "A can never match: v lies from 0 to 100 (v >= 101).",
        "x is 0 for 30.0% of customers: they all rank the same.",
        f"No segment takes v from 0 up to 20: {unassigned} are Unassigned there.",
    ]


def test_no_more_than_four_things_are_said() -> None:
    lines = [f"N{i}: x > {i} and x < {i - 1}" for i in range(5)]
    said = notes(run("\n".join(lines) + ALL, table(x=HUNDRED), settings=Settings("loyal")))
    assert said == [
        "Everybody has a segment; nobody is Unassigned.",
        *(
            f"N{i} can never match: its parts exclude each other ({lines[i][4:]})."
            for i in range(4)
        ),
        "More is said in loyal.rules.",
    ]


def test_what_concerns_few_is_not_said() -> None:
    # two of three share a value, and nobody meets B: it is in the rules
    assert notes(fitted("v = score(x)\nB: x > 90" + ALL, x=[1.0, 1.0, 2.0])) == [NOBODY]


def test_what_is_said_with_the_terms_is_not_said_again() -> None:
    x = [None] * 60 + HUNDRED[60:]
    said = notes(fitted("v = score(x, y, z)" + ALL, x=x, y=HUNDRED, z=[5.0] * 100))
    assert [note for note in said if "z is the same" in note] == said[-1:]
    assert len([note for note in said if note.startswith("x is missing")]) == 1
