"""Columns whose values their own library cannot hand out: found as they are read, named then."""

from __future__ import annotations


class UnreadableError(Exception):
    """A column that cannot be read; a frame knows its name and what puts it right."""


class NoTextError(UnreadableError):
    """A column of text holds bytes that are no text."""


class UnknownZoneError(UnreadableError):
    """Times are in a zone that nobody knows."""

    def __init__(self, zone: str) -> None:
        super().__init__(zone)
        self.zone = zone
