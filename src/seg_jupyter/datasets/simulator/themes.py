"""Seven companies: they differ in names and in the mix of channels, not in how they work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from seg_jupyter.errors import SegmentUsageError, closest, quoted


@dataclass(frozen=True)
class Theme:
    """What one company sells, and what things are called there.

    Parameters
    ----------
    company
        What kind of company it is.
    use
        The word for using the product, as `usage.event` has it.
    plans
        Monthly price in cents of each plan, from the smallest.
    products
        By category the names and prices in cents of what is sold beside the subscription.
    interests
        What a customer may be interested in: one for each category, in the same order.
    topics
        What people contact the support for.
    mix
        By channel the points by which everybody is more, or less, active there.
    """

    company: str
    use: str
    plans: Mapping[str, int]
    products: Mapping[str, Mapping[str, int]]
    interests: tuple[str, ...]
    topics: tuple[str, ...]
    mix: Mapping[str, int] = field(default_factory=dict)


THEMES = {
    "shop": Theme(
        company="shop",
        use="open_box",
        plans={"Mini": 990, "Classic": 1_990, "Grand": 3_990},
        products={
            "kitchen": {"Knife set": 4_900, "Tea tin": 1_250, "Cast-iron pan": 5_900},
            "home": {"Candle": 990, "Wool blanket": 6_900, "Vase": 2_400},
            "garden": {"Seed box": 1_490, "Secateurs": 2_990, "Planter": 1_990},
            "stationery": {"Notebook": 890, "Fountain pen": 3_490, "Calendar": 1_690},
        },
        interests=("cooking", "living", "gardening", "writing"),
        topics=("delivery", "damaged item", "invoice", "change of plan"),
    ),
    "music": Theme(
        company="music service",
        use="listen",
        plans={"Free+": 290, "Single": 1_090, "Family": 1_790},
        products={
            "concerts": {"Club night": 2_900, "Arena show": 8_900, "Festival pass": 18_900},
            "records": {"Single": 790, "Album": 2_290, "Box set": 7_900},
            "merchandise": {"Cap": 1_990, "Shirt": 2_990, "Poster": 1_290},
            "lessons": {"Trial lesson": 990, "Course": 9_900, "Sheet music": 590},
        },
        interests=("live music", "collecting", "fan culture", "playing"),
        topics=("playback", "account", "invoice", "missing track"),
        mix={"product": 12, "social": 5, "email": -5, "web": -4},
    ),
    "travel": Theme(
        company="travel club",
        use="plan_trip",
        plans={"Explorer": 490, "Traveller": 1_290, "Nomad": 2_990},
        products={
            "stays": {"Hostel night": 3_500, "Hotel night": 11_900, "Cabin weekend": 24_900},
            "transport": {"Coach": 1_900, "Train": 5_900, "Flight": 17_900},
            "tours": {"City walk": 1_900, "Day tour": 6_900, "Diving day": 12_900},
            "insurance": {"Trip cover": 1_490, "Year cover": 5_900, "Luggage cover": 890},
        },
        interests=("cities", "the road", "adventure", "safety"),
        topics=("booking", "cancellation", "invoice", "luggage"),
        mix={"web": 8, "product": -10, "orders": -6, "email": 4},
    ),
    "beauty": Theme(
        company="beauty club",
        use="check_in",
        plans={"Pearl": 390, "Ruby": 990, "Diamond": 1_990},
        products={
            "skin": {"Cream": 2_490, "Serum": 3_990, "Mask": 490},
            "hair": {"Shampoo": 890, "Treatment": 1_890, "Brush": 1_290},
            "make-up": {"Lipstick": 1_490, "Palette": 3_490, "Mascara": 1_290},
            "fragrance": {"Sample set": 1_990, "Eau de toilette": 5_490, "Body mist": 1_190},
        },
        interests=("skin care", "hair care", "make-up", "fragrance"),
        topics=("points", "delivery", "invoice", "colour match"),
        mix={"social": 10, "orders": 4, "product": -8},
    ),
    "video": Theme(
        company="video service",
        use="watch",
        plans={"With ads": 490, "Standard": 1_290, "Premium": 1_890},
        products={
            "rentals": {"New release": 590, "Classic": 290, "Season": 1_990},
            "purchases": {"Film": 1_190, "Series": 3_490, "Collection": 5_900},
            "events": {"Live match": 1_490, "Premiere": 990, "Concert film": 790},
            "channels": {"Arts": 390, "Sport": 990, "Children": 490},
        },
        interests=("cinema", "series", "sport", "family"),
        topics=("playback", "account", "invoice", "subtitles"),
        mix={"product": 14, "email": -6, "web": -6, "social": -3},
    ),
    "sports": Theme(
        company="sports club",
        use="train",
        plans={"Off-peak": 1_990, "Full": 3_490, "With coach": 6_900},
        products={
            "shoes": {"Running": 11_900, "Indoor": 8_900, "Trail": 13_900},
            "clothing": {"Shirt": 2_990, "Shorts": 2_490, "Jacket": 7_900},
            "equipment": {"Mat": 2_490, "Kettlebell": 3_490, "Rope": 1_290},
            "nutrition": {"Bar": 290, "Protein": 2_990, "Bottle": 1_190},
        },
        interests=("running", "gym", "yoga", "team sport"),
        topics=("opening hours", "delivery", "invoice", "freeze membership"),
        mix={"product": 8, "web": -3, "support": 3},
    ),
    "coffee": Theme(
        company="coffee chain",
        use="scan_card",
        plans={"Bean": 190, "Double": 590, "Barista": 1_490},
        products={
            "drinks": {"Espresso": 260, "Flat white": 390, "Cold brew": 450},
            "food": {"Croissant": 290, "Sandwich": 650, "Cake": 420},
            "beans": {"House blend": 1_190, "Single origin": 1_690, "Decaf": 1_290},
            "gear": {"Mug": 1_490, "Grinder": 8_900, "Filter papers": 490},
        },
        interests=("quick cup", "lunch", "home brewing", "equipment"),
        topics=("points", "wrong order", "invoice", "lost card"),
        mix={"orders": 14, "product": 6, "email": -4, "web": -8},
    ),
}


def theme_of(name: str) -> Theme:
    """Return a theme by its name.

    Raises
    ------
    SegmentUsageError
        If there is none.
    """
    if name in THEMES:
        return THEMES[name]
    raise SegmentUsageError(
        f"there is no theme {quoted(name)}",
        exists=closest(str(name), THEMES),
        remedy=f"Use one of {', '.join(THEMES)}.",
    )
