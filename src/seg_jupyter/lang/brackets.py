"""The text of an expression without the brackets that stand around all of it."""

from __future__ import annotations

from seg_jupyter.errors import Span
from seg_jupyter.lang.nodes import Arithmetic, Comparison, Conditional, Junction, Membership, Node
from seg_jupyter.lang.tokens import on_one_line


def without_brackets(text: str, node: Node) -> str:
    """Return an expression as written, on one line, without brackets around the whole of it.

    Examples
    --------
    >>> from seg_jupyter.lang.parser import parse
    >>> cell = parse("x = ((visits + 1))")
    >>> without_brackets(cell.text, cell.definitions[0].expression)
    'visits + 1'
    """
    shown = on_one_line(text, node.span)
    if isinstance(node, Arithmetic | Comparison | Conditional | Junction | Membership):
        # it begins with its first operand, which may have brackets of its own
        before = on_one_line(text, Span(node.span.start, node.children[0].span.start))
    else:
        before = shown[: len(shown) - len(shown.lstrip("( "))]
    for _ in range(before.count("(")):
        shown = shown[1:-1].strip()
    return shown
