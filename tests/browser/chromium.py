"""The browser of the tests: a Chromium that reaches this machine only, and says what it tried."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Route,
    WebSocketRoute,
    sync_playwright,
)

BROWSER_VARIABLE = "SEG_JUPYTER_BROWSER"
BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
VIEWPORT = (1300, 900)
VEGA_WARNING = "WARN"
"""What Vega and Vega-Lite write before their warnings."""

# Spares the many local requests the way through Python; what it lets by is local for certain.
_PERHAPS_FOREIGN = re.compile(
    r"^(?!(?:data|blob|about):|(?:http|ws)s?://(?:127\.0\.0\.1|localhost)(?::\d+)?(?:[/?#]|$))"
)
_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    # A second lock behind the routes below: no name but a local one is ever resolved.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


class BrowserMissingError(RuntimeError):
    """No browser to test with: a failure, never a reason to skip."""


def find_browser(environment: Mapping[str, str] | None = None) -> str:
    """
    Return the path of the browser to test with.

    Parameters
    ----------
    environment
        Variables to look in, those of this process by default.

    Raises
    ------
    BrowserMissingError
        If `SEG_JUPYTER_BROWSER` names no program, or if no known browser is on the path.
    """
    variables = os.environ if environment is None else environment
    wanted = variables.get(BROWSER_VARIABLE)
    search_path = variables.get("PATH", "")
    for name in (wanted,) if wanted else BROWSER_NAMES:
        found = shutil.which(name, path=search_path)
        if found:
            return found
    if wanted:
        message = f"{BROWSER_VARIABLE} is {wanted!r}, which is no program that can be run"
    else:
        message = (
            f"no browser found: looked on PATH for {', '.join(BROWSER_NAMES)}. Install Chromium "
            "(Debian and Ubuntu: `apt install chromium`) or Chrome, or set "
            f"{BROWSER_VARIABLE} to the path of one"
        )
    raise BrowserMissingError(message)


@dataclass
class Records:
    """What the pages of one context tried and complained about."""

    refused: list[str] = field(default_factory=list)
    console_errors: list[str] = field(default_factory=list)
    vega_warnings: list[str] = field(default_factory=list)
    page_errors: list[str] = field(default_factory=list)

    def add_console(self, message: ConsoleMessage) -> None:
        """Keep a console message if it is an error, or a warning of Vega about a chart."""
        if message.type == "error":
            self.console_errors.append(f"{message.text} [{message.location['url']}]")
        if message.type == "warning" and message.text.startswith(VEGA_WARNING):
            self.vega_warnings.append(message.text)


@dataclass(frozen=True)
class OfflineContext:
    """A browser context without the world outside, and its records."""

    context: BrowserContext
    records: Records

    def new_page(self) -> Page:
        """Open an empty page whose errors are recorded."""
        page = self.context.new_page()
        page.on("console", lambda message: self.records.add_console(message))
        page.on("pageerror", lambda error: self.records.page_errors.append(str(error)))
        return page


@contextlib.contextmanager
def launched_browser(
    playwright: Playwright | None = None, *, more: Sequence[str] = ()
) -> Iterator[Browser]:
    """Run the browser, and Playwright unless it is given, for the length of a `with` block.

    `more` are further arguments of the browser.
    """
    executable = find_browser()
    with contextlib.ExitStack() as stack:
        driver = playwright or stack.enter_context(sync_playwright())
        browser = driver.chromium.launch(executable_path=executable, args=[*_ARGUMENTS, *more])
        stack.callback(browser.close)
        yield browser


@contextlib.contextmanager
def offline_context(
    browser: Browser, *, viewport: tuple[int, int] = VIEWPORT
) -> Iterator[OfflineContext]:
    """Open a fresh context in which every request that is not local is refused and recorded."""
    records = Records()
    context = browser.new_context(
        viewport={"width": viewport[0], "height": viewport[1]},
        locale="en-US",
        timezone_id="UTC",
        service_workers="block",
        permissions=["clipboard-read", "clipboard-write"],
    )

    def decide(route: Route) -> None:
        if is_local(route.request.url):
            route.continue_()
        else:
            records.refused.append(route.request.url)
            route.abort("internetdisconnected")

    def decide_socket(socket: WebSocketRoute) -> None:
        if is_local(socket.url):
            socket.connect_to_server()
        else:
            records.refused.append(socket.url)
            socket.close()

    context.route(_PERHAPS_FOREIGN, decide)
    # a function in place of the pattern would lead every message of every socket through Python
    context.route_web_socket(_PERHAPS_FOREIGN, decide_socket)
    try:
        yield OfflineContext(context, records)
    finally:
        context.close()


def is_local(url: str) -> bool:
    """Tell whether a request for `url` stays on this machine."""
    parts = urlsplit(url)
    if parts.scheme in {"data", "blob", "about"}:
        return True
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname in LOCAL_HOSTS
