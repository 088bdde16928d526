"""
The two commands of this project, for Python 3.11 or newer and nothing else installed.

    python3 run.py lab     open the quick-start notebook in JupyterLab
    python3 run.py test    run every check, as the continuous integration does

Both make a virtual environment in `.venv` first, and install into it what they need. Further
arguments go to JupyterLab (`run.py lab --no-browser --port 8899`) or, in place of the whole set
of checks, to pytest (`run.py test tests/lang`).
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
MINIMUM_PYTHON = (3, 11)
WINDOWS = os.name == "nt"

VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = SCRIPTS / ("python.exe" if WINDOWS else "python")

QUICKSTART = "examples/01_quickstart.ipynb"
FOR_LAB = ("--editable", ".[lab,examples]")
FOR_TEST = (*FOR_LAB, "--group", "dev")

BROWSER_TESTS = "tests/browser"
UNIT_TESTS = ("--doctest-modules", "tests", "src", f"--ignore={BROWSER_TESTS}")
IN_PARALLEL = ("-n", "auto", "--dist", "worksteal")

# The part of the package that must be tested to the last branch.
CORE = ",".join(
    f"src/seg_jupyter/{part}" for part in ("lang/*", "engine/*", "analysis/*", "errors.py")
)

BROWSER_VARIABLE = "SEG_JUPYTER_BROWSER"  # where the browser tests look first
BROWSER_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
MAC_BROWSERS = (
    "Chromium.app/Contents/MacOS/Chromium",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS_BROWSERS = (
    "Chromium/Application/chrome.exe",
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)


# The commands


def lab(arguments: Sequence[str]) -> int:
    """Open the quick-start in a JupyterLab that listens on this machine only."""
    install("lab", FOR_LAB)
    page = f"--LabApp.default_url=/lab/tree/{QUICKSTART}"
    command = python("jupyterlab", page, "--ServerApp.ip=127.0.0.1")
    if is_root():
        command.append("--allow-root")  # as in a container
    command.extend(arguments)
    if not WINDOWS:
        os.chdir(ROOT)
        os.execve(command[0], command, environment())  # no second process to forget about
    return subprocess.call(command, cwd=ROOT, env=environment())


def test(arguments: Sequence[str]) -> int:
    """Run every check, or pytest alone when it is given arguments."""
    install("test", FOR_TEST)
    if arguments:
        return call(python("pytest", *arguments), environment(browser=find_browser()))
    browser = require_browser()
    require_driver()
    return run_checks(all_checks(), environment(browser=browser))


COMMANDS: Mapping[str, Callable[[Sequence[str]], int]] = {"lab": lab, "test": test}


# The checks


def all_checks() -> dict[str, list[str]]:
    """Return the checks in the order in which they run: name → command."""
    notebooks = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("examples/*.ipynb"))
    if not notebooks:
        stop("there is no notebook in examples/ to check")
    return {
        "ruff check": python("ruff", "check"),
        "ruff format": python("ruff", "format", "--check"),
        "mypy": python("mypy"),
        # Unit tests, and the examples in the docstrings of the package, on every processor.
        "pytest": python("pytest", *IN_PARALLEL, *UNIT_TESTS, "--cov", "--cov-report="),
        # Of the run above only: kernels and browsers are processes that nobody measures.
        "core coverage": python("coverage", "report", f"--include={CORE}", "--fail-under=100"),
        # One after the other: people do not share a processor with a second browser either.
        "browser": python("pytest", BROWSER_TESTS),
        "notebooks": python("pytest", "--nbval", "--nbval-current-env", *notebooks),
    }


def run_checks(checks: Mapping[str, Sequence[str]], variables: Mapping[str, str]) -> int:
    """Run all checks, whatever fails, then print the summary; return 1 if any failed."""
    (ROOT / ".coverage").unlink(missing_ok=True)  # a run that breaks off must not pass on old data
    lines = []
    failed = False
    for name, command in checks.items():
        start = time.monotonic()
        code = call(command, variables)
        failed = failed or code != 0
        verdict = f"FAILED ({code})" if code else "passed"
        lines.append(f"{name:<14} {verdict:<12} {time.monotonic() - start:6.1f} s")
    say("\n".join(["", "Summary", *lines]))
    return int(failed)


# The virtual environment


def install(name: str, requirements: Sequence[str]) -> None:
    """Install the project into `.venv`, unless that was done since its dependencies changed."""
    make_venv()
    stamp = VENV / f"installed-{name}"
    wanted = fingerprint(requirements)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    start = time.monotonic()
    # Dependency groups came with pip 25.1; the pip of a new environment may be older.
    pip_install("--upgrade", "pip>=25.1")
    pip_install(*requirements)
    stamp.write_text(wanted, encoding="utf-8")
    say(f"Installed in {time.monotonic() - start:.0f} s")


def fingerprint(requirements: Sequence[str]) -> str:
    """Return a hash of all that decides what gets installed, and where."""
    parts = (str(ROOT), *requirements, (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def make_venv() -> None:
    """Make `.venv` if it is missing, or if the Python it was made from is gone."""
    if PYTHON.is_file():
        return
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        apt_install([f"python{version}-venv"], "This Python cannot make virtual environments")
    if call([sys.executable, "-m", "venv", "--clear", str(VENV)], os.environ):
        stop("the virtual environment could not be made")


def pip_install(*arguments: str) -> None:
    """Install into `.venv` with its own pip."""
    command = python("pip", "install", "--quiet", "--disable-pip-version-check", *arguments)
    if call(command, environment()):
        stop("pip could not install what is needed; its message is above")


def environment(browser: str | None = None) -> dict[str, str]:
    """Return the variables for programs in `.venv`, with the browser that tests are to drive."""
    variables = dict(os.environ)
    variables["VIRTUAL_ENV"] = str(VENV)
    variables["PATH"] = os.pathsep.join([str(SCRIPTS), variables.get("PATH", os.defpath)])
    if browser:
        variables[BROWSER_VARIABLE] = browser
    return variables


# What the machine must have


def require_browser() -> str:
    """Return the browser of the browser tests; install it where that is possible, or stop."""
    browser = find_browser()
    if browser is None:
        apt_install(["chromium", "fonts-liberation"], "The browser tests need Chromium or Chrome")
        browser = find_browser()
    if browser is None:
        stop(f"no Chromium or Chrome was found: install one, or set {BROWSER_VARIABLE} to its path")
    return browser


def require_driver() -> None:
    """See that Playwright, which drives the browser, starts: its program needs one library."""
    if call(python("playwright", "--version"), environment()):
        apt_install(["libatomic1"], "The browser tests need Playwright, and it does not start")


def find_browser() -> str | None:
    """Return the path of a browser of the Chromium family, if there is one."""
    wanted = os.environ.get(BROWSER_VARIABLE)
    if wanted:
        return wanted  # if it is wrong, the tests say so
    on_path = (shutil.which(name) for name in BROWSER_NAMES)
    usual = (str(place) for place in usual_places() if place.is_file())
    return next((found for found in (*on_path, *usual) if found), None)


def usual_places() -> list[Path]:
    """Return where browsers are on systems that do not put them on the path."""
    if sys.platform == "darwin":
        folders = [Path("/Applications"), Path.home() / "Applications"]
        return [folder / name for folder in folders for name in MAC_BROWSERS]
    variables = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
    folders = [Path(os.environ[name]) for name in variables if name in os.environ]
    return [folder / name for folder in folders for name in WINDOWS_BROWSERS]


def apt_install(packages: Sequence[str], reason: str) -> None:
    """Install packages of Debian or Ubuntu; stop and say what to do where that is not possible."""
    wanted = " ".join(packages)
    prefix = [] if is_root() else ["sudo", "-n"]
    if shutil.which("apt-get") is None:
        stop(f"{reason}. Install it and try again (on Debian the packages are: {wanted})")
    if prefix and not can_sudo():
        stop(f"{reason}. Install it and try again: sudo apt-get install {wanted}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        if call([*apt, *arguments], os.environ, stdout=subprocess.DEVNULL):
            stop(f"{reason}, and apt-get could not install: {wanted}")


def can_sudo() -> bool:
    """Tell whether sudo works here without a password."""
    return shutil.which("sudo") is not None and not call(["sudo", "-n", "true"], os.environ)


def is_root() -> bool:
    """Tell whether this is the administrator of a Unix system."""
    return not WINDOWS and os.geteuid() == 0


# Small tools


def python(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module with the Python of `.venv`."""
    return [str(PYTHON), "-m", module, *arguments]


def call(command: Sequence[str], variables: Mapping[str, str], *, stdout: int | None = None) -> int:
    """Show a command, run it at the root of the project and return its exit code."""
    say("\n$ " + " ".join(Path(part).name if part == str(PYTHON) else part for part in command))
    return subprocess.call(command, cwd=ROOT, env=dict(variables), stdout=stdout)


def say(text: str) -> None:
    """Print at once, so that the text stands before what the next program prints."""
    print(text, flush=True)


def stop(message: str) -> NoReturn:
    """End with a message that says what is wrong."""
    sys.exit(f"run.py: {message}")


def main(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name."""
    if sys.version_info < MINIMUM_PYTHON:
        have = ".".join(str(number) for number in sys.version_info[:3])
        stop(f"this project needs Python 3.11 or newer, and this is Python {have}")
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    return COMMANDS[arguments[0]](arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
