"""The set-up around the package: its two commands, its pins, its notebooks, what files say."""

from __future__ import annotations

import fnmatch
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from seg_jupyter._version import __version__

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

# What must not stand in a file: addresses from which packages are fetched, and places that exist
# on one machine only. Each is written so that it does not match itself.
FORBIDDEN = {
    "a registry": re.compile(
        r"(?:extra-)?index[-_]url\b|find-[l]inks|pythonhosted\.[o]rg|https?://[^\s\"')]*/simple\b"
        r"|https?://(?:[\w-]+\.)*(?:registry|mirror|proxy|artifactory|nexus)\.[\w.-]+"
        r"|\"resolved\": *\"http",
        re.IGNORECASE,
    ),
    "a folder of one machine": re.compile(
        r"(?<![\w.~-])/(?:home|Users)/[\w.-]+|(?<![\w.~$}*-])/(?:root|work)/\w"
        r"|\b[A-Z]:\\+Users\\+\w"
    ),
}


def load(path: str) -> ModuleType:
    """Import a script that is no part of the package."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


run = load("run.py")
notebooks = load(".ci/notebooks.py")


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def project_files() -> list[Path]:
    """Return the files of the project, as git knows them or, without git, as they lie there."""
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        known = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if known.returncode == 0:
            names = known.stdout.split("\0")
            return [ROOT / name for name in names if name and (ROOT / name).is_file()]
    return list(files_below(ROOT))


def files_below(folder: Path) -> Iterator[Path]:
    ignored = [".git", *(line.rstrip("/") for line in read(".gitignore").split())]
    for here, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if not any(fnmatch.fnmatch(f, i) for i in ignored)]
        yield from (Path(here) / name for name in names)


def lines_of(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []  # a picture or another binary file


def requirements(lines: list[str]) -> list[Requirement]:
    return [Requirement(line) for line in lines]


def pins() -> dict[str, Requirement]:
    lines = [line for line in read("binder/requirements.txt").splitlines() if line[:1] != "#"]
    return {canonicalize_name(pin.name): pin for pin in requirements(lines)}


# The two commands


def test_the_readme_names_the_two_commands_and_no_other() -> None:
    named = re.findall(r"python3? run\.py +(\S+)", read("README.md").replace("`", " "))
    assert set(named) == set(run.COMMANDS) == {"lab", "test"}
    for command in run.COMMANDS:
        assert f"python3 run.py {command}" in read("README.md")


def test_the_notebook_that_lab_opens_exists() -> None:
    assert (ROOT / run.QUICKSTART).is_file()


def test_continuous_integration_runs_the_readme_s_command() -> None:
    assert re.search(r"^step \d+ python3 run\.py test$", read(".ci/run"), re.MULTILINE)
    assert re.search(r"^step \d+ binder/check$", read(".ci/run"), re.MULTILINE)
    assert ".ci/run" in read(".github/workflows/ci.yml")


@pytest.mark.parametrize("arguments", [[], ["build"], ["--help"]])
def test_other_commands_get_the_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.main(arguments) == 2
    message = capsys.readouterr().err
    assert all(f"python3 run.py {command}" in message for command in run.COMMANDS)


def test_an_old_python_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4, "final", 0))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer, and this is Python 3\.10"):
        run.main(["lab"])


def test_the_oldest_python_is_that_of_the_package() -> None:
    assert PROJECT["requires-python"] == ">=" + ".".join(map(str, run.MINIMUM_PYTHON))


def test_one_failed_check_fails_the_run_and_the_others_still_run(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(run, "ROOT", tmp_path)
    checks = {
        "good": [sys.executable, "-c", "print('first')"],
        "bad": [sys.executable, "-c", "raise SystemExit(3)"],
        "last": [sys.executable, "-c", "print('third')"],
    }
    assert run.run_checks(checks, os.environ) == 1
    out = capfd.readouterr().out
    assert out.index("first") < out.index("third") < out.index("Summary")
    assert re.search(r"good +passed.*\nbad +FAILED \(3\).*\nlast +passed", out)
    assert run.run_checks({"good": checks["good"]}, os.environ) == 0


def test_no_notebook_to_check_is_a_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(run, "ROOT", tmp_path)
    with pytest.raises(SystemExit, match="no notebook"):
        run.all_checks()


def test_an_installation_is_repeated_when_something_changed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done: list[tuple[str, ...]] = []
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "VENV", tmp_path)
    monkeypatch.setattr(run, "make_venv", lambda: None)
    monkeypatch.setattr(run, "pip_install", lambda *arguments: done.append(arguments))
    (tmp_path / "pyproject.toml").write_text("[project]")
    for wanted in (["a"], ["a"], ["b"]):
        run.install("lab", wanted)
    (tmp_path / "pyproject.toml").write_text("[project]\ndependencies = []")
    run.install("lab", ["b"])
    assert [arguments for arguments in done if arguments[0] != "--upgrade"] == [
        ("a",),
        ("b",),
        ("b",),
    ]


# The browser


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Make this a machine without a browser; return an empty folder that is its whole PATH."""
    for name in (run.BROWSER_VARIABLE, "PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    return tmp_path


@pytest.mark.parametrize("name", ["chromium", "google-chrome-stable", "msedge"])
def test_a_browser_on_the_path_is_found(no_browser: Path, name: str) -> None:
    assert run.find_browser() is None
    wanted = program(no_browser / (name + (".exe" if run.WINDOWS else "")))
    assert run.find_browser() == run.require_browser() == str(wanted)


def test_a_browser_in_its_usual_place_is_found(
    no_browser: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = program(no_browser / "Google/Chrome/Application/chrome.exe")
    monkeypatch.setenv("PROGRAMFILES", str(no_browser))
    assert run.find_browser() == str(wanted)


def test_no_browser_and_no_way_to_install_one_stops_and_says_what_to_do(no_browser: Path) -> None:
    with pytest.raises(SystemExit, match=r"need Chromium or Chrome\. Install it"):
        run.require_browser()


def test_a_browser_that_apt_did_not_bring_stops(
    no_browser: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(run, "apt_install", lambda packages, reason: asked.append(packages))
    with pytest.raises(SystemExit, match=f"install one, or set {run.BROWSER_VARIABLE}"):
        run.require_browser()
    assert asked[0][0] == "chromium"


# Binder


def test_every_pin_is_one_version_from_nowhere_in_particular() -> None:
    for pin in pins().values():
        assert re.fullmatch(r"==[^*,]+", str(pin.specifier)), pin
        assert pin.url is None, pin


def test_the_pins_satisfy_the_project() -> None:
    found = pins()
    extras = PROJECT["optional-dependencies"]
    for wanted in requirements(PROJECT["dependencies"] + extras["lab"] + extras["examples"]):
        pin = found.get(canonicalize_name(wanted.name))
        assert pin is not None, f"binder/requirements.txt lacks {wanted}"
        version = next(iter(pin.specifier)).version
        assert wanted.specifier.contains(version, prereleases=True), f"{pin} is not {wanted}"


def test_binder_carries_no_tool_of_developers() -> None:
    assert not {"playwright", "ruff", "mypy", "pytest", "pyspark", "seg-jupyter"} & set(pins())


def test_binder_s_python_is_one_the_package_supports() -> None:
    version = read("binder/runtime.txt").strip().removeprefix("python-")
    assert f"Programming Language :: Python :: {version}" in PROJECT["classifiers"]


# Notebooks


def test_the_examples_are_small_and_stripped(tmp_path: Path) -> None:
    examples = sorted((ROOT / "examples").glob("*.ipynb"))
    assert examples
    for example in examples:
        assert notebooks.size(example) is None
        copy = tmp_path / example.name
        copy.write_bytes(example.read_bytes())
        assert notebooks.strip(copy) is None


CLEAN = {
    "cells": [{"source": ["“é”"], "metadata": {"tags": []}}],
    "metadata": {"kernelspec": {}},
    "nbformat": 4,
}
WITH_WIDGETS = CLEAN | {"metadata": {"kernelspec": {}, "widgets": {"state": {}}}}
WITH_TIMES = CLEAN | {
    "cells": [{"source": ["“é”"], "metadata": {"execution": {"a": "2026"}, "tags": []}}]
}


@pytest.mark.parametrize("dirty", [WITH_WIDGETS, WITH_TIMES])
def test_widget_state_and_times_are_taken_out_and_all_else_stays(
    dirty: dict[str, object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.ipynb"
    file.write_text(json.dumps(dirty), encoding="utf-8")
    assert notebooks.main(["strip", str(file)]) == 1
    assert json.loads(file.read_text(encoding="utf-8")) == CLEAN
    assert "a.ipynb: took out" in capsys.readouterr().out
    before = file.read_bytes()
    assert notebooks.main(["strip", str(file)]) == 0
    assert file.read_bytes() == before


def test_a_notebook_of_500_kb_is_too_big(tmp_path: Path) -> None:
    file = tmp_path / "a.ipynb"
    file.write_bytes(b" " * 499_999)
    assert notebooks.main(["size", str(file)]) == 0
    file.write_bytes(b" " * 500_000)
    assert notebooks.main(["size", str(file)]) == 1


# What files say


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_file_names(kind: str) -> None:
    files = project_files()
    assert Path(__file__) in files
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match.group()}"
        for path in files
        for number, line in enumerate(lines_of(path), 1)
        for match in FORBIDDEN[kind].finditer(line)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("a registry", "--extra-index" + "-url https://example.org"),
        ("a registry", "https://pypi.org/" + "simple/numpy"),
        ("a registry", "https://registry." + "npmjs.org/vega/-/vega-6.tgz"),
        ("a folder of one machine", '"/ho' + 'me/ada/data.csv"'),
        ("a folder of one machine", "file:///Us" + "ers/ada"),
        ("a folder of one machine", "cd /wo" + "rk/main"),
        ("a folder of one machine", "C:\\Us" + "ers\\ada"),
    ],
)
def test_what_is_forbidden_would_be_found(kind: str, line: str) -> None:
    assert FORBIDDEN[kind].search(line)


@pytest.mark.parametrize(
    "line",
    ["https://pypi.org/project/altair", "a/wo" + "rk/b", "~/wo" + "rk/x", "/ro" + "ot", "at home"],
)
def test_harmless_lines_are_left_alone(line: str) -> None:
    assert not any(pattern.search(line) for pattern in FORBIDDEN.values())


def test_the_citation_names_the_version_of_the_package() -> None:
    named = re.search(r"^version: (\S+)$", read("CITATION.cff"), re.MULTILINE)
    assert named is not None
    assert named.group(1) == __version__


def test_every_dependency_has_its_reason_written_down() -> None:
    reasons = read("docs/decisions/0002-dependencies.md")
    for dependency in requirements(PROJECT["dependencies"]):
        name = re.escape(dependency.name)
        assert re.search(rf"(?<![\w-]){name}(?![\w-])", reasons, re.IGNORECASE), dependency.name
