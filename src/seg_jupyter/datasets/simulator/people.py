"""Who the customers are: what one sees of them, and their planted engagement and loyalty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from seg_jupyter.datasets.simulator import plan
from seg_jupyter.datasets.simulator.calendar import DAY, Calendar
from seg_jupyter.datasets.simulator.chance import (
    Array,
    Chance,
    choice,
    lognormal,
    normal,
    thresholds,
)
from seg_jupyter.datasets.simulator.columns import Columns, Gaps, Words
from seg_jupyter.datasets.simulator.settings import Settings

FIRST_ID = 100_001
NOT_SLIDING = -1
_MONTHS_BEFORE = 36
_JOINED_BEFORE = 0.6

REGIONS = {"North": 0.2, "South": 0.25, "East": 0.15, "West": 0.3, "Islands": 0.1}
ACQUIRED = {"search": 0.3, "social": 0.22, "referral": 0.12, "partner": 0.1, "organic": 0.26}
GENDERS = {"female": 0.49, "male": 0.47, "other": 0.04}
INCOMES = {"under 25k": 0.25, "25k to 50k": 0.4, "50k to 100k": 0.27, "over 100k": 0.08}
VALUES = {"price": 0.35, "quality": 0.3, "sustainability": 0.15, "convenience": 0.2}
INDUSTRIES = {"hospitality": 0.3, "retail": 0.25, "services": 0.3, "education": 0.15}
SIZES = {"1 to 9": 0.6, "10 to 49": 0.25, "50 to 249": 0.11, "250 and more": 0.04}
STAGES = ("lead", "trial", "customer", "former customer")
HOUSEHOLDS = (0.32, 0.34, 0.16, 0.12, 0.06)
_YOUNGEST = 18
_AGES = [4 + 5 * k / 12 for k in range(12)] + [9.0] * 30 + [9 - k / 3 for k in range(26)]
"""How many people of each age there are, from the youngest on, one to another."""


@dataclass(frozen=True, eq=False)
class People:
    """Some of the customers, one place of every array for each.

    Parameters
    ----------
    ids, signed_up, left
        The ids; when they signed up, and stopped: seconds, as a calendar has them.
    engagement, loyalty
        Whole points in every month: shape (customers, months).
    slides, slide_month, recovers
        How they slide (the place in `plan.SLIDES`, or -1), from which month on, and who returns.
    age, habit, spends
        Years; points of activity that engagement does not explain; by what orders are larger.
    preferred
        The place of the channel in `plan.CHANNELS`.
    never
        By channel, who never uses it.
    lead, business, speaks_up, consent
        Who never became a member, is a business, speaks up when loyal, agreed to messages.
    plan, interest, acquired
        The places of the words.
    """

    ids: Array
    signed_up: Array
    left: Array
    engagement: Array
    loyalty: Array
    slides: Array
    slide_month: Array
    recovers: Array
    age: Array
    habit: Array
    spends: Array
    preferred: Array
    never: Mapping[str, Array]
    lead: Array
    business: Array
    speaks_up: Array
    consent: Array
    plan: Array
    interest: Array
    acquired: Array

    def __len__(self) -> int:
        return len(self.ids)

    def drive(self, of: str, channel: str, calendar: Calendar, settings: Settings) -> Array:
        """Return how active everybody is in a channel, in points: shape (customers, months)."""
        both = self.engagement + self.loyalty
        points = {"engagement": self.engagement, "loyalty": self.loyalty, "both": both // 2}[of]
        person = self.habit.copy()
        if channel in plan.CHANNELS:
            person += plan.BONUS * (self.preferred == plan.CHANNELS.index(channel))
        month = calendar.years * plan.DRIFT.get(channel, 0) + settings.mix.get(channel, 0)
        if channel in ("web", "orders"):
            month = month + np.array(plan.SEASON)[calendar.of_year]
        drive = points + person[:, None] + month.astype(np.int16)
        clipped: Array = np.clip(drive, 0, plan.TOP)
        return clipped


def people(settings: Settings, calendar: Calendar, piece: int, first: int, size: int) -> People:
    """Make some customers: so many, from a place on, of one piece of the whole."""

    def chance(name: str) -> Chance:
        return Chance(settings.seed, piece, name)

    signed_up = _signed_up(chance("signed up"), calendar, size)
    one, other = (chance(name).pick(normal(), size) for name in ("engagement", "loyalty"))
    rest = (1 - plan.CORRELATION**2) ** 0.5
    starts = (
        _points(plan.ENGAGEMENT, one),
        _points(plan.LOYALTY, plan.CORRELATION * one + rest * other),
    )
    kinds = choice([share for _, share in plan.SLIDES.values()])
    slides = chance("kind of slide").pick(kinds, size).astype(np.int8)
    slides[~chance("slides").hits(plan.SLIDE, size)] = NOT_SLIDING
    months = max(calendar.months - 6, 1)
    slide_month = np.where(slides >= 0, 3 + chance("slide month").below(months, size), -1)
    recovers = chance("recovers").hits(plan.RECOVER, size) & (slides >= 0)
    engagement, loyalty = _over_time(starts, slides, slide_month, recovers, calendar.months)
    lead = chance("lead").hits(plan.LEAD, size)
    age = _age(chance("age"), size)
    return People(
        ids=FIRST_ID + first + np.arange(size),
        signed_up=signed_up,
        left=_left(chance("left"), calendar, signed_up, loyalty, lead),
        engagement=engagement,
        loyalty=loyalty,
        slides=slides,
        slide_month=slide_month.astype(np.int16),
        recovers=recovers,
        age=age,
        habit=np.rint(chance("habit").pick(normal(), size) * plan.HABIT).astype(np.int16),
        spends=chance("spends").pick(lognormal(plan.SPENDS), size)
        if settings.heavy_tails
        else np.ones(size),
        preferred=_preferred(chance("preferred"), age),
        never={
            channel: chance(f"never {channel}").hits(share, size)
            if settings.zero_inflation
            else np.zeros(size, np.bool_)
            for channel, share in plan.NEVER.items()
        },
        lead=lead,
        business=chance("business").hits(plan.BUSINESS, size),
        speaks_up=chance("speaks up").hits(plan.SPEAKS_UP, size),
        consent=chance("consent").hits(0.88, size),
        plan=chance("plan").pick(choice((0.5, 0.35, 0.15)), size),
        interest=chance("interest").pick(choice((0.3, 0.3, 0.2, 0.2)), size),
        acquired=chance("acquired").pick(choice(list(ACQUIRED.values())), size),
    )


def _points(curve: tuple[int, int], drawn: Array) -> Array:
    mean, spread = curve
    points: Array = np.clip(np.rint(mean + spread * drawn), 0, 100).astype(np.int16)
    return points


def _signed_up(chance: Chance, calendar: Calendar, size: int) -> Array:
    """Draw the midnight before somebody's first day: most before the start, then evenly."""
    before = chance.hits(_JOINED_BEFORE, size)
    earlier = -1 - chance.below(_MONTHS_BEFORE * 30, size)
    later = chance.below(calendar.end // DAY, size)
    return np.where(before, earlier, later) * DAY


def _over_time(
    starts: tuple[Array, Array], slides: Array, month: Array, recovers: Array, months: int
) -> tuple[Array, Array]:
    """Return engagement and loyalty in every month: level, but for those who slide."""
    speed = np.array([points for points, _ in plan.SLIDES.values()], np.int16)[slides]
    speed[slides < 0] = 0
    found: list[Array] = []
    for start, lag, tenths in ((starts[0], 0, 10), (starts[1], plan.LAG, 8)):
        since = np.arange(months) - month[:, None] + 1 - lag
        gone = np.clip(since, 0, None)
        back = np.where(recovers[:, None], np.clip(since - plan.TURN, 0, None), 0)
        lost = np.minimum(np.clip(gone - 2 * back, 0, None) * speed[:, None], plan.DEEPEST)
        level = start[:, None] - lost * tenths // 10
        found.append(np.clip(level, 0, 100).astype(np.int16))
    return found[0], found[1]


def _left(
    chance: Chance, calendar: Calendar, signed_up: Array, loyalty: Array, lead: Array
) -> Array:
    """Draw the end of the month in which a member leaves; long after the end for who stays."""
    level, by_point = plan.LEFT
    share = np.maximum(level + by_point * np.arange(101), plan.LEAST_LEFT)
    leaves = chance.levels(*loyalty.shape) < thresholds(share)[loyalty]
    leaves &= np.arange(calendar.months) > calendar.month_of(signed_up)[:, None]
    leaves[lead] = False
    month = np.where(leaves.any(axis=1), leaves.argmax(axis=1), calendar.months)
    return np.append(calendar.starts[1:], 100 * calendar.end)[month]


def _age(chance: Chance, size: int) -> Array:
    return _YOUNGEST + chance.pick(choice(_AGES), size).astype(np.int16)


def _preferred(chance: Chance, age: Array) -> Array:
    tables = np.stack([choice(shares) for shares in plan.PREFERENCES.values()])
    return tables[age_group(age), chance.levels(len(age))]


def age_group(age: Array) -> Array:
    """Return the place of each age's group in `plan.PREFERENCES`."""
    return (age >= plan.YOUNG).astype(np.int8) + (age >= plan.OLD)


def described(people: People, settings: Settings, calendar: Calendar, piece: int) -> Columns:
    """Return the frame of customers: what a company would know of them."""
    size = len(people)

    def drawn(name: str, shares: Mapping[str, float], among: Array | None = None) -> Words:
        codes = Chance(settings.seed, piece, name).pick(choice(list(shares.values())), size)
        codes = codes.astype(np.int8)
        if among is not None:
            codes[~among] = -1
        return Words(_gaps(settings, piece, name, codes), tuple(shares))

    def noise(name: str, most: int) -> Array:
        return Chance(settings.seed, piece, name).below(most, size)

    unknown = Chance(settings.seed, piece, "no age").hits(settings.missing, size)
    households = Chance(settings.seed, piece, "household").pick(choice(HOUSEHOLDS), size)
    return {
        "customer_id": people.ids,
        "signed_up": calendar.moments(people.signed_up),
        "acquired_by": Words(people.acquired, tuple(ACQUIRED)),
        "customer_type": Words(people.business.astype(np.int8), ("private", "business")),
        "industry": drawn("industry", INDUSTRIES, people.business),
        "employees": drawn("employees", SIZES, people.business),
        "region": drawn("region", REGIONS),
        "age": Gaps(people.age, unknown),
        "gender": drawn("gender", GENDERS),
        "household_size": households.astype(np.int64) + 1,
        "income": drawn("income", INCOMES),
        "interest": Words(people.interest, settings.names.interests),
        "values": drawn("values", VALUES),
        "plan": Words(
            np.where(people.lead, -1, people.plan).astype(np.int8), tuple(settings.names.plans)
        ),
        "funnel_stage": Words(_stage(people, calendar), STAGES),
        "consent": people.consent,
        "objected": Chance(settings.seed, piece, "objected").hits(0.02, size),
        "page_load_ms": 200 + noise("page_load_ms", 1800),
        "screen_brightness": noise("screen_brightness", 101),
    }


def _gaps(settings: Settings, piece: int, name: str, codes: Array) -> Array:
    """Leave some of the answers out, where customers answer at all."""
    found = codes.copy()
    if name in ("gender", "income", "values"):
        found[Chance(settings.seed, piece, f"no {name}").hits(settings.missing, len(codes))] = -1
    return found


def _stage(people: People, calendar: Calendar) -> Array:
    new = people.signed_up >= calendar.end - 30 * DAY
    stages = np.where(new, STAGES.index("trial"), STAGES.index("customer"))
    stages = np.where(people.left <= calendar.end, STAGES.index("former customer"), stages)
    return np.where(people.lead, STAGES.index("lead"), stages).astype(np.int8)
