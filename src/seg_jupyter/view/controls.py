"""What a panel needs to draw the numbers of a cell: sliders and boxes, line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from seg_jupyter.analysis.comparing import Comparisons
from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.analysis.slider_ranges import Range, weight_range
from seg_jupyter.analysis.thresholds import WORDS
from seg_jupyter.engine.result import Result
from seg_jupyter.lang.adjustables import Adjustable, Role, adjustables
from seg_jupyter.lang.durations import longest_of
from seg_jupyter.lang.literals import FEWEST_PARTS, MOST_PARTS
from seg_jupyter.lang.nodes import Call, Cell, Segment, Statement
from seg_jupyter.lang.parser import parse
from seg_jupyter.lang.tokens import on_one_line
from seg_jupyter.view.wording import short

_LONGEST_NAME, _LONGEST_HEADING, _LONGEST_UNIT = 40, 72, 24
_SAID = {"half_life": "half-life", "change": "change over", "fill": "fill with"}
_PERIODS = {"h": "hours", "d": "days", "w": "weeks", "m": "months", "y": "years"}


@dataclass(frozen=True)
class Control:
    """One number of a cell, as a slider or a box.

    Parameters
    ----------
    place
        Its place among the numbers of the cell.
    line
        The definition or the segment that it stands in.
    name
        What it belongs to: the metric of a weight, what a threshold is compared with, `last`,
        `cut 2`, `parts`. No two of a line have the same.
    words
        What stands before it: the metric, `from`, `days, up to`, `last`.
    label
        All of it in one phrase, for those who do not see the line: `weight of visits in value`.
    saved
        The number that the cell has.
    unit
        The unit of a duration, such as `d`, or of what is compared, such as `days` or `USD`.
    live
        Whether it is a slider: a weight, or a threshold that cuts at a value of each customer.
    events
        Whether the events are read again if it changes.
    low, high, step
        The positions of a slider; the saved number is one. Of a box the numbers that it may be;
        all three are 0 where that is any.
    """

    place: int
    line: str
    name: str
    words: str
    label: str
    saved: float
    unit: str
    live: bool
    events: bool
    low: float
    high: float
    step: float


@dataclass(frozen=True)
class Group:
    """The numbers of one line; the heading is the line as in the cell, shortened."""

    heading: str
    controls: tuple[Control, ...]


def controls(result: Result, min_cell: int = MIN_CELL) -> tuple[Group, ...]:
    """Describe the numbers of a result's cell, in the order of the text.

    Lines without a number have no group. The texts are plain, and escaped by whoever shows them.
    Values that fewer than `min_cell` customers have decide about no range.
    """
    cell = parse(result.model.text)
    comparisons = Comparisons(result, min_cell)
    taken: set[tuple[str, str]] = set()
    groups: list[Group] = []
    first = 0
    for statement in cell.statements:
        numbers = adjustables(Cell(cell.text, (statement,)))
        if numbers:
            line = _Line(numbers, comparisons)
            named = [(number, _free_name(number, taken)) for number in numbers]
            described = [line.control(first + i, *pair) for i, pair in enumerate(named)]
            groups.append(Group(_heading(cell.text, statement), tuple(described)))
        first += len(numbers)
    return tuple(groups)


def _free_name(number: Adjustable, taken: set[tuple[str, str]]) -> str:
    """Name a number; a definition and a segment may be called alike, and have no name twice."""
    name, count = _own_name(number), 1
    free = name
    while (number.line, free) in taken:
        count += 1
        free = f"{name} {count}"
    taken.add((number.line, free))
    return free


def _own_name(number: Adjustable) -> str:
    match number.role:
        case Role.WEIGHT:
            return _without_ticks(number.label)
        case Role.CUT:
            return "cut"
        case Role.PARTS:
            return "parts"
    return _without_ticks(number.beside) or number.keyword or "number"


def _without_ticks(text: str) -> str:
    inside = text[1:-1]
    return inside if text == f"`{inside}`" and "`" not in inside else text


def _heading(text: str, statement: Statement) -> str:
    name = short(statement.name, _LONGEST_NAME)
    if isinstance(statement, Segment):
        assert statement.condition is not None  # noqa: S101 - there is a number in it
        return short(f"{name}: {on_one_line(text, statement.condition.span)}", _LONGEST_HEADING)
    top = statement.expression
    scored = isinstance(top, Call) and top.function == "score"
    shown = "score(…)" if scored else on_one_line(text, top.span)
    return short(f"{name} = {shown}", _LONGEST_HEADING)


class _Line:
    """Describes the numbers of one line."""

    def __init__(self, numbers: Sequence[Adjustable], comparisons: Comparisons) -> None:
        self.comparisons = comparisons
        self.weights = [number.value for number in numbers if number.role is Role.WEIGHT]
        self.sides = Counter((n.beside, n.operator) for n in numbers if n.beside)

    def control(self, place: int, number: Adjustable, name: str) -> Control:
        unit = number.unit
        if number.role is Role.WEIGHT:
            words = short(name, _LONGEST_NAME)
            label = f"weight of {short(name)} in {short(number.line)}"
            reach = weight_range(number.value, self.weights)
        elif number.beside:
            unit = short(self.comparisons.unit(number), _LONGEST_UNIT)
            words = self.side(number, unit)
            alike = self.sides[number.beside, number.operator] > 1
            beside = short(name if alike else _own_name(number))
            label = f"{short(number.line)}: {beside} {WORDS[number.operator]}"
            label += f", in {unit}" if unit else ""
            reach = self.comparisons.range(number)
        else:
            words = _in_words(number, name)
            label = f"{short(number.line)}: {words}"
            label += f", in {_PERIODS[unit]}" if unit else ""
            reach = _box_range(number)
        return Control(
            place,
            number.line,
            name,
            words,
            label,
            number.value,
            unit,
            number.role is Role.WEIGHT or bool(number.beside),
            number.events,
            reach.low,
            reach.high,
            reach.step,
        )

    def side(self, number: Adjustable, unit: str) -> str:
        """Return on which side of a threshold its segment lies, and of which one of several."""
        words = f"{unit}, {WORDS[number.operator]}" if unit else WORDS[number.operator]
        if self.sides.total() == 1:
            return words
        return f"{short(_own_name(number), _LONGEST_NAME)}: {words}"


def _in_words(number: Adjustable, name: str) -> str:
    """Return the name of a box in words, with the count that makes it the only one."""
    own = _own_name(number)
    return short(_SAID.get(own, own), _LONGEST_NAME) + name.removeprefix(own)


def _box_range(number: Adjustable) -> Range:
    if number.role is Role.DURATION:
        return Range(1.0, float(longest_of(number.unit)), 1.0)
    if number.role is Role.PARTS:
        return Range(float(FEWEST_PARTS), float(MOST_PARTS), 1.0)
    return Range(0.0, 0.0, 0.0)
