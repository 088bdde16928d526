"""Segment lines as other languages write them, and the lines that are meant: for messages."""

from __future__ import annotations

import re

_EVERYBODY = {"all", "everybody", "everyone", "everybody else", "everyone else"}
_REST = {"default", "else", "otherwise", "other", "others", "remaining", "rest", "the rest"}
_TURNED = {"default", "else", "otherwise"}
"""Words that stand in front of the name of the last segment elsewhere."""
_WORDS = re.compile(r"\w[\w'&/+ -]*|")
_OPERATOR = re.compile(r"\b(?:and|or|not|is|in|like|between|then)\b", re.IGNORECASE)
_IF = re.compile(r"(?:case\s+when|when|el(?:se\s*)?if|elif|if)\s+(.+?)(?:\s+then)?", re.IGNORECASE)
_COMPARES = re.compile(r"[<>]|[=!]=")
_LONGEST = 100


def meant_line(name: str, behind: str) -> str | None:
    """Return what to write for a segment's name and words behind its colon that are no condition.

    Examples
    --------
    >>> meant_line("Inactive", "else"), meant_line("else", "Inactive")
    ('Write Inactive: otherwise.', 'Write Inactive: otherwise.')
    >>> meant_line("if visits >= 5", "Active")
    'Write Active: visits >= 5.'
    """
    label = behind.strip().strip("\"'").strip()
    if len(name) + len(label) > _LONGEST or not _WORDS.fullmatch(label) or _OPERATOR.search(label):
        return None
    before, after = name.casefold(), label.casefold()
    if after in _REST | _EVERYBODY:
        return f"Write {name}: otherwise."
    if before in _TURNED and label:
        return f"Write {label}: otherwise."
    condition = _IF.fullmatch(name)
    if condition or (label and _COMPARES.search(name)):
        return f"Write {label or 'Name'}: {condition.group(1) if condition else name}."
    return None
