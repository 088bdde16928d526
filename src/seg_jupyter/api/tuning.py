"""The numbers of a cell while they are tried out: changed, taken back, kept under names."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from numbers import Real

from seg_jupyter.errors import SegmentNameError, SegmentUsageError, closest, quoted
from seg_jupyter.lang.adjustables import adjustables
from seg_jupyter.lang.parser import parse
from seg_jupyter.lang.rewriter import rewrite

Values = tuple[float, ...]
"""One for each number of the cell, in the order of the text."""
_MOST_STEPS = 200
_LONGEST_NAME = 60


class Tuning:
    r"""A saved cell, and other values for its numbers.

    Parameters
    ----------
    text
        The cell as it was saved: every change is one against it.
    presets
        Values kept under names; what is kept or dropped is so here too.

    Attributes
    ----------
    values
        The numbers as they are now.

    Examples
    --------
    >>> tuning = Tuning("value = score(3 * visits, pace)\nActive: value >= 70")
    >>> tuning.put(tuning.with_value(1, 2.0))
    >>> print(tuning.text)
    value = score(3 * visits, 2 * pace)
    Active: value >= 70
    >>> tuning.undo()
    True
    >>> tuning.values
    (3.0, 1.0, 70.0)
    """

    def __init__(self, text: str, presets: MutableMapping[str, Values] | None = None) -> None:
        self._cell = parse(text)
        self.numbers = adjustables(self._cell)
        self.saved: Values = tuple(number.value for number in self.numbers)
        self.values = self.saved
        self._before: list[Values] = []
        self._after: list[Values] = []
        self._presets = {} if presets is None else presets

    @property
    def text(self) -> str:
        """The cell with the numbers as they are now, and nothing else changed."""
        return self.text_of(self.values)

    def text_of(self, values: Values) -> str:
        """Return the cell with other numbers.

        Raises
        ------
        SegmentUsageError
            If one of them cannot stand in its place.
        """
        pairs = zip(self.numbers, values, strict=True)
        return rewrite(self._cell, {n: value for n, value in pairs if value != n.value})

    @property
    def changed(self) -> tuple[int, ...]:
        """The places of the numbers that differ from the saved cell."""
        return self.changed_in(self.values)

    def changed_in(self, values: Values) -> tuple[int, ...]:
        """Return the places at which values differ from the saved cell."""
        pairs = zip(values, self.saved, strict=True)
        return tuple(place for place, (value, was) in enumerate(pairs) if value != was)

    def with_value(self, place: int, value: float) -> Values:
        """Return the numbers with one of them changed.

        Raises
        ------
        SegmentUsageError
            If there is no such place, or that is no number at all.
        """
        self.check_place(place)
        return (*self.values[:place], _number(value), *self.values[place + 1 :])

    def check_place(self, place: int) -> None:
        """Refuse what is not the place of a number."""
        whole = isinstance(place, int) and not isinstance(place, bool)
        if not whole or not 0 <= place < len(self.saved):
            raise SegmentUsageError(
                f"{quoted(place)} is the place of no number",
                exists=f"The cell has {len(self.saved)}; the first is at 0.",
            )

    def with_saved(self, places: Sequence[int] | None) -> Values:
        """Return the numbers with some of them as in the saved cell; None for all."""
        if places is None:
            return self.saved
        for place in places:
            self.check_place(place)
        pairs = enumerate(zip(self.values, self.saved, strict=True))
        return tuple(was if place in places else value for place, (value, was) in pairs)

    def put(self, values: Values) -> None:
        """Take other values; `undo` leads back."""
        if values != self.values:
            self._before = [*self._before, self.values][-_MOST_STEPS:]
            self._after = []
            self.values = values

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back."""
        return bool(self._after)

    def undo(self) -> bool:
        """Take the last step back; tell whether there was one."""
        return self._step(self._before, self._after)

    def redo(self) -> bool:
        """Take the step again that was taken back; tell whether there was one."""
        return self._step(self._after, self._before)

    def _step(self, here: list[Values], there: list[Values]) -> bool:
        if not here:
            return False
        there.append(self.values)
        self.values = here.pop()
        return True

    @property
    def presets(self) -> Mapping[str, Values]:
        """The values that were kept, by name; without those of another number of numbers."""
        return {n: v for n, v in self._presets.items() if len(v) == len(self.saved)}

    def keep_preset(self, name: str) -> None:
        """Keep the numbers as they are now under a name; one of that name is replaced.

        Raises
        ------
        SegmentUsageError
            For a name that is empty or longer than 60 characters.
        """
        name = name.strip() if isinstance(name, str) else ""
        if not 0 < len(name) <= _LONGEST_NAME:
            raise SegmentUsageError(
                "a preset needs a name", remedy=f"Give it 1 to {_LONGEST_NAME} characters."
            )
        self._presets[name] = self.values

    def preset(self, name: str) -> Values:
        """Return the values of a preset.

        Raises
        ------
        SegmentNameError
            If none is called so.
        """
        self._check(name)
        return self._presets[name]

    def drop_preset(self, name: str) -> None:
        """Forget a preset.

        Raises
        ------
        SegmentNameError
            If none is called so.
        """
        self._check(name)
        del self._presets[name]

    def _check(self, name: str) -> None:
        presets = self.presets
        if not isinstance(name, str) or name not in presets:
            raise SegmentNameError(
                f"no preset is called {quoted(name)}",
                exists=closest(str(name), presets) or "There are no presets yet.",
            )


def _number(value: object) -> float:
    """Return a number of any kind as a float; whether it can stand in its place is seen later."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise SegmentUsageError(
            f"{quoted(value)} is no number", remedy='Write live.set("line", "name", 4).'
        )
    try:
        # without the sign of a zero, which nobody sees
        return float(value) + 0.0
    except OverflowError:
        raise SegmentUsageError("the number is too large", remedy="Give a smaller one.") from None
