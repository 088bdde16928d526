"""Help: nothing that works is forgotten, and every example runs."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from seg_jupyter.errors import SegmentUsageError
from seg_jupyter.jupyter import examples, glossary
from seg_jupyter.jupyter.arguments import Option, options_of
from seg_jupyter.jupyter.magics import MANUAL, VERBS, SegmentMagics
from seg_jupyter.jupyter.manual import Manual
from seg_jupyter.lang.functions import FUNCTIONS, KEYWORDS, NOT_FUNCTIONS, OTHER_NAMES
from seg_jupyter.lang.tokens import TRUTHS, WORD_OPERATORS

OPTIONS = options_of(SegmentMagics.segment)


def customers() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customer_id": [1, 2, 3],
            "agreed": [True, True, False],
            "objected": [False, True, False],
            "age": [31, 45, None],
            "visits": [3, 0, 12],
            "plan": ["gold yearly", "basic", None],
            "signup": pd.to_datetime(["2024-01-01", "2023-05-01", None]),
        }
    )


def orders() -> pd.DataFrame:
    days = pd.to_datetime(["2024-01-01", "2024-03-01", "2024-03-31"])
    amounts = [20.0, 35.5, 12.0]
    return pd.DataFrame({"customer_id": [1, 1, 2], "ordered_at": days, "amount": amounts})


def said(shell: InteractiveShell, line: str) -> str:
    with capture_output() as captured:
        result = shell.run_cell(line)
    result.raise_error()
    return str(captured.stdout)


# completeness


def test_every_verb_option_function_and_keyword_has_help_with_an_example() -> None:
    tables = [
        (VERBS, examples.VERBS),
        (OPTIONS, examples.OPTIONS),
        (FUNCTIONS, {name: function.example for name, function in FUNCTIONS.items()}),
    ]
    for words, with_example in tables:
        assert set(with_example) == set(words)
        for word, example in with_example.items():
            assert word in example
            assert f"  Example: {example}" in MANUAL.page(word)
            assert word in MANUAL.subjects
    for word, lines in KEYWORDS.items():
        assert "\n".join([lines[0], f"  {lines[1]}"]) in "\n".join(MANUAL.page(word))
        assert word in MANUAL.subjects
    assert (MANUAL.options, MANUAL.verbs) == (OPTIONS, VERBS)


def test_the_overview_names_everything_once() -> None:
    overview = MANUAL.overview()
    for usage, does in VERBS.values():
        assert sum(f"%segment {usage} " in line and line.endswith(does) for line in overview) == 1
    for option in OPTIONS.values():
        assert sum(line.split()[:1] == [option.name] for line in overview) == 1
    for function in FUNCTIONS.values():
        lines = [line for line in overview if line.strip().startswith(f"{function.signature} ")]
        assert [line.endswith(function.summary) for line in lines] == [True]


def test_an_entry_without_an_example_is_shown_without_one() -> None:
    manual = Manual({"fly": ("fly NAME", "fly away")}, {"--x": Option("--x", "an x", None)})
    assert manual.page("fly") == ["%segment fly NAME", "  fly away"]
    assert manual.page("--x") == ["--x", "  an x"]


# pages


@pytest.mark.parametrize(
    ("word", "page"),
    [
        ("save", ["%segment save NAME FILE", "  " + VERBS["save"][1],
                  "  Example: %segment save engagement engagement.json"]),
        ("--chart", ["--chart", "  show the chart below the table",
                     "  Example: %%segment customers --chart"]),
        ("unit", ["--unit WORD", "  what is counted, such as households; else customers",
                  "  Example: %%segment customers --unit households"]),
        ("SUM()", ["sum(x)", "  exact total; 0 without events",
                   "  Each value is taken to six decimals, so that the total is exact; "
                   "with a half-life, the",
                   "  value times its weight.",
                   '  Options: where=condition, last="90d", offset="90d", half_life="30d"',
                   '  Example: spend = sum(amount, last="1y")']),
        ("avg", ["avg is called mean here.", "", "mean(x)",
                 "  average of the values that are present",
                 "  Each value is taken to six decimals, as in sum.",
                 '  Options: where=condition, last="90d", offset="90d"',
                 "  Example: basket = mean(amount)"]),
        ("share", ["share(condition)", "  share of the events for which it holds, 0 to 1",
                   "  It divides by the events for which the condition is known.",
                   '  Options: where=condition, last="90d", offset="90d"',
                   '  Example: online = share(channel == "web")']),
        ("last=", ['last="90d"', "  only the last 90 days, up to the as-of date"]),
        ("missing", ["missing(x)", "  true where x is missing",
                     "  Example: Unknown age: missing(age)", "", 'missing="skip"',
                     '  what a missing metric does: "skip", "zero" or "all"']),
    ],
)  # fmt: skip
def test_a_page(word: str, page: list[str]) -> None:
    assert MANUAL.page(word) == page


@pytest.mark.parametrize("word", OTHER_NAMES)
def test_names_from_elsewhere_lead_to_ours(word: str) -> None:
    assert any(FUNCTIONS[OTHER_NAMES[word]].signature in line for line in MANUAL.page(word)) or (
        word in KEYWORDS
    )


@pytest.mark.parametrize(
    ("word", "closest"), [("sve", "'save'"), ("smu", "'sum'"), ("--evnts", "'--events'")]
)
def test_an_unknown_word_names_the_closest(word: str, closest: str) -> None:
    with pytest.raises(SegmentUsageError, match=f"there is no help on '{word}'") as error:
        MANUAL.page(word)
    assert closest in str(error.value)
    assert "Ask %segment help for all there is." in str(error.value)


def test_every_word_of_the_language_has_help() -> None:
    assert set(glossary.WORDS) == WORD_OPERATORS | set(TRUTHS) | {"otherwise", "not in"}
    assert set(examples.WORDS) == set(glossary.WORDS)
    for word, meaning in glossary.WORDS.items():
        page = [word, f"  {meaning}", f"  Example: {examples.WORDS[word]}"]
        assert MANUAL.page(word) == MANUAL.page(word.upper()) == page


def test_rfm_is_a_recipe() -> None:
    assert MANUAL.page("RFM") == [
        "rfm",
        "  recency, frequency and monetary value: a digit from 1 to 5 for each, 5 is best",
        "  r = tile(-recency(), 5)",
        "  f = tile(count(), 5)",
        "  m = tile(sum(amount), 5)",
        "  Champions: r >= 4 and f >= 4 and m >= 4",
        "  recency() is higher = longer away, hence the minus.",
    ]


@pytest.mark.parametrize("word", glossary.TERMS)
def test_a_term_has_few_lines(word: str) -> None:
    term = glossary.TERMS[word]
    page = MANUAL.page(word)
    assert page[:2] == [word, f"  {term.summary}"]
    assert all(any(line.endswith(said) for line in page) for said in (*term.lines, term.note))
    assert len(page) < 8 or word in OTHER_NAMES


@pytest.mark.parametrize(("word", "known"), glossary.SYNONYMS.items())
def test_other_names_of_words_and_terms_lead_to_them(word: str, known: str) -> None:
    assert MANUAL.page(word) == [f"{word} is called {known} here.", "", *MANUAL.page(known)]


@pytest.mark.parametrize("word", NOT_FUNCTIONS)
def test_what_is_no_function_has_help_on_what_to_write(word: str) -> None:
    if word not in {**glossary.SYNONYMS, **KEYWORDS}:
        assert MANUAL.page(word) == [f"There is no {word} here.", f"  {NOT_FUNCTIONS[word]}"]


@pytest.mark.parametrize("word", ["churning", "zzz", "x"])
def test_a_word_that_is_like_none_names_no_wrong_one(word: str) -> None:
    with pytest.raises(SegmentUsageError) as error:
        MANUAL.page(word)
    assert "'count'" not in str(error.value)


# in a notebook


def test_help_is_plain_text(notebook: InteractiveShell) -> None:
    assert said(notebook, "print(repr(get_ipython().run_line_magic('segment', 'help')))") == (
        "\n".join(MANUAL.overview()) + "\n"
    )
    shown = said(notebook, "%segment help sum")
    assert "\n".join(MANUAL.page("sum")) in shown
    assert "\n".join(MANUAL.page("not in")) in said(notebook, "%segment help not in")
    with capture_output():
        result = notebook.run_cell("%segment help sum mean")
    assert isinstance(result.error_in_exec, SegmentUsageError)
    assert "there is no help on 'sum mean'" in str(result.error_in_exec)


def test_a_question_mark_shows_it_all(notebook: InteractiveShell) -> None:
    doc = notebook.object_inspect("%segment")["docstring"]
    assert "\n".join(MANUAL.overview()[1:]) in doc
    assert doc.startswith("Show, save and load segmentations")
    for name in OPTIONS:
        assert name in notebook.object_inspect("%%segment")["docstring"]


# the examples run


@pytest.fixture
def shell(notebook: InteractiveShell) -> InteractiveShell:
    notebook.user_ns |= {"customers": customers(), "orders": orders()}
    return notebook


@pytest.mark.parametrize("option", examples.OPTIONS)
def test_the_example_of_an_option_runs(shell: InteractiveShell, option: str) -> None:
    said(shell, f"{examples.OPTIONS[option]}\nA: otherwise")


@pytest.mark.parametrize("word", glossary.WORDS)
def test_the_example_of_a_word_runs(shell: InteractiveShell, word: str) -> None:
    assert word in examples.WORDS[word]
    said(shell, f"%%segment customers --quiet\n{examples.WORDS[word]}")


@pytest.mark.parametrize("word", glossary.TERMS)
def test_the_lines_of_a_term_run(shell: InteractiveShell, word: str) -> None:
    cell = "\n".join(["%%segment customers --events orders --quiet", *glossary.TERMS[word].lines])
    said(shell, cell)


def test_the_examples_of_the_verbs_run_in_their_order(
    shell: InteractiveShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said(shell, f"{examples.OPTIONS['--as']} --quiet\nA: otherwise")
    for verb, example in examples.VERBS.items():
        if verb == "load":  # in another notebook: here its name is that of the result
            del shell.user_ns["engagement"]
        said(shell, example)
    assert (tmp_path / "engagement.json").exists()
