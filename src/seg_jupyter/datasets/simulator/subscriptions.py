"""Who still gets messages, and until when."""

from __future__ import annotations

import numpy as np

from seg_jupyter.datasets.simulator import plan
from seg_jupyter.datasets.simulator.calendar import Calendar
from seg_jupyter.datasets.simulator.chance import Array, Chance, straight, thresholds
from seg_jupyter.datasets.simulator.people import People
from seg_jupyter.datasets.simulator.settings import Settings


def last_month(people: People, settings: Settings, calendar: Calendar, piece: int) -> Array:
    """Return the month in which each customer unsubscribes; after the last one for who does not.

    Somebody who never agreed to messages has none to unsubscribe from: -1.
    """
    drive = people.drive("engagement", "email", calendar, settings)
    chance = thresholds(straight(plan.UNSUBSCRIBED, plan.TOP))
    goes = Chance(settings.seed, piece, "unsubscribes").levels(*drive.shape) < chance[drive]
    goes &= np.arange(calendar.months) >= calendar.month_of(people.signed_up)[:, None]
    month = np.where(goes.any(axis=1), goes.argmax(axis=1), calendar.months)
    return np.where(people.consent, month, -1)
