"""Starting points in a notebook, whose frames need not be named."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from seg_jupyter.errors import SegmentError
from seg_jupyter.templates.draft import Draft
from seg_jupyter.templates.drafting import template_of, written
from seg_jupyter.templates.finding import Choice, cannot_tell, choices, repeated_id
from seg_jupyter.templates.look import Look


def new_in_notebook(
    name: str, named: Choice, frames: Mapping[str, Any], taken: Collection[str]
) -> Draft:
    """Write a cell for a notebook.

    Parameters
    ----------
    name
        A starting point.
    named
        The frames that were named, with their names; without any, they are looked for.
    frames
        The frames of the notebook by name.
    taken
        Names that the result cannot have.

    Raises
    ------
    SegmentError
        For a name that is none, frames that no cell could read, and frames that cannot be told
        apart.
    """
    template_of(name)
    if named.customers is None and named.events is None:
        found = [replace(c, id=named.id, time=named.time) for c in choices(frames)]
        return _likeliest(name, found, frames, taken)
    if named.events is None and (id_ := repeated_id(Look(named.customers, "customers"))):
        guess = f"guessed: many rows for each {id_}, and times: events"
        named = replace(named, customers=None, events=named.customers, guesses=(guess,))
    return written(name, named, taken)


def _likeliest(
    name: str, possible: list[Choice], frames: Mapping[str, Any], taken: Collection[str]
) -> Draft:
    """Write the cell of the frames that have most for it."""
    if len(possible) == 1:
        return written(name, possible[0], taken)
    drafts = []
    for choice in possible:
        most_here = f"guessed: {choice.events.name} has most for this; seg.stack joins several"
        guessed = replace(choice, guesses=(*choice.guesses, most_here))
        with suppress(SegmentError):  # frames of something else
            drafts.append(written(name, guessed, taken))
    most = max((draft.found for draft in drafts), default=0)
    best = [draft for draft in drafts if draft.found == most]
    if len(best) != 1:
        raise cannot_tell(frames)
    return best[0]
