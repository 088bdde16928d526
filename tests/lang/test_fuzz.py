"""Whatever is typed into a cell: a tree or one clear error, never anything else."""

from __future__ import annotations

import random
from collections import Counter

from lang.tables import SCHEMA
from seg_jupyter.errors import SegmentError, SegmentSyntaxError, lines_of
from seg_jupyter.lang.checker import check
from seg_jupyter.lang.parser import parse

CELLS = 20_000

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
PAYLOADS = (
    "__import__('os').system('id')",
    "().__class__.__bases__[0].__subclasses__()",
    "[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == 'Popen'][0]('id')",
    "(lambda: exec('1'))()",
    "eval(compile('1', '', 'eval'))",
    "getattr(__builtins__, 'ev' + 'al')('1')",
    "f'{().__class__}'",
    "'{0.__class__}'.format(1)",
    "(x := __import__('os'))",
    "@exec\n@input\nclass X: pass",
    "def f(*a, **k): return a",
    "async def f(): await g()",
    "try: 1/0\nexcept* E as e: pass",
    "match x:\n case {'a': [1, *_]}: pass",
    "print(open('/etc/passwd').read())",
    "9**9**9**9",
    "'a' * 10**10",
    "x[1:2, ..., None]",
    "{**a, 'b': 1}",
    "0xdeadbeef + 0b1 + 0o7 + 1j",
    "b'x' + rb'y' + u'z'",
    "'''a\nb'''",
    "a if b else c if d",
    "%timeit x\n!ls\n?x\nx?",
    "df.query('a > 1')",
    "'; DROP TABLE customers; --",
    "<script>alert(1)</script>: x > 3",
    "=HYPERLINK(\"http://x\")",
    "${jndi:ldap://x}",
    "\x1b]0;title\x07\x1b[31m",
    "type('X', (), {'__del__': print})",
    "global x; del x; assert x, yield x",
)  # fmt: skip
SPACED = """
    ( ) [ ] , = == != < <= > >= + - * / ** // := & | ~ ^ % @ ! ? : ; . \\ ` ' " # { } $ -> …
    and or not in if else is None True False lambda for import otherwise AND IN null
    x spend plan newbie signup joined empty tags amount channel value Active A 顧客 नमस्ते
    0 1 3.5 1e9 1e999 007 90d 0x1 1_0 1__0 9999999999999999999 2026-01-31 ٣
    'a' "b" '2026-01-31' '90d' `class` `` f'a'
    score( rank( count( sum( fill( missing( days_since( contains( least( where= last= eval(
"""
WORDS = (
    *SPACED.split(),
    *("\n", "\r\n", "\r", "\t", " ", "\f", "\x0b", "\xa0", "\u3000", "\u2028", "\ufeff", "\u200b"),
    *("\x00", "\x1b[31m", "\ud800", "\udfff", "👍🏽", "e\u0301", "\u202e", "“", "−", "²", "ﬁ"),
)  # fmt: skip


def mutated(rng: random.Random) -> str:
    """A valid cell with some letters lost, doubled, moved or replaced."""
    text = list(rng.choice(VALID))
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(text))
        match rng.randrange(4):
            case 0:
                del text[at : at + rng.randint(1, 3)]
            case 1:
                text[at:at] = text[at : at + rng.randint(1, 8)]
            case 2:
                text[at:at] = rng.choice(WORDS)
            case _:
                text[at] = chr(rng.randrange(32, 127))
        text = text or ["x"]
    return "".join(text)


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
    return where.replace("{}", rng.choice(PAYLOADS))


def repeated(rng: random.Random) -> str:
    """One piece many times: deep, long and wide."""
    return rng.choice(["x = ", "A: ", ""]) + rng.choice(WORDS) * rng.choice([10, 60, 300, 9_000])


KINDS = [mutated] * 8 + [words] * 6 + [characters] * 3 + [payload] * 2 + [repeated]


def test_any_text_gives_a_tree_or_one_clear_error() -> None:
    rng = random.Random("cells")
    outcomes: Counter[str] = Counter()
    for _ in range(CELLS):
        text = rng.choice(KINDS)(rng)
        try:
            check(parse(text), SCHEMA)
        except SegmentError as error:
            outcomes[type(error).__name__] += 1
            assert_clear(error, text)
        except Exception as error:
            raise AssertionError(f"{text!r} gave {error!r}") from error
        else:
            outcomes["accepted"] += 1
    # the generator reaches every answer there is
    assert outcomes.keys() == {
        "accepted",
        "SegmentSyntaxError",
        "SegmentNameError",
        "SegmentTypeError",
    }
    assert min(outcomes.values()) > CELLS // 100


def assert_clear(error: SegmentError, text: str) -> None:
    shown = str(error)
    lines = shown.split("\n")
    assert shown == str(error)
    assert len(lines) <= 6, text
    assert all(len(line) <= 300 for line in lines), text
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in shown if c not in "\n\t"), text
    shown.encode()
    if error.line is None:
        assert isinstance(error, SegmentSyntaxError)
        assert error.problem == "the cell is empty" or error.problem.startswith("the cell has ")
        return
    assert error.source == text
    assert error.column is not None
    source = lines_of(text)[error.line - 1]
    assert 1 <= error.column <= len(source) + 1, text
    assert lines[0] == f"line {error.line}, column {error.column}: {lines[0].partition(': ')[2]}"
    assert set(lines[2].lstrip(" \t")) == {"^"}, text


def test_the_payloads_never_pass() -> None:
    for payload_ in PAYLOADS:
        for start in ("x = ", "A: "):
            try:
                check(parse(start + payload_), SCHEMA)
            except SegmentError:
                continue
            raise AssertionError(payload_)
