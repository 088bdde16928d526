"""Name and frames → a written cell."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from seg_jupyter.errors import SegmentNameError, SegmentUsageError, closest, quoted
from seg_jupyter.templates.catalogue import TEMPLATES, Template
from seg_jupyter.templates.cell import Cell
from seg_jupyter.templates.draft import Draft, first_line
from seg_jupyter.templates.finding import Choice
from seg_jupyter.templates.given import Given
from seg_jupyter.templates.look import Look
from seg_jupyter.templates.roles import Roles


def names() -> dict[str, str]:
    """Return every starting point by its name, and what it makes in one line.

    Examples
    --------
    >>> sorted(names())[-1]
    'rfm'
    """
    return {name: template.summary for name, template in TEMPLATES.items()}


def new(
    name: str,
    customers: Any = None,
    events: Any = None,
    *,
    id: str | None = None,  # noqa: A002 - the word that users know
    time: str | None = None,
) -> Draft:
    """Write a cell with the columns of these frames.

    Parameters
    ----------
    name
        A starting point, as `names` lists them.
    customers, events
        Frames as `Segmentation.fit` takes them: both, or one of the two.
    id, time
        The columns of the customer's id and of the event's time, where it is not clear.

    Returns
    -------
    Draft
        The cell; `print` shows it. Its `text` is for `Segmentation`, its `options` for `fit`.

    Raises
    ------
    SegmentError
        One of its kinds, for a name that is none, and for frames that no cell could read.

    Examples
    --------
    >>> import pandas as pd
    >>> print(new("blank", pd.DataFrame({"visits": [1, 5, 9]})).line)
    %%segment customers --as segments
    """
    return written(name, Choice(customers, events, id=id, time=time))


def template_of(name: str) -> Template:
    """Return a starting point by its name."""
    if name in TEMPLATES:
        return TEMPLATES[name]
    raise SegmentNameError(
        f"no starting point is called {quoted(name)}",
        exists=closest(name, TEMPLATES),
        remedy="Ask %segment new for all of them, or seg_jupyter.templates.names().",
    )


def written(name: str, choice: Choice, taken: Collection[str] = ()) -> Draft:
    """Write a cell whose result has a name that is not taken."""
    template = template_of(name)
    customers, events = choice.customers, choice.events
    if customers is None and events is None:
        raise SegmentUsageError(
            "there is no frame to write a cell for", remedy="Give customers, events, or both."
        )
    given = Given(
        None if customers is None else Look(customers, "customers"),
        None if events is None else Look(events, "events"),
        choice.id,
        choice.time,
    )
    cell = Cell(given.taken)
    template.write(cell, Roles(given))
    head = Cell()
    head.paragraph(template.idea, template.source, *choice.guesses, *given.guesses)
    result = _free(name, given, taken)
    options = {option.replace("-", "_"): value for option, value in given.options.items()}
    text = f"{head.text()}\n\n{cell.text()}\n"
    return Draft(first_line(given, result), text, {**options, "name": result}, cell.found)


def _free(name: str, given: Given, taken: Collection[str]) -> str:
    """Return a name for the result: no frame's, and no column's that the labels might need."""
    wished = "segments" if name == "blank" else name.replace("-", "_")
    columns = given.taken if "segment" in given.taken else ()
    found, number = wished, 2
    while found in (*taken, *columns):
        found, number = f"{wished}_{number}", number + 1
    return found
