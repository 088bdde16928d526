"""`%%segment` and `%segment`: parse the options, call a method, show what it returns."""

from __future__ import annotations

from argparse import Namespace
from typing import Any, cast

from IPython.core.formatters import DisplayFormatter
from IPython.core.magic import (
    Magics,
    cell_magic,
    line_magic,
    magics_class,
    no_var_expand,
    output_can_be_silenced,
)
from IPython.core.magic_arguments import argument, kwds, magic_arguments
from IPython.display import display

from seg_jupyter.api import Model, Segmentation, Segments, load
from seg_jupyter.errors import SegmentUsageError, closest, plain, plain_lines, quoted
from seg_jupyter.jupyter import open_panels
from seg_jupyter.jupyter.arguments import options_of, parse_line, take_option, words_of
from seg_jupyter.jupyter.cells import MadeBy, remember, running
from seg_jupyter.jupyter.manual import Manual
from seg_jupyter.jupyter.session import Session, check_name
from seg_jupyter.lang.quoting import as_word
from seg_jupyter.templates import names

VERBS = {
    "new": (
        "new [TEMPLATE] [FRAME] [--events FRAME]",
        "write a cell with your columns",
    ),
    "list": ("list", "the results and models in this notebook"),
    "show": ("show NAME", "the cell of a result, and its segments"),
    "explain": ("explain NAME ID", "why one customer is in its segment, and what leads higher"),
    "panel": ("panel NAME", "drag the numbers of its cell, and see who moves"),
    "rules": ("rules NAME", "how the rules part the customers, and what is odd about them"),
    "save": ("save NAME FILE", "write a result's model to a JSON file"),
    "load": ("load FILE [--as NAME]", "read a model from a file"),
    "help": ("help [WORD]", "what a verb, an option or a function does"),
}
"""What `%segment` can do: how it is written, and what it does in one line."""


@magics_class
class SegmentMagics(Magics):
    """The two magics of one shell."""

    @property
    def session(self) -> Session:
        """The names of the notebook."""
        assert self.shell is not None  # noqa: S101 - magics are registered with a shell
        return Session(self.shell.user_ns)

    @no_var_expand
    @magic_arguments()
    @kwds(usage="%%segment [customers] [options]")  # with the parser's own sign, two of them
    @argument("customers", nargs="?", help="frame or file with one row for each customer")
    @argument("--events", metavar="FRAME", help="frame or file with one row for each event")
    @argument(
        "--id", metavar="COLUMN", help="column of the customer's id, in both frames; else guessed"
    )
    @argument("--time", metavar="COLUMN", help="events column of the time; else guessed")
    @argument(
        "--as-of",
        metavar="DATE",
        help="last day that is read, such as 2017-12-31; else the day of the last event",
    )
    @argument(
        "--as",
        dest="name",
        metavar="NAME",
        default="segments",
        help="name of the result; else segments",
    )
    @argument("--into", metavar="NAME", help="name for the result's frame")
    @argument(
        "--unit",
        metavar="WORD",
        default="customers",
        help="what is counted, such as households; else customers",
    )
    @argument("--chart", action="store_true", help="show the chart below the table")
    @argument("--consent", metavar="COLUMN", help="customers column: agreed to profiling")
    @argument("--objected", metavar="COLUMN", help="customers column: objected to profiling")
    @argument("--quiet", action="store_true", help="show nothing")
    @cell_magic
    def segment(self, line: str, cell: str) -> None:
        """Put every customer in a named segment.

        The cell defines metrics, scores and segments, one a line: the first segment whose
        condition holds takes the customer. An example::

            %%segment customers --events orders --as-of 2017-12-31 --as engagement
            value = score(2 * count(last="90d"), sum(amount), -recency())
            Active:   value >= 70
            Passive:  value >= 40
            Inactive: otherwise
        """
        options = parse_line(SegmentMagics.segment, line)
        session = self.session
        _check_names(options, session)
        customers, events = (
            None if name is None else session.named_frame(name, option)
            for option, name in (("%%segment", options.customers), ("--events", options.events))
        )
        result = Segmentation(cell).fit(
            customers,
            events,
            id=options.id,
            time=options.time,
            as_of=options.as_of,
            consent=options.consent,
            objected=options.objected,
            name=options.name,
            unit=options.unit,
        )
        shown: list[Any] = [] if options.quiet else [result]
        if shown and options.chart:
            shown.append(result.chart().drawn())
        bound: dict[str, Any] = {options.name: result}
        if options.into is not None:
            bound[options.into] = result.frame
        # all that takes time or can be interrupted is done before a name is bound
        displays = [self._formatted(value) for value in shown]
        remember(result, MadeBy(running()[0], line))
        session.bind(bound)
        open_panels.tell(result)
        for data, metadata in displays:
            display(data, metadata=metadata, raw=True)

    def _formatted(self, value: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what the shell would display of a value, by MIME type, and its metadata."""
        assert self.shell is not None  # noqa: S101 - magics are registered with a shell
        formatter = cast(DisplayFormatter, self.shell.display_formatter)
        formatted: tuple[dict[str, Any], dict[str, Any]] = formatter.format(value)
        return formatted

    @no_var_expand
    @output_can_be_silenced
    @line_magic("segment")  # type: ignore[arg-type]  # IPython leaves its decorator untyped
    def verbs(self, line: str) -> Any:
        """Show, save and load segmentations; `%segment` alone lists what it can do."""
        verb, *words = words_of(line.rstrip().removesuffix(";")) or [""]
        if not verb:
            width = max(len(usage) for usage, _ in VERBS.values())
            return _Lines([f"%segment {usage:<{width}}  {does}" for usage, does in VERBS.values()])
        if verb not in VERBS:
            raise SegmentUsageError(
                f"%segment cannot {quoted(verb)}",
                exists=closest(verb, VERBS),
                remedy="Ask %segment.",
            )
        return getattr(self, f"_{verb}")(words)

    def _new(self, words: list[str]) -> _Lines | None:
        words, events = take_option(words, "--events")
        words, id_ = take_option(words, "--id")
        words, time = take_option(words, "--time")
        if not words:
            width = max(map(len, names()))
            return _Lines([f"%segment new {name:<{width}}  {is_}" for name, is_ in names().items()])
        _expect("new", words, 1, 2)
        assert self.shell is not None  # noqa: S101 - magics are registered with a shell
        template, *named = words
        draft = self.session.draft(template, next(iter(named), None), events, id_, time)
        self.shell.set_next_input(str(draft).rstrip("\n"))
        return None

    def _list(self, words: list[str]) -> _Lines:
        _expect("list", words, 0)
        models = self.session.models()
        lines = [_one_line(name, value) for name, value in models.items()]
        return _Lines(lines or ["No results yet: a cell that starts with %%segment makes one."])

    def _show(self, words: list[str]) -> None:
        _expect("show", words, 1)
        value = self.session.model(words[0])
        display(_Lines(plain_lines(value.text).rstrip("\n").split("\n")))
        if isinstance(value, Segments):
            display(value)

    def _explain(self, words: list[str]) -> Any:
        _expect("explain", words, 2)
        return self.session.result(words[0]).explain(words[1])

    def _panel(self, words: list[str]) -> Any:
        _expect("panel", words, 1)
        return self.session.result(words[0]).panel()

    def _rules(self, words: list[str]) -> Any:
        _expect("rules", words, 1)
        return self.session.result(words[0]).rules

    def _save(self, words: list[str]) -> _Lines:
        _expect("save", words, 2)
        return _Lines([self.session.model(words[0]).save(words[1])])

    def _load(self, words: list[str]) -> Any:
        words, given = take_option(words, "--as")
        _expect("load", words, 1)
        (file,) = words
        model = load(file)
        remedy = f"Give the model another name: %segment load {as_word(file) or 'FILE'} --as NAME"
        name = model.name if given is None else given
        # a name in a file may be any text
        check_name(name, remedy if given is None else None)
        self.session.check_loadable(name, remedy)
        self.session.bind({name: model})
        return _Lines([_one_line(name, model)])

    def _help(self, words: list[str]) -> _Lines:
        return _Lines(MANUAL.page(" ".join(words)) if words else MANUAL.overview())


MANUAL = Manual(VERBS, options_of(SegmentMagics.segment))
"""What can be asked for with `%segment help`, and be completed."""

# what %segment? shows
SegmentMagics.verbs.__doc__ = "\n".join(  # type: ignore[assignment]  # IPython leaves it untyped
    [f"{SegmentMagics.verbs.__doc__}\n", *MANUAL.overview()]
)


def _check_names(options: Namespace, session: Session) -> None:
    """Refuse names for results that are no names, or that would hide frames and modules.

    `--into` may replace an earlier frame, but none that the cell reads.
    """
    read = {options.customers, options.events}
    bound = [name for name in (options.name, options.into) if name is not None]
    for name in bound:
        check_name(name)
        if name in read:
            raise SegmentUsageError(
                f"{quoted(name)} is a frame that the cell reads",
                remedy="Give the result another name; what a cell reads is never replaced.",
            )
    if len(set(bound)) < len(bound):
        raise SegmentUsageError(
            f"--as and --into both say {quoted(options.name)}", remedy="Give each its own name."
        )
    session.check_free(options.name, "Give the result another name with --as.")
    if options.into is not None:
        session.check_free(options.into, "Give another name with --into.", frames=True)


def _expect(verb: str, words: list[str], *numbers: int) -> None:
    if len(words) not in numbers:
        raise SegmentUsageError(
            f"%segment {verb} takes {' or '.join(map(str, numbers)) if any(numbers) else 'no'} "
            f"word{'' if numbers == (1,) else 's'} after it",
            remedy=f"Write %segment {VERBS[verb][0]}.",
        )


def _one_line(name: str, value: Segments | Model) -> str:
    """Say in one line what a name holds: a result or a model, and what it is called if not so."""
    what = plain(repr(value).split("\n", 1)[0]).rstrip(":")
    called = plain(value.name)
    if isinstance(value, Segments):
        what = f"result, {what.removeprefix(f'{called} · ')}"
    else:
        what = f"model, {what.removeprefix(f'Model {quoted(value.name)}, ')}"
    return f"{name}: {what}" + (f", called {quoted(value.name)}" if value.name != name else "")


class _Lines:
    """Lines of plain text as a value that shows itself."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    def __repr__(self) -> str:
        return "\n".join(self._lines)
