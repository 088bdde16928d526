"""The table of functions: it describes itself rightly, row by row."""

from __future__ import annotations

import re

import pytest

from lang.tables import SCHEMA
from seg_jupyter.errors import SegmentError, SegmentSyntaxError
from seg_jupyter.lang.checker import check
from seg_jupyter.lang.function import Argument, Function, Group
from seg_jupyter.lang.functions import FUNCTIONS, OTHER_NAMES
from seg_jupyter.lang.parser import parse

EXAMPLES = {
    # an argument of each sort: outside an aggregation, and inside
    Argument.NUMBER: ("spend", "amount"),
    Argument.TEXT: ("plan", "channel"),
    Argument.DATE: ("signup", "due"),
    Argument.NUMBER_OR_DATE: ("spend", "due"),
    Argument.ANY: ("plan", "channel"),
    Argument.LIKE_FIRST: ("plan", "channel"),
    Argument.TEXT_LITERAL: ("'x'", "'x'"),
    Argument.CONDITION: ("newbie", "returned"),
    Argument.AGGREGATION: ("count()", "count()"),
    Argument.DURATION: ("'90d'", "'90d'"),
    Argument.CUT: ("{}0", "{}0"),
    Argument.PARTS: ("5", "5"),
}

every_function = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)


def call(function: Function, arguments: int) -> str:
    sorts = list(function.arguments) + list(function.arguments[-1:]) * arguments
    inside = function.group is Group.AGGREGATION
    # cuts stand in rising order
    given = ", ".join(
        EXAMPLES[sort][inside].format(place) for place, sort in enumerate(sorts[:arguments])
    )
    written = f"{function.name}({given})"
    return f"score({written})" if function.group is Group.SCALE else written


@every_function
def test_takes_as_many_arguments_as_it_says(function: Function) -> None:
    most = function.fewest + 3 if function.most is None else function.most
    for arguments in range(most + 2):
        cell = parse(f"x = {call(function, arguments)}")
        if arguments >= function.fewest and (function.most is None or arguments <= most):
            assert check(cell, SCHEMA).definitions[0].name == "x"
        else:
            with pytest.raises(SegmentSyntaxError) as caught:
                check(cell, SCHEMA)
            less = arguments < function.fewest
            assert caught.value.problem == f"{function.name}(...) " + (
                "needs more than this" if less else "takes no more than this"
            )
            several = {"min": "least", "max": "greatest"}.get(function.name)
            assert caught.value.remedy == (
                f"Write {function.signature}: {function.summary}."
                if less or several is None
                else f"Write {several}(due, due): {FUNCTIONS[several].summary}."
            )


@every_function
def test_describes_itself_in_one_line(function: Function) -> None:
    assert FUNCTIONS[function.name] is function
    assert re.fullmatch(rf"{function.name}\(.*\)", function.signature)
    assert function.summary
    assert not function.summary[0].isupper()
    assert not function.summary.endswith(".")
    assert len(f"Write {function.signature}: {function.summary}.") <= 120


@every_function
def test_has_the_result_it_says(function: Function) -> None:
    expression = check(parse(f"x = {call(function, function.fewest)}"), SCHEMA).definitions[0]
    if (
        function.group in (Group.ROW, Group.FITTED, Group.AGGREGATION)
        and function.result is not None
    ):
        assert expression.expression.kind is function.result


@pytest.mark.parametrize(("elsewhere", "here"), OTHER_NAMES.items())
def test_names_from_elsewhere_lead_to_ours(elsewhere: str, here: str) -> None:
    assert elsewhere not in FUNCTIONS
    with pytest.raises(SegmentError) as caught:
        check(parse(f"x = {elsewhere.upper()}(spend)"), SCHEMA)
    assert caught.value.problem == f"no function is called '{elsewhere.upper()}'"
    assert caught.value.remedy == f"Write {FUNCTIONS[here].signature}: {FUNCTIONS[here].summary}."
    assert caught.value.exists is None
