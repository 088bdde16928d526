"""Completion in our magics, in the terms of IPython, whose interface for it is provisional."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from IPython.core.getipython import get_ipython
from IPython.core.interactiveshell import InteractiveShell

from seg_jupyter.jupyter.completion.complete import complete
from seg_jupyter.jupyter.magics import MANUAL
from seg_jupyter.jupyter.session import Session

try:
    from IPython.core.completer import SimpleCompletion, context_matcher
except ImportError:  # pragma: no cover - a later IPython without it: the magics work all the same
    _IS_POSSIBLE = False
else:
    _IS_POSSIBLE = True

if TYPE_CHECKING:
    from IPython.core.completer import CompletionContext, SimpleMatcherResult

_UNBROKEN = {ord(" "): "\N{NO-BREAK SPACE}", ord("-"): "\N{NON-BREAKING HYPHEN}"}


class _Nothing(Sequence[Any]):
    """No completions, of a length that keeps IPython from asking anybody else for some."""

    def __len__(self) -> int:
        return 1

    def __getitem__(self, index: Any) -> Any:
        raise IndexError(index)


def match_segments(context: CompletionContext) -> SimpleMatcherResult:
    """Answer IPython where the cursor is in one of our magics; never raise."""
    try:
        return _answer(context)
    except Exception:
        return {"completions": []}


def _answer(context: CompletionContext) -> SimpleMatcherResult:
    shell = get_ipython()
    text = context.full_text
    above = text.split("\n")[: context.cursor_line]
    cursor = sum(len(line) + 1 for line in above) + context.cursor_position
    answer = complete(text, cursor, Session(shell.user_ns), MANUAL) if shell else None
    if answer is None:
        return {"completions": []}
    found = [SimpleCompletion(offer.text, type=_unbroken(offer.type)) for offer in answer.offers]
    return {
        "completions": found or _Nothing(),
        "matched_fragment": text[answer.start : cursor],
        "suppress": True,
        "ordered": True,
    }


def _unbroken(type_: str) -> str:
    """Return a text that JupyterLab, which gives it one line, does not break into several."""
    return type_.translate(_UNBROKEN)


def add_to(shell: InteractiveShell) -> None:
    """Let a shell ask us first; a second time changes nothing."""
    if _IS_POSSIBLE and match_segments not in shell.Completer.custom_matchers:
        context_matcher(identifier="seg_jupyter")(match_segments)
        shell.Completer.custom_matchers.append(match_segments)


def remove_from(shell: InteractiveShell) -> None:
    """Let a shell ask us no longer."""
    if _IS_POSSIBLE and match_segments in shell.Completer.custom_matchers:
        shell.Completer.custom_matchers.remove(match_segments)
