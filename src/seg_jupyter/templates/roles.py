"""What the frames have for a starting point: metrics of activities, amounts and answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from seg_jupyter.lang.quoting import as_name, as_text
from seg_jupyter.templates import vocabulary
from seg_jupyter.templates.cell import Lack, Metric
from seg_jupyter.templates.given import Given
from seg_jupyter.templates.look import Column, Look
from seg_jupyter.templates.vocabulary import Activity, Channel, Words

_NO_COUNTS = "since, last, days, rate, share, per, average, avg, mean"
"""Words in names of columns that are no counts."""
QUARTER, YEAR = "90d", "1y"


@dataclass(frozen=True, slots=True)
class Signal:
    """Events of one kind: the condition that holds for them, empty for all, and why."""

    condition: str
    why: str = ""

    def arguments(self, *first: str, last: str | None = None) -> str:
        """Return what an aggregation of these events has between its brackets."""
        where = f"where={self.condition}" if first and self.condition else self.condition
        window = "" if last is None else f"last={as_text(last)}"
        return ", ".join(part for part in (*first, where, window) if part)


class Roles:
    """The frames, asked for what they have.

    Every answer is a metric, or what is lacking for one.
    """

    def __init__(self, given: Given) -> None:
        self.given = given

    @property
    def events(self) -> Look | None:
        """The events, if there are any."""
        return self.given.events

    # what happens

    def signal(self, activity: Activity) -> Signal | None:
        """Return the events of an activity; None if none is told by a frequent text."""
        for column, texts in self._event_texts.items():
            if found := activity.among(texts):
                return _signal(column, found)
        if found := activity.in_sources(self._sources):
            return _signal(vocabulary.SOURCE, found)
        return None

    def purchases(self) -> Signal | None:
        """Return the events that are purchases: where nothing tells, all of a frame with money."""
        if self.events is None:
            return None
        told = self.signal(vocabulary.PURCHASES)
        if told is not None or self._money is None:
            return told
        if self._event_texts or self._sources:
            money = self._money
            return Signal(f"{money.written} > 0", f"guessed: what has {money.name} is a purchase")
        return Signal("", f"guessed: {self.events.called} has money, so each row is a purchase")

    def of_channel(self, channel: Channel) -> Signal | None:
        """Return the events on a channel: what people do there, not what is sent to them."""
        for column, texts in self._event_texts.items():
            found = [text for activity in channel.activities for text in activity.among(texts)]
            if found:
                return _signal(column, found)
        sources = [text for text in self._sources if _is_of(text, channel)]
        return _signal(vocabulary.SOURCE, sources) if sources else None

    def named_channels(self) -> dict[str, Signal]:
        """Return the events by the texts of a column that is named for channels."""
        if self.events is None:
            return {}
        for column in self.events.text(vocabulary.CHANNEL):
            if column == vocabulary.SOURCE:
                continue
            texts = self.given.event_texts(column)
            if len(texts) > 1:
                return {text: _signal(column, [text]) for text in texts}
        return {}

    @cached_property
    def _own_doing(self) -> Signal:
        """The events that people make themselves; all, where none of the others is told."""
        for column, texts in self._event_texts.items():
            if others := vocabulary.DONE_TO_THEM.among(texts):
                why = f"guessed: {' and '.join(map(as_text, others))} are not their doing"
                if len(others) == 1:
                    why = f"guessed: {as_text(others[0])} is not their doing"
                return _signal(column, others, but=True, why=why)
        return Signal("")

    @cached_property
    def _event_texts(self) -> dict[str, list[str]]:
        """The columns that say what happened, and their frequent texts."""
        if self.events is None:
            return {}
        columns = self.events.text(vocabulary.EVENT)
        found = {column: self.given.event_texts(column) for column in columns}
        return {column: texts for column, texts in found.items() if texts}

    @cached_property
    def _sources(self) -> list[str]:
        known = self.events is not None and vocabulary.SOURCE in self.events.text(
            vocabulary.CHANNEL
        )
        return self.given.event_texts(vocabulary.SOURCE) if known else []

    # metrics

    def actions(self, channel: Channel, last: str | None = QUARTER) -> Metric | Lack:
        """Return how often somebody did something on a channel."""
        name = f"{channel.name}_actions"
        signal = self.of_channel(channel)
        if signal is None:
            example = Signal(f"channel == {as_text(channel.name)}").arguments(last=last)
            what = f"events of {channel.label.lower()}"
            return Lack(what, f"{name} = count({example})", plural=True)
        return Metric(name, f"count({signal.arguments(last=last)})", signal.why)

    def bought(self, last: str | None = QUARTER) -> Metric | Lack:
        """Return how often somebody bought."""
        signal = self.purchases()
        if signal is None:
            return self.count(vocabulary.PURCHASES, last)
        return Metric("purchases", f"count({signal.arguments(last=last)})", signal.why)

    def active_days(
        self, signal: Signal | None = None, last: str | None = QUARTER
    ) -> Metric | Lack:
        """Return on how many days something happened."""
        if self.events is None:
            return Lack("events", f"active_days = active_days({_window(last)})", plural=True)
        signal = signal or self._own_doing
        return Metric("active_days", f"active_days({signal.arguments(last=last)})", signal.why)

    def days_away(self, signal: Signal | None = None) -> Metric | Lack:
        """Return how many days the last event is ago, or what the customers have of it."""
        if self.events is not None:
            signal = signal or self._own_doing
            return Metric("days_away", f"recency({signal.arguments()})", signal.why)
        if column := self._own_number(vocabulary.RECENCY):
            return Metric("days_away", column.written, column.why)
        if column := self._last_date:
            self.given.read_up_to(column)
            return Metric("days_away", f"days_since({column.written})", column.why)
        return Lack("recency", "days_away = days since the last event")

    @cached_property
    def _last_date(self) -> Column | None:
        customers = self.given.customers
        return None if customers is None else customers.date(vocabulary.LAST_DATE)

    def count(self, activity: Activity, last: str | None = QUARTER) -> Metric | Lack:
        """Return how often something was done."""
        signal = self.signal(activity)
        if signal is not None:
            return Metric(activity.noun, f"count({signal.arguments(last=last)})", signal.why)
        column = self._own_number(Words(activity.noun, activity.noun, _NO_COUNTS))
        if column is not None:
            return Metric(f"{activity.noun}_so_far", column.written, column.why)
        example = Signal(f"event == {as_text(activity.noun[:-1])}").arguments(last=last)
        return Lack(activity.noun, f"{activity.noun} = count({example})", plural=True)

    def spend(self, last: str | None = None) -> Metric | Lack:
        """Return what was spent: on purchases, where they can be told."""
        if self.events is None:
            column = self._own_number(vocabulary.MONEY)
            if column is not None:
                return Metric("money_spent", column.written, column.why)
        elif money := self._money:
            signal = self.purchases() or Signal("")
            arguments = signal.arguments(money.written, last=last)
            return Metric("money_spent", f"sum({arguments})", money.why)
        return Lack("money", "money_spent = sum(amount)")

    def mean(self, words: Words, name: str) -> Metric | Lack:
        """Return the mean answer or value of the events, or what the customers have of it."""
        return self._measured(words, name, "mean", None)

    def total(self, words: Words, name: str, last: str | None = QUARTER) -> Metric | Lack:
        """Return the sum of a value of the events, or what the customers have of it."""
        return self._measured(words, name, "sum", last)

    def _measured(self, words: Words, name: str, how: str, last: str | None) -> Metric | Lack:
        if self.events is not None and (column := self.events.number(words)):
            arguments = Signal("").arguments(column.written, last=last)
            return Metric(name, f"{how}({arguments})", column.why)
        if column := self._own_number(words):
            return Metric(name, column.written, column.why)
        return Lack(words.noun, f"{name} = {how}({words.noun})")

    @cached_property
    def _money(self) -> Column | None:
        return None if self.events is None else self.events.number(vocabulary.MONEY)

    def _own_number(self, words: Words) -> Column | None:
        return None if self.given.customers is None else self.given.customers.number(words)


def _signal(column: str, texts: Sequence[str], why: str = "", *, but: bool = False) -> Signal:
    """Return the events that have one of some texts in a column, or all but those."""
    written = [as_text(text) for text in texts]
    one, more = ("!=", "not in") if but else ("==", "in")
    is_one = f"{one} {written[0]}" if len(written) == 1 else f"{more} [{', '.join(written)}]"
    return Signal(f"{as_name(column)} {is_one}", why or f"guessed: from the words in {column}")


def _is_of(source: str, channel: Channel) -> bool:
    return bool(Activity("", "", channel.sources).in_sources([source]))


def _window(last: str | None) -> str:
    return Signal("").arguments(last=last)
