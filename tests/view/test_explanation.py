from __future__ import annotations

from datetime import date

import pytest

from engine.running import days, run, table
from seg_jupyter.analysis.changes import Change
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.result import Result
from seg_jupyter.view.explanation import Explained, explained
from seg_jupyter.view.explanation_words import way_up
from view.results import HOSTILE, RTL

TEXT = "v = score(3 * x, -minmax(y), missing={})\nA: v >= 70\nB: v >= 40 and y < 90\nC: otherwise"
CANARY = 7654321.25


def result(missing: str = '"skip"', settings: Settings | None = None) -> Result:
    x = [float(i) for i in range(40)]
    y = [float(2 * i) for i in range(38)]
    return run(TEXT.format(missing), table(x=x, y=[*y, None, CANARY]), settings=settings)


def lines(shown: Explained) -> list[str]:
    return repr(shown).split("\n")


def test_the_display() -> None:
    assert lines(explained(result(), 20, "Ann")) == [
        "segments · Ann: B",
        "B takes whoever meets v >= 40 and y < 90.",
        "A (v >= 70) does not hold.",
        "",
        "v is 63.4 of 100",
        "metric  value  points  weight  adds",
        "x          20    51.2       3  38.4  ████████████████████████",
        "y          40   100.0      -1  25.0  ███████████████▋",
        "",
        "A asks for v >= 70: 6.6 points more.",
        "Smallest single change, all else equal: x 24 instead of 20 leads to A.",
    ]


def test_the_values() -> None:
    shown = explained(result(), 20, 20)
    first, second = shown.to_dicts()
    assert list(first) == ["score", "metric", "value", "points", "weight", "contribution"]
    assert (first["score"], first["metric"], first["value"]) == ("v", "x", 20)
    assert (second["metric"], second["weight"]) == ("y", -1)
    assert shown.to_frame()["metric"].tolist() == ["x", "y"]
    assert shown.to_frame().columns.tolist() == list(first)
    assert shown.segment == shown.explanation.segment == "B"
    assert [change.name for change in shown.changes] == ["x"]


@pytest.mark.parametrize(
    ("missing", "title"),
    [
        ('"skip"', "v is 96.2 of 100; y is missing and left out"),
        ('"zero"', "v is 72.2 of 100; y is missing and adds no points"),
        ('"all"', "There is no v: it needs every metric, and y is missing"),
    ],
)
def test_what_is_missing_is_said(missing: str, title: str) -> None:
    shown = lines(explained(result(missing), 38, 38))
    assert title in shown
    assert any(line.startswith("y           –       –      -1") for line in shown)


def test_several_metrics_are_missing() -> None:
    people = table(x=[1.0, 2.0], y=[None, 1.0], z=[None, 2.0])
    shown = lines(explained(run('v = score(x, y, z, missing="zero")', people), 0, 0))
    assert "v is 8.3 of 100; y and z are missing and add no points" in shown
    assert "There is no v: it has no weight" in lines(
        explained(run("v = score(0 * x)", people), 0, 0)
    )


def test_without_any_metric_there_is_no_score() -> None:
    people = table(x=[*(float(i) for i in range(20)), None])
    shown = lines(explained(run("v = score(x, 0 * y)\nA: v > 50", people.assign(y=1.0)), 20, 20))
    assert "No segment takes this customer." in shown
    assert "A (v > 50) is unknown: v is missing." in shown
    assert "There is no v: every metric is missing" in shown
    lead = "Smallest single change, all else equal"
    assert f"{lead}: x such as 10 instead of missing leads to A." in shown


def test_several_missing_names() -> None:
    people = table(x=[None, 1.0], y=[None, 2.0])
    shown = lines(explained(run("A: x > 1 or y > 3\nB: otherwise", people), 0, 0))
    assert shown[1:3] == [
        "B takes everybody left.",
        "A (x > 1 or y > 3) is unknown: x and y are missing.",
    ]


def test_units_and_dates() -> None:
    settings = Settings("loyal", "households", {"x": "USD", "v": "points"})
    people = table(key=range(40), x=[i * 100 / 8 for i in range(40)])
    events = table(key=[1], at=days("2026-01-30"))
    dated = run(
        "n = count()\nv = score(x, n)\nA: v >= 70\nB: otherwise",
        people,
        events,
        id="key",
        time="at",
        as_of=date(2026, 1, 31),
        settings=settings,
    )
    shown = lines(explained(dated, 20, 20))
    assert shown[0] == "loyal · 20: B as of 31 Jan 2026"
    assert any(line.startswith("x (USD)    250 ") for line in shown)
    assert any("x (USD) 4" in line or "n 1 instead of 0" in line for line in shown)


def test_the_first_segment_and_a_cell_without_segments() -> None:
    assert lines(explained(result(), 37, 37))[-1] == "No segment is better than A."
    alone = explained(run("v = score(x)", table(x=[1.0, 2.0])), 0, 0)
    assert lines(alone)[:2] == ["segments · 0: Unassigned", "The cell has no segment line yet."]
    assert lines(alone)[-1].startswith("x")
    bare = explained(run("A: x > 1\nB: otherwise", table(x=[1.0, 2.0])), 0, 0)
    assert bare.to_dicts() == []
    assert bare.to_frame().columns.tolist() == list(explained(result(), 1, 1).to_dicts()[0])


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("v > 60", "A asks for v > 60: 28.8 points more."),
        ("v <= 20", "A asks for v <= 20: 11.2 points fewer."),
        ("v < 31.25", "A asks for v < 31.25: it is 31.25."),
        ("v >= 31.26", "A asks for v >= 31.26: 0.01 points more."),
        ("x > 2000", "A asks for x > 2,000: it is 12."),
    ],
)
def test_how_far_it_is(condition: str, words: str) -> None:
    found = run(
        f"v = score(x)\nA: {condition}\nB: otherwise", table(x=[float(i) for i in range(40)])
    )
    assert words in lines(explained(found, 12, 12))


def test_what_leads_higher() -> None:
    plan = ["a"] * 20 + ["b"] * 20
    people = table(
        x=[0.5] * 40, y=[float(i) for i in range(40)], plan=plan, vip=[True] * 10 + [False] * 30
    )
    text = 'A: y > 30 or {} or plan == "a"\nB: otherwise'
    shown = lines(explained(run(text.format("vip"), people), 25, 25))
    assert shown[-2:] == [
        "Smallest single change, all else equal: y 31 instead of 25 leads to A.",
        "Or: vip True instead of False leads to A.",
    ]
    shown = lines(explained(run(text.format("y > 35"), people), 25, 25))
    assert shown[-1] == 'Or: plan "a" instead of "b" leads to A.'
    only = lines(explained(run("A: vip\nB: otherwise", people), 25, 25))
    assert only[-2:] == [
        "No single number leads to a better segment.",
        "But another value does: vip True instead of False leads to A.",
    ]
    none = lines(explained(run("A: y > 9 and vip\nB: otherwise", people), 25, 25))
    assert none[-1] == "But another value does: vip True instead of False leads to A."
    neither = run("A: y > 30 and x > 0.75\nB: otherwise", people.assign(y=1.0))
    assert lines(explained(neither, 2, 2))[-1] == "No single number leads to a better segment."


def test_no_more_than_three_numbers_are_offered() -> None:
    people = table(**{c: [float(i) for i in range(40)] for c in "abcde"})
    found = explained(
        run("A: a > 30 or b > 31 or c > 32 or d > 33 or e > 34\nB: otherwise", people), 5, 5
    )
    said = list(way_up(found.explanation, {}))
    assert len(found.changes) == 5
    assert [line.split()[-6] for line in said if "leads" in line] == ["31", "32", "33"] or len(
        said
    ) == 3


def test_changes_are_numbers_as_written() -> None:
    change = Change("x", 1234.5, 0.000000001, "A", 3.0)
    people = table(x=[float(i) for i in range(40)])
    base = explained(run("A: x > 30\nB: otherwise", people), 5, 5).explanation
    said = list(way_up(type(base)(**{**vars(base), "changes": (change,)}), {}))
    assert said[-1].endswith("equal: x 0.000000001 instead of 1,234.5 leads to A.")


# what is shown, and what is not


@pytest.mark.parametrize("name", HOSTILE)
def test_html_is_escaped(name: str) -> None:
    def html(word: str) -> str:
        people = table(**{word: [*(float(i) for i in range(30)), None], "plan": [word] * 31})
        text = (
            f'v = score(`{word}`)\n{word}: v > 90 and plan != "x"\nOther: v > 3 or `{word}` > 5\n'
        )
        found = run(text, people, settings=Settings(word, units={word: word}))
        return "".join(explained(found, place, word)._repr_html_() for place in (2, 29, 30))

    assert html(name).count("<") == html("plain").count("<")


def test_names_keep_their_direction() -> None:
    found = run(f"v = score(`{RTL}`)\n{RTL}: v > 50", table(**{RTL: [1.0, 2.0, 3.0]}))
    html = explained(found, 0, RTL)._repr_html_()
    assert html.count("<bdi") == html.count("</bdi>") > 3


def test_html_has_the_colour_of_the_segment() -> None:
    html = explained(result(), 20, "Ann")._repr_html_()
    assert html.count("■") == 1
    assert '<span style="color:#c48518">■</span>' in html
    assert "width:100.0%;background:#c48518" in html


def test_no_other_customer_is_shown() -> None:
    x = [float(i) for i in range(30)]
    money = [float(i) for i in range(29)] + [CANARY]
    plan = ["basic"] * 29 + ["canary plan"]
    people = table(x=x, money=money, plan=plan)
    people.index = [f"canary{i}" if i != 5 else "Ann" for i in range(30)]
    text = (
        "v = score(x, minmax(money), tile(money, 4))\n"
        'A: v > 60 or plan == "x"\nB: money > 9\nC: otherwise'
    )
    found = explained(run(text, people), 5, "Ann")
    for shown in (
        repr(found),
        found._repr_html_(),
        str(found.to_dicts()),
        found.to_frame().to_csv(),
        repr(found.explanation),
    ):
        assert "canary" not in shown
        assert "765432" not in shown.replace(",", "")


def test_no_text_steers_a_terminal() -> None:
    found = run(
        "v = score(x)\nA: v > 1\nB: otherwise", table(x=[1.0, 2.0]), settings=Settings("a\x1b[2J")
    )
    assert (
        "\x1b"
        not in repr(explained(found, 0, "\x1b[2J")) + explained(found, 0, "\x1b")._repr_html_()
    )
