"""What pandas writes behind a dot or in [ ], in the words of the language: for messages."""

from __future__ import annotations

import keyword
import re
import unicodedata

from seg_jupyter.lang.function import Group
from seg_jupyter.lang.functions import FUNCTIONS, NOT_FUNCTIONS, OTHER_NAMES

_NEAR = 200
"""How many letters around a dot are looked at."""
_LONGEST = 40
"""Longest name or list of arguments that is shown again."""

_NAMES = re.compile(r"(?:[ \t]*\.[ \t]*[^\W\d]\w*)+")
_NAME = re.compile(r"[^\W\d]\w*")
_BRACKETS = re.compile(r"[ \t]*\(([^()\r\n]*)(\)?)")
_ARGUMENT = re.compile(r"""(?:"[^"]*"|'[^']*'|\[[^]]*\]|[^,"'[])+""")
_SUBJECT = re.compile(
    r"""(?:\w+\[\ *(["'])(?P<picked>[^"'`\\\[\]\r\n]+)\1\ *\]   # frame["column"]
    |(?P<written>`[^`\r\n]+`|[^\W\d]\w*|\w*\([^()\r\n]*\)))[ \t]*$""",  # column, a call, (…)
    re.VERBOSE,
)
_UNWRITABLE = re.compile(r"[`\r\n]")
_ACCESSORS = {"str", "dt", "cat"}
_CHOICE = 3
"""A condition and two values."""
_MODULES = {"np", "numpy", "pd", "pandas", "math", "pl"}

_GENERAL = "Write a function by name: sum(amount), not amount.sum()."
_FORMS = {
    # method: how it is written here, and what stands for arguments that are not there
    "fillna": ("fill({x}, {a})", "0"),
    **dict.fromkeys(("isna", "isnull"), ("missing({x})", "")),
    **dict.fromkeys(("notna", "notnull"), ("not missing({x})", "")),
    "startswith": ("starts_with({x}, {a})", '"…"'),
    "endswith": ("ends_with({x}, {a})", '"…"'),
    "contains": ("contains({x}, {a})", '"…"'),
    "between": ("{a} <= {x} <= {b}", "10, 20"),
    "isin": ("{x} in {a}", '["a", "b"]'),
    "clip": ("clip({x}, {a}, {b})", "0, 100"),
    "count": ("count()", ""),
    **dict.fromkeys(("pct_change", "diff"), ('change(count(), "90d")', "")),
    "where": ("{x} if condition else 0", ""),
    "eq": ("{x} == {a}", "0"),
    "ne": ("{x} != {a}", "0"),
    "lt": ("{x} < {a}", "0"),
    "le": ("{x} <= {a}", "0"),
    "gt": ("{x} > {a}", "0"),
    "ge": ("{x} >= {a}", "0"),
}
_NOTES = {"contains": ", which looks letter by letter"}


def instead_of_attribute(text: str, at: int) -> str:
    """Return what to write where a dot stands that is part of no number.

    Examples
    --------
    >>> instead_of_attribute("x = visits.fillna(0)", 10)
    'Write fill(visits, 0).'
    >>> instead_of_attribute("x = cust.visits", 8)
    'Write visits: a column goes by its name alone.'
    """
    behind = text[at : at + _NEAR]
    names, subject = _NAMES.match(behind), _subject(text[max(at - _NEAR, 0) : at])
    if names is None or subject is None:
        return _GENERAL
    *path, last = _NAME.findall(names.group())
    if len(last) > _LONGEST:
        return _GENERAL
    brackets = _BRACKETS.match(behind, names.end())
    given = brackets.group(1).strip() if brackets and brackets.group(2) else ""
    if subject in _MODULES:
        return _function(last, given) if brackets else _GENERAL
    columns = [name for name in path if name not in _ACCESSORS]
    if brackets:
        return _method(last, columns[-1] if columns else subject, given)
    if subject.endswith(")"):
        return _GENERAL
    if len(columns) < len(path) or last in _ACCESSORS:
        return f"There is no {last} here: make a column of it in the frame first."
    return by_name_alone(last)


def by_name_alone(column: str) -> str:
    """Return how a column is written that was picked from its frame; empty if none was."""
    if not column or len(column) > _LONGEST or _UNWRITABLE.search(column):
        return "A column goes by its name alone, without its frame."
    return f"Write {as_written(column)}: a column goes by its name alone."


def as_written(name: str) -> str:
    """Return a column's name as a cell has it, in backticks if it is odd."""
    odd = not name.isidentifier() or keyword.iskeyword(name)
    return f"`{name}`" if odd or unicodedata.normalize("NFKC", name) != name else name


def _subject(before: str) -> str | None:
    """Return the column or the call that stands before a dot, as it is written here."""
    found = _SUBJECT.search(before)
    if found is None:
        return None
    picked = found.group("picked")
    subject = as_written(picked) if picked else found.group("written")
    return subject if len(subject) <= _LONGEST else "x"


def _method(name: str, x: str, given: str) -> str:
    """Return what stands here for `x.name(given)`."""
    if name in _FORMS:
        form, default = _FORMS[name]
        a, b = _arguments(given, default)
        return f"Write {form.format(x=x, a=a, b=b)}{_NOTES.get(name, '')}."
    return _function(name, x)


def _arguments(given: str, default: str) -> tuple[str, str]:
    """Return the first two of the arguments, or those by default if some are not there."""
    wanted, found = _split(default), _split(given)
    fits = len(found) >= len(wanted) and len(given) <= _LONGEST
    fits = fits and all(map(_is_like, found, wanted))
    a, b, *_ = [*(found if fits else wanted), "", ""]
    return a, b


def _is_like(value: str, example: str) -> bool:
    """Tell whether an argument is of the form of an example: a list, a text, or any value."""
    if "[" in (value[0], example[0]):
        return value[0] == example[0]
    return "=" not in value and (value[0] in "\"'" or example[0] != '"')


def _split(arguments: str) -> list[str]:
    return [argument.strip() for argument in _ARGUMENT.findall(arguments) if argument.strip()]


def _function(name: str, given: str) -> str:
    """Return what stands here for a function of another language, with what it is given."""
    lower, arguments = name.lower(), _split(given)
    if lower == "where" and len(arguments) == _CHOICE:
        condition, then, otherwise = arguments
        return f"Write {then} if {condition} else {otherwise}."
    if lower in NOT_FUNCTIONS:
        return NOT_FUNCTIONS[lower]
    function = FUNCTIONS.get(OTHER_NAMES.get(lower, lower))
    if function is None:
        return f"There is no {name}(...) here: make a column of it in the frame first."
    fits = function.fewest <= len(arguments) <= (function.most or len(arguments))
    if not arguments or not fits or len(given) > _LONGEST or re.search("[=[]", given):
        return f"Write {function.signature}: {function.summary}."
    if function.group is Group.SCALE:
        return f"Write it as a line of its own: value = score({function.name}({given}))."
    over = ": over the events of each customer" if function.group is Group.AGGREGATION else ""
    return f"Write {function.name}({given}){over}."
