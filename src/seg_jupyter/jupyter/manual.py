"""Help in plain text for every verb, option, function and word, made from the tables that work.

An entry that has no example yet shows how it is written instead.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from seg_jupyter.errors import SegmentUsageError, closest, quoted
from seg_jupyter.jupyter import examples, glossary
from seg_jupyter.jupyter.arguments import Option
from seg_jupyter.lang.function import Function, Group
from seg_jupyter.lang.functions import FUNCTIONS, KEYWORDS, NOT_FUNCTIONS, OTHER_NAMES

_GROUPS = {
    Group.ROW: "Functions of one customer's values",
    Group.FITTED: "Functions that compare customers",
    Group.AGGREGATION: "Functions of a customer's events",
    Group.SCORE: "Scores",
    Group.SCALE: "Scales of a score",
}

_WIDTH = 90


@dataclass(frozen=True, slots=True)
class Entry:
    """One verb, option, function, word or term.

    Parameters
    ----------
    usage, summary
        How it is written, and what it does in one line.
    example
        A line of a notebook or a cell.
    notes
        What else there is to say, a line each.
    """

    usage: str
    summary: str
    example: str | None = None
    notes: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """Return the entry as lines of text."""
        shown = [self.usage, f"  {self.summary}", *(f"  {note}" for note in self.notes)]
        return [*shown, f"  Example: {self.example}"] if self.example else shown


@dataclass(frozen=True)
class Manual:
    """All that help can be asked for.

    Parameters
    ----------
    verbs
        How each verb of `%segment` is written, and what it does in one line.
    options
        The options of `%%segment`.
    """

    verbs: Mapping[str, tuple[str, str]]
    options: Mapping[str, Option]

    @cached_property
    def sections(self) -> dict[str, dict[str, Entry]]:
        """Titles, and below each the entries by the word that one asks for."""
        found = {
            "Verbs": {word: _verb(word, *verb) for word, verb in self.verbs.items()},
            "Options of a cell's first line": {o.name: _option(o) for o in self.options.values()},
        }
        for group, title in _GROUPS.items():
            found[title] = {n: _function(f) for n, f in FUNCTIONS.items() if f.group is group}
        found["Options of a function"] = {w: Entry(*option) for w, option in KEYWORDS.items()}
        found["Words"] = {w: Entry(w, m, examples.WORDS[w]) for w, m in glossary.WORDS.items()}
        found["Terms from elsewhere"] = {w: _term(w, t) for w, t in glossary.TERMS.items()}
        return found

    @cached_property
    def subjects(self) -> dict[str, str]:
        """Every word that one can ask for, and what it is in one line."""
        found: dict[str, str] = {}
        for section in self.sections.values():
            for word, entry in section.items():
                found.setdefault(word, entry.summary)
        return found

    def overview(self) -> list[str]:
        """Return every verb, option and function in one line each, under titles."""
        lines: list[str] = []
        for title, entries in self.sections.items():
            width = max(len(entry.usage) for entry in entries.values())
            lines += ["", title]
            lines += [f"  {entry.usage:<{width}}  {entry.summary}" for entry in entries.values()]
        return [*lines[1:], "", "Ask %segment help WORD for more, such as %segment help sum."]

    def page(self, word: str) -> list[str]:
        """Return what there is to say of one word.

        Raises
        ------
        SegmentUsageError
            For a word that means nothing here; it names the closest ones.
        """
        sought = word.strip("%()=").casefold()
        pages = [*self._pages(sought), *self._pages(f"--{sought}")]
        name = OTHER_NAMES.get(sought) or glossary.SYNONYMS.get(sought)
        if name and (not pages or sought in glossary.TERMS):
            pages += [[f"{sought} is called {name} here."], *self._pages(name)]
        if not pages and sought in NOT_FUNCTIONS:
            pages = [[f"There is no {sought} here.", f"  {NOT_FUNCTIONS[sought]}"]]
        if not pages:
            raise SegmentUsageError(
                f"there is no help on {quoted(word)}",
                exists=closest(word, self.subjects),
                remedy="Ask %segment help for all there is.",
            )
        return [line for page in pages for line in ("", *page)][1:]

    def _pages(self, word: str) -> list[list[str]]:
        """Return what there is on a word in each section, in whatever case it was asked for."""
        found = (
            section.get(word) or section.get(word.title()) for section in self.sections.values()
        )
        return [entry.lines() for entry in found if entry]


def _verb(word: str, usage: str, does: str) -> Entry:
    return Entry(f"%segment {usage}", does, examples.VERBS.get(word))


def _option(option: Option) -> Entry:
    usage = f"{option.name} {option.value}" if option.value else option.name
    return Entry(usage, option.help, examples.OPTIONS.get(option.name))


def _term(word: str, term: glossary.Term) -> Entry:
    notes = (term.note,) if term.note else ()
    if len(term.lines) > 1:
        return Entry(word, term.summary, notes=(*term.lines, *notes))
    return Entry(word, term.summary, term.lines[0], notes)


def _function(function: Function) -> Entry:
    options = ", ".join(KEYWORDS[keyword][0] for keyword in function.keywords)
    notes = textwrap.wrap(function.notes, _WIDTH)
    if options:
        notes.append(f"Options: {options}")
    return Entry(function.signature, function.summary, function.example, tuple(notes))
