from __future__ import annotations

import pytest

from engine.running import run, table
from seg_jupyter.analysis.sizes import segment_sizes
from seg_jupyter.engine.model import Settings
from seg_jupyter.errors import display_width
from seg_jupyter.view.tables import Column, Table, sizes_table
from view.results import HOSTILE, RTL, named, usual

FEW = Table(
    (Column("a", "name", number=False), Column("b", "number", "{:,}".format)),
    ({"a": "Ann", "b": 1200, "hidden": 1}, {"a": "Bo", "b": None}),
)


def test_values_as_dicts_and_as_a_frame() -> None:
    assert FEW.to_dicts() == [{"a": "Ann", "b": 1200, "hidden": 1}, {"a": "Bo", "b": None}]
    frame = FEW.to_frame()
    assert frame.columns.tolist() == ["a", "b"]
    assert frame["a"].tolist() == ["Ann", "Bo"]
    assert frame["b"].isna().tolist() == [False, True]


def test_changing_the_dicts_changes_no_table() -> None:
    FEW.to_dicts()[0]["a"] = "Eve"
    assert FEW.to_dicts()[0]["a"] == "Ann"


def test_an_empty_table() -> None:
    empty = Table(FEW.columns, ())
    assert repr(empty) == "name  number"
    assert empty.to_frame().columns.tolist() == ["a", "b"]
    assert "<td" not in empty._repr_html_()


def test_text_is_aligned() -> None:
    assert repr(FEW).split("\n") == [
        "name  number",
        "Ann    1,200",
        "Bo         –",
    ]


@pytest.mark.parametrize(
    "name", ["東京", "Ann", "😀 emoji", "é", "e\N{COMBINING ACUTE ACCENT}", RTL]
)
def test_wide_characters_keep_the_columns(name: str) -> None:
    rows = tuple({"a": text, "b": 5} for text in (name, "a much longer name"))
    lines = repr(Table(FEW.columns, rows)).split("\n")
    assert {display_width(line) for line in lines} == {display_width(lines[0])}


WITH_BAR = (Column("a", "name", number=False), Column("b", "number", bar=True), Column("c", "last"))


def test_bars_of_text_stand_beside_their_own_column() -> None:
    values = (192, 96, 0, 1, 8, None)
    rows = tuple({"a": "x", "b": value, "c": 7} for value in values)
    lines = repr(Table(WITH_BAR, rows)).split("\n")
    bars = ["", "█" * 24, "█" * 12, "", "▏", "█", ""]
    assert [line[14:38].rstrip() for line in lines] == bars
    assert [line[38:] for line in lines] == ["  last", *["     7"] * 6]
    last = Table(WITH_BAR[:2], rows)
    assert repr(last).split("\n") == [line[:38].rstrip() for line in lines]


def test_bars_are_measured_by_the_largest() -> None:
    rows = ({"a": "x", "b": 3, "c": 1}, {"a": "y", "b": None, "c": 1}, {"a": "z", "b": 12, "c": 1})
    assert Table(WITH_BAR, rows).bars(WITH_BAR[1]) == [0.25, 0, 1]
    nothing = tuple({"a": "x", "b": value, "c": 1} for value in (0, None))
    assert Table(WITH_BAR, nothing).bars(WITH_BAR[1]) == [0, 0]
    assert Table(WITH_BAR, ()).bars(WITH_BAR[1]) == []


def test_html_has_numbers_on_the_right_and_bars() -> None:
    rows = ({"a": "Ann", "b": 8, "c": 1}, {"a": "Bo", "b": 2, "c": 5})
    html = Table(WITH_BAR, rows, ("#111111", "#222222"))._repr_html_()
    assert html.count("text-align:right") == 6
    assert html.count("text-align:left") == 3
    assert '<span style="color:#222222">■</span>&nbsp;Bo</td>' in html
    assert "width:25.0%;background:#222222" in html
    assert html.count("<tr>") == html.count("</tr>") == 3
    number, bar, last = html.index(">2</td>"), html.index("width:25.0%"), html.index(">5</td>")
    assert number < bar < last, "a bar stands beside its own number"


def test_a_bar_without_a_colour_has_that_of_the_text() -> None:
    assert "background:currentColor" in Table(WITH_BAR, ({"a": "x", "b": 1, "c": 1},))._repr_html_()


def test_html_without_colours_and_bars() -> None:
    html = FEW._repr_html_()
    assert "■" not in html
    assert "<div" not in html


@pytest.mark.parametrize("name", HOSTILE)
def test_html_is_escaped(name: str) -> None:
    columns = (Column("a", name, number=False),)
    html = Table(columns, ({"a": name},))._repr_html_()
    plain = Table(columns, ({"a": "x"},))._repr_html_()
    assert html.count("<") == plain.count("<")
    assert html.count('"') == plain.count('"')


def test_names_keep_their_direction_to_themselves() -> None:
    html = sizes_table((result := named([RTL, "Other"])), segment_sizes(result))._repr_html_()
    assert f'<bdi dir="auto">{RTL}</bdi>' in html
    assert ">Other<" in html.replace("&nbsp;", ">")


def test_the_table_of_sizes() -> None:
    people = table(x=[float(i) for i in range(40)])
    result = run("v = score(x)\nA: x >= 30\nB: x >= 39\nC: x >= 10", people)
    sizes = sizes_table(result, segment_sizes(result))
    assert [column.title for column in sizes.columns] == ["segment", "customers", "share", "mean v"]
    assert sizes.to_dicts() == [
        {"segment": "A", "customers": 10, "share": 0.25, "mean_v": pytest.approx(87.5)},
        {"segment": "B", "customers": 0, "share": 0.0, "mean_v": None},
        {"segment": "C", "customers": 20, "share": 0.5, "mean_v": pytest.approx(50)},
        {"segment": "Unassigned", "customers": 10, "share": 0.25, "mean_v": pytest.approx(12.5)},
    ]
    assert sizes.shown()[:2] == [["A", "10", "25.0%", "87.5"], ["B", "0", "0%", "–"]]
    assert sizes.bars(sizes.columns[2]) == [0.5, 0, 1, 0.5]
    assert sizes.colours == ("#2a6fb0", "#c48518", "#b84f2e", "#8a8f98")


def test_the_first_table_leaves_the_scores_out() -> None:
    result = usual()
    sizes = sizes_table(result, segment_sizes(result), scores=False)
    assert [column.key for column in sizes.columns] == ["segment", "customers", "share"]


def test_the_unit_is_a_title() -> None:
    result = usual(settings=Settings(unit="house\x1bholds"))
    sizes = sizes_table(result, segment_sizes(result))
    assert sizes.columns[1].title == "house\N{REPLACEMENT CHARACTER}holds"


def test_who_is_not_profiled_has_neither_share_nor_bar() -> None:
    people = table(x=[1.0, 2.0], ok=[True, False])
    result = run("v = score(x)\nA: otherwise", people, settings=Settings(consent="ok"))
    sizes = sizes_table(result, segment_sizes(result))
    assert sizes.shown()[1] == ["Not profiled", "1", "–", "–"]
    assert sizes.bars(sizes.columns[2]) == [1, 0]


def test_a_table_of_nobody() -> None:
    result = run("A: x > 1", table(x=[]).astype(float))
    sizes = sizes_table(result, segment_sizes(result))
    assert sizes.shown() == [["A", "0", "–"]]
    assert sizes.bars(sizes.columns[2]) == [0]


def test_a_long_table_is_displayed_in_part() -> None:
    columns = (Column("n", "n", bar=True), Column("name", "name", number=False))
    rows = tuple({"n": n, "name": f"row {n}"} for n in (4, 2, 1, 8))
    table = Table(columns, rows, most=2)
    assert repr(table).split("\n") == [
        "n                            name",
        "4  ████████████████████████  row 4",
        "2  ████████████              row 2",
        "… and 2 more in .to_frame()",
    ]
    shown = table._repr_html_()
    assert "row 2<" in shown
    assert "row 1<" not in shown
    assert '<td colspan="3"' in shown
    assert shown.count("… and 2 more in .to_frame()") == 1
    assert len(table.to_frame()) == len(table.to_dicts()) == 4


@pytest.mark.parametrize("most", [None, 4, 9])
def test_a_short_table_is_displayed_whole(most: int | None) -> None:
    table = Table((Column("n", "n"),), tuple({"n": n} for n in range(4)), most=most)
    assert repr(table) == "n\n0\n1\n2\n3"
    assert "more in" not in table._repr_html_()
