"""Arguments that are written out: lengths of time, cuts, numbers of parts, words of a choice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from seg_jupyter.errors import SegmentSyntaxError, SegmentTypeError, Span, listed
from seg_jupyter.lang.durations import Duration, parse_duration
from seg_jupyter.lang.nodes import Negative, Node, Number, Text
from seg_jupyter.lang.program import Constant
from seg_jupyter.lang.schema import Kind

FEWEST_PARTS, MOST_PARTS = 2, 100


@dataclass(frozen=True)
class Literals:
    """Reads literal arguments; `text` is the cell, for messages."""

    text: str

    def duration(self, node: Node) -> Duration:
        """Read a length of time."""
        duration = parse_duration(node.value) if isinstance(node, Text) else None
        if duration is None:
            raise self._wrong(
                "this is not a length of time",
                node.span,
                'Write hours, days, weeks, months or years: "36h", "90d", "12w", "6m", "1y".',
            )
        return duration

    def parts(self, node: Node) -> int:
        """Read the number of parts of a tile."""
        if not isinstance(node, Number) or not (
            node.value.is_integer() and FEWEST_PARTS <= node.value <= MOST_PARTS
        ):
            raise self._wrong(
                f"tile(...) makes {FEWEST_PARTS} to {MOST_PARTS} parts, a whole number written out",
                node.span,
                "Write tile(x, 5) for fifths.",
            )
        return int(node.value)

    def cuts(self, given: Iterable[Node]) -> tuple[Constant, ...]:
        """Read the cuts of bands, in rising order."""
        cuts: list[Constant] = []
        last = float("-inf")
        for node in given:
            value = number_of(node)
            if value is None:
                raise self._wrong(
                    "a cut is a number written out",
                    node.span,
                    "Write bands(x, 30, 90, 180).",
                )
            if value <= last:
                raise SegmentSyntaxError(
                    "cuts stand in rising order, each once",
                    source=self.text,
                    span=node.span,
                    remedy="Write the smallest first: bands(x, 30, 90, 180).",
                )
            cuts.append(Constant(Kind.NUMBER, node.span, value))
            last = value
        return tuple(cuts)

    def choice(self, node: Node, words: Iterable[str]) -> str:
        """Read one of some words."""
        if isinstance(node, Text) and node.value in words:
            return node.value
        raise SegmentTypeError(
            "this is none of the words that can stand here",
            source=self.text,
            span=node.span,
            exists=f"There are: {listed(words)}.",
        )

    def _wrong(self, problem: str, span: Span, remedy: str) -> SegmentTypeError:
        return SegmentTypeError(problem, source=self.text, span=span, remedy=remedy)


def number_of(node: Node) -> float | None:
    """Return the value of a number written out, with its sign; None for anything else."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Negative):
        inside = node.operand
        return -inside.value if isinstance(inside, Number) else None
    return None
