"""Random cells of every kind: nearly valid, long and deep, words in any order, any characters."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from lang.payloads import PAYLOADS
from lang.writer import Writer
from seg_jupyter.lang.functions import AGGREGATION_KEYWORDS, FUNCTIONS, OTHER_NAMES

VALID = (
    "orders = count(amount > 3, last='90d')\nvalue = score(3 * orders, -visits, rank(spend))\n"
    "Active: value >= 70 # most\nAt risk: 25 <= orders < 180 and plan in ['a', \"b\"]\n"
    "Rest: otherwise",
    "x = fill(recency(), 9999)\r\ny = (x +\r\n 1) / 2\r\nA: not missing(plan) or x != 3",
    "x = 1 if newbie else 2\nA: signup >= '2026-01-31' and joined < '2026-02-01 08:30'",
    "Can't lose them: `days since visit` > 1_000.5 and `class` == -3",
    "顧客層: 顧客 > 3 # 👍\nعملاء: contains(plan, 'عملاء')",
    "z = sum(amount, where=channel == 'shop' and not returned, last='12w') * -1",
)
SPACED = """
    ( ) [ ] , = == != < <= > >= + - * / ** // := & | ~ ^ % @ ! ? : ; . \\ ` ' " # { } $ -> …
    and or not in if else is None True False lambda for import otherwise AND IN null
    x spend plan newbie signup joined empty tags amount channel value Active A 顧客 नमस्ते
    0 1 3.5 1e9 1e999 007 90d 0x1 1_0 1__0 9999999999999999999 2026-01-31 ٣
    'a' "b" '2026-01-31' '90d' `class` `` f'a' eval(
"""
WORDS = (
    *SPACED.split(),
    *(f"{name}(" for name in FUNCTIONS),
    *(f"{name}(" for name in OTHER_NAMES),
    *(f"{name}=" for name in AGGREGATION_KEYWORDS),
    *("\n", "\r\n", "\r", "\t", " ", "\f", "\x0b", "\xa0", "\u3000", "\u2028", "\ufeff", "\u200b"),
    *("\x00", "\x1b[31m", "\ud800", "\udfff", "👍🏽", "e\u0301", "\u202e", "“", "−", "²", "ﬁ"),
)  # fmt: skip
_TOKEN = re.compile(r"\w+|[^\S\n]+|.", re.DOTALL)


def written(rng: random.Random) -> str:
    """A cell over the whole table of functions, most likely valid."""
    return Writer(rng).cell()


def mutated(rng: random.Random) -> str:
    """A cell with some characters, tokens or lines lost, doubled, moved or replaced."""
    text = rng.choice(VALID) if rng.random() < 0.2 else written(rng)
    for _ in range(rng.randint(1, 4)):
        pieces = rng.choice([list, _TOKEN.findall, _lines])(text)
        _mutate(rng, pieces)
        text = "".join(pieces) or "x"
    return text


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n?", text)


def _mutate(rng: random.Random, pieces: list[str]) -> None:
    at = rng.randrange(len(pieces))
    match rng.randrange(6):
        case 0:
            del pieces[at : at + rng.randint(1, 3)]
        case 1:
            pieces[at:at] = pieces[at : at + rng.randint(1, 8)]
        case 2:
            pieces[at:at] = rng.choice(WORDS)
        case 3:
            pieces[at] = chr(rng.randrange(32, 127))
        case 4:
            pieces[at] = rng.choice(WORDS)
        case _:
            other = rng.randrange(len(pieces))
            pieces[at], pieces[other] = pieces[other], pieces[at]


def words(rng: random.Random) -> str:
    """Words and signs in any order, half of the time behind a proper start of a line."""
    start = rng.choice(["", "", "x = ", "A: "])
    return start + rng.choice(["", " "]).join(rng.choices(WORDS, k=rng.randint(0, 12)))


def characters(rng: random.Random) -> str:
    """Any characters at all, unpaired surrogates among them."""
    limit = rng.choice([0x80, 0x100, 0x3000, 0x110000])
    start = rng.choice(["", "x = ", "A: ", "x = '"])
    return start + "".join(chr(rng.randrange(limit)) for _ in range(rng.randint(0, 30)))


def payload(rng: random.Random) -> str:
    """A published way out of a sandbox, on its own or in a place of the language."""
    where = rng.choice(
        ["{}", "x = {}", "A: {}", "x = ({})", "x = score({})", "x = f({}", "{}: x > 3"]
    )
    return where.replace("{}", rng.choice(rng.choice(list(PAYLOADS.values()))))


def repeated(rng: random.Random) -> str:
    """One piece some times."""
    return rng.choice(["x = ", "A: ", ""]) + rng.choice(WORDS) * rng.choice([10, 60, 300])


def large(rng: random.Random) -> str:
    """A very long line, something very deep, or very many lines, up to beyond the limits."""
    times = rng.choice([100, 1_000, 5_000, 20_000])
    match rng.randrange(4):
        case 0:
            return rng.choice(["x = ", "A: ", "x = score(", ""]) + rng.choice(WORDS) * times
        case 1:
            opening = rng.choice(
                ["(", "[", "abs(", "-", "not ", "1 if 1 else ", "fill(x, ", "x in ["]
            )
            return f"x = {opening * times}1{rng.choice([')', ']', '']) * times}"
        case 2:
            line = rng.choice(
                ["d{} = spend", "S{}: visits > {}", "d{} = ((1))", "S: x", "# {}", ""]
            )
            return "\n".join(line.replace("{}", str(i)) for i in range(times // 4))
    text = written(rng)
    return (text + "\n") * min(times, 70_000 // len(text))


KINDS: dict[Callable[[random.Random], str], int] = {
    written: 40,
    mutated: 90,
    words: 40,
    characters: 20,
    payload: 10,
    repeated: 10,
    large: 1,
}
"""The kinds of cells, and how often each is made."""


def any_cell(rng: random.Random) -> str:
    """Return a cell of any kind."""
    (kind,) = rng.choices(list(KINDS), list(KINDS.values()))
    return kind(rng)
