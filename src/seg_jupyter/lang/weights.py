"""The weight of a score's term: one literal number, on the left of its metric.

Any other factor would be lost without a word, since a scale takes no notice of it, so it is
refused with the right spelling.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from seg_jupyter.errors import SegmentSyntaxError, Span
from seg_jupyter.lang.literals import number_of
from seg_jupyter.lang.nodes import Arithmetic, Call, Name, Negative, Node
from seg_jupyter.lang.tokens import on_one_line

SMALLEST_WEIGHT, LARGEST_WEIGHT = 1e-9, 1e9
"""Beyond these, a weighted sum could overflow, or lose the smaller of two weights."""


def split_weight(text: str, term: Node) -> tuple[float, Node]:
    """Split a term into its weight and its metric: `3 * x`, `-3 * x`, `-x` or `x`.

    Raises
    ------
    SegmentSyntaxError
        Where a number stands anywhere else in the product, or where there is no metric.
    """
    product = _Product(text)
    product.take(term)
    if not product.metrics:
        raise no_metric(text, term.span)
    if not product.numbers:
        return 1.0, term
    if isinstance(term, Negative) and product.numbers == [-1.0]:
        return -1.0, term.operand
    if isinstance(term, Arithmetic) and term.operator == "*":
        weight = number_of(term.left)
        if weight is not None and not _has_number(text, term.right):
            if weight and not SMALLEST_WEIGHT <= abs(weight) <= LARGEST_WEIGHT:
                raise _out_of_range(text, term.left.span)
            return weight, term.right
    weight = product.weight
    shown = f"{weight:.15g}" if math.isfinite(weight) else "weight"
    raise SegmentSyntaxError(
        "a weight is one number, on the left of its metric",
        source=text,
        span=term.span,
        remedy=f"Write {shown} * {product.metric}",
    )


def _out_of_range(text: str, span: Span) -> SegmentSyntaxError:
    return SegmentSyntaxError(
        "a weight is 0, or between a billionth and a billion",
        source=text,
        span=span,
        remedy="Only the proportions of weights count: write 3 and 1 for three times as much.",
    )


def no_metric(text: str, span: Span) -> SegmentSyntaxError:
    """Return the error for a term that is the same for everybody."""
    return SegmentSyntaxError(
        "a metric is needed here; this is the same for everybody",
        source=text,
        span=span,
        remedy="Write a column, an earlier line or an aggregation.",
    )


def lone_weight(text: str, terms: Sequence[Node], at: int) -> SegmentSyntaxError | None:
    """Return the error for a term that is nothing but a number; None for any other.

    The number is shown as the weight of the metric beside it, the one before it if there is one.
    """
    number = number_of(terms[at])
    if number is None:
        return None
    error = no_metric(text, terms[at].span)
    beside = [*reversed(terms[:at]), *terms[at + 1 :]]
    metric = next((term for term in beside if isinstance(term, Name | Call)), None)
    if metric is not None and number:
        weight, shown = on_one_line(text, terms[at].span), on_one_line(text, metric.span)
        error.remedy = f"A weight stands before its metric: write {weight} * {shown} as one term."
    return error


def _has_number(text: str, node: Node) -> bool:
    product = _Product(text)
    product.take(node)
    return bool(product.numbers)


@dataclass
class _Product:
    """The factors of a term: the literal numbers, and the texts of the rest."""

    text: str
    numbers: list[float] = field(default_factory=list)
    metrics: list[str] = field(default_factory=list)

    def take(self, node: Node) -> None:
        literal = number_of(node)
        if literal is not None:
            self.numbers.append(literal)
        elif isinstance(node, Negative):
            self.numbers.append(-1.0)
            self.take(node.operand)
        elif isinstance(node, Arithmetic) and node.operator == "*":
            self.take(node.left)
            self.take(node.right)
        elif isinstance(node, Arithmetic) and node.operator == "/":
            self.divide(node)
        else:
            self.metrics.append(self.shown(node))

    def divide(self, node: Arithmetic) -> None:
        above, below = _Product(self.text), _Product(self.text)
        above.take(node.left)
        below.take(node.right)
        if not above.metrics and not below.metrics:
            divisor = below.weight
            self.numbers.append(above.weight / divisor if divisor else math.nan)
        elif above.metrics and above.numbers:
            *before, last = above.metrics
            self.numbers += above.numbers
            self.metrics += [*before, f"({last} / {self.shown(node.right)})"]
        else:
            # x / 2 and 1 / x are metrics of their own
            self.metrics.append(self.shown(node))

    def shown(self, node: Node) -> str:
        shown = on_one_line(self.text, node.span)
        bare = isinstance(node, Arithmetic) and node.span.start == node.left.span.start
        return f"({shown})" if bare else shown

    @property
    def weight(self) -> float:
        product = 1.0
        for number in self.numbers:
            product *= number
        return product

    @property
    def metric(self) -> str:
        joined = " * ".join(self.metrics)
        return joined if len(self.metrics) == 1 else f"({joined})"
