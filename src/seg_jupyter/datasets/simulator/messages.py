"""Messages: newsletters and campaigns, sent, opened and clicked, and who unsubscribed."""

from __future__ import annotations

import numpy as np

from seg_jupyter.datasets.simulator import plan
from seg_jupyter.datasets.simulator.calendar import Calendar
from seg_jupyter.datasets.simulator.campaigns import NAMES, Contacts, Mailed
from seg_jupyter.datasets.simulator.chance import Array, Chance, straight, thresholds, waiting
from seg_jupyter.datasets.simulator.columns import Columns, Words
from seg_jupyter.datasets.simulator.happening import Moments, event_columns, in_order, within
from seg_jupyter.datasets.simulator.people import People
from seg_jupyter.datasets.simulator.settings import Settings
from seg_jupyter.datasets.simulator.subscriptions import last_month, letters

KINDS = ("sent", "opened", "clicked", "unsubscribed")
_AT_ONCE = 60
"""Seconds after which a message can be opened at the earliest."""


def emails(
    people: People, settings: Settings, calendar: Calendar, piece: int, contacts: Contacts
) -> Columns:
    """Return the messages' events; `campaign` is missing for newsletters."""
    last = last_month(people, settings, calendar, piece)
    regular = _newsletters(people, calendar, last)
    mailed = contacts.mailed(calendar)
    sent = Mailed(*(np.concatenate(pair) for pair in zip(regular, mailed, strict=True)))
    chance = Chance(settings.seed, piece, "emails")
    drive = people.drive("engagement", "email", calendar, settings)
    points = drive[sent.who, calendar.month_of(sent.at)]
    size = len(points)
    opens, clicks = (
        chance.levels(size) < thresholds(straight(line, plan.TOP))[points]
        for line in (plan.OPENED, plan.CLICKED)
    )
    clicks &= opens
    read = sent.at + _AT_ONCE + chance.pick(waiting(20_000.0), size)
    clicked = read + 5 + chance.pick(waiting(40.0), size)
    goes = (last[regular.who] == calendar.month_of(regular.at)).nonzero()[0]
    parts = (
        (sent.who, sent.at, sent.campaign),
        (sent.who[opens], read[opens], sent.campaign[opens]),
        (sent.who[clicks], clicked[clicks], sent.campaign[clicks]),
        (regular.who[goes], regular.at[goes] + 6 * 3600, regular.campaign[goes]),
    )
    moments = Moments(*(np.concatenate([part[i] for part in parts]) for i in (0, 1)))
    codes = [4 * (campaign + 1) + kind for kind, (_, _, campaign) in enumerate(parts)]
    who, at, code = in_order(moments, np.concatenate(codes))
    return {
        **event_columns(people, calendar, who, at, Words((code & 3).astype(np.int8), KINDS)),
        "campaign": Words((code >> 2).astype(np.int8) - 1, NAMES),
    }


def _newsletters(people: People, calendar: Calendar, last: Array) -> Mailed:
    """Return one a month for all who agreed and did not unsubscribe before."""
    who, month = np.nonzero(np.arange(calendar.months) <= last[:, None])
    sent = within(people, Moments(who, letters(calendar)[month]))
    return Mailed(*sent, np.full(len(sent.who), -1))
