"""A cell being written: paragraphs of lines whose signs and comments stand below one another."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from seg_jupyter.errors import display_width

_WIDTH = 92
_WIDEST = 66
"""A line that is wider has its comment right behind it, and moves no other."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A value for each customer: the name it would like, how it is computed, why it is so."""

    name: str
    expression: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Lack:
    """A metric that the frames have nothing for: what is missing, and the line it would be.

    It is a column that is missing, or, in the plural, events.
    """

    what: str
    line: str
    plural: bool = False

    def __str__(self) -> str:
        if self.plural:
            return f"no {self.what} were found; with some: {self.line}"
        return f"no column of {self.what} was found; with one: {self.line}"


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    sign: str
    text: str
    why: str = ""


@dataclass
class Cell:
    """The lines of a cell.

    Parameters
    ----------
    taken
        Names that no line may have: those of the customers columns.
    """

    taken: Iterable[str] = ()
    found: int = 0
    """How many metrics the frames have something for."""
    _paragraphs: list[list[_Line | str]] = field(default_factory=list)
    _named: dict[Metric, str] = field(default_factory=dict)
    _names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._names = {*self.taken, "segment"}

    def paragraph(self, *comments: str) -> None:
        """Begin a paragraph, with comments above its lines."""
        wrapped = (line for comment in comments for line in textwrap.wrap(comment, _WIDTH - 2))
        self._paragraphs.append([f"# {line}" for line in wrapped])

    def comment(self, text: str) -> None:
        """Write a comment of one line."""
        self._paragraphs[-1].append(f"# {text}")

    def define(self, wished: str, expression: str, why: str = "") -> str:
        """Write a definition; return its name, which is another one if the wished one is taken."""
        name, number = wished, 2
        while name in self._names:
            name, number = f"{wished}_{number}", number + 1
        self._names.add(name)
        self._paragraphs[-1].append(_Line(name, " = ", expression, why))
        return name

    def metric(self, metric: Metric | Lack) -> str | None:
        """Write a metric, once; return its name, or None for one that is lacking."""
        if isinstance(metric, Lack):
            self.comment(str(metric))
            return None
        if metric not in self._named:
            self.found += 1
            self._named[metric] = self.define(metric.name, metric.expression, metric.why)
        return self._named[metric]

    def name_of(self, metric: Metric | Lack) -> str | None:
        """Return the name under which a metric was written; None if it is lacking."""
        return None if isinstance(metric, Lack) else self._named.get(metric)

    def score(self, name: str, terms: Iterable[tuple[int, Metric | Lack]]) -> str | None:
        """Write metrics and their score; None if none of them is there."""
        # what is lacking stands below what is there
        terms = sorted(terms, key=lambda term: isinstance(term[1], Lack))
        written = [(weight, self.metric(metric)) for weight, metric in terms]
        there = [(weight, metric) for weight, metric in written if metric is not None]
        if not there:
            self.comment(f"{name} is left out: nothing here tells of it")
            return None
        return self.define(name, _score([_term(*term) for term in there], len(name)))

    def segment(self, name: str, condition: str, why: str = "") -> None:
        """Write a segment."""
        self._paragraphs[-1].append(_Line(f"{name}:", " ", condition, why))

    def text(self) -> str:
        """Return the cell's text."""
        return "\n\n".join("\n".join(_aligned(lines)) for lines in self._paragraphs if lines)


def _score(terms: list[str], left: int) -> str:
    """Write a score, on several lines if one would be long."""
    text = f"score({', '.join(terms)})"
    if left + len(text) <= _WIDTH:
        return text
    lines = [""]
    for term in terms:
        line = f"{lines[-1]} {term},".lstrip()
        lines[-1:] = [line] if len(line) <= _WIDTH - 4 or not lines[-1] else [lines[-1], f"{term},"]
    return "\n".join(["score(", *(f"    {line}" for line in lines), ")"]).replace(",\n)", "\n)")


def _term(weight: int, metric: str) -> str:
    if abs(weight) == 1:
        return metric if weight > 0 else f"-{metric}"
    return f"{weight} * {metric}"


def _aligned(lines: list[_Line | str]) -> list[str]:
    """Set the signs of a paragraph below one another, and its comments."""
    written = [line for line in lines if isinstance(line, _Line)]
    names = _column(line.name for line in written)
    left = {id(line): f"{names(line.name)}{line.sign}{line.text}" for line in written}
    comments = _column(left[id(line)] for line in written if line.why)
    return [
        line
        if isinstance(line, str)
        else (f"{comments(left[id(line)])}  # {line.why}" if line.why else left[id(line)])
        for line in lines
    ]


def _column(texts: Iterable[str]) -> Callable[[str], str]:
    """Return what pads a text to the width of the widest one that is not very wide."""
    widths = [display_width(text) for text in texts]
    width = max((w for w in widths if w <= _WIDEST), default=0)
    return lambda text: text + " " * (width - display_width(text))
