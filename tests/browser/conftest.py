"""Fixtures of the browser tests: one server for each theme, one browser, one context a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser.chromium import OfflineContext, launched_browser, offline_context
from browser.notebook_page import NotebookPage, OpenNotebook
from browser.server import App, JupyterServer, ServerOf, Theme, running_server

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that `-m browser` and `-m "not browser"` work."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.browser)


# Package scope rather than session scope: Playwright's loop runs in this thread for as long as
# the browser is there, and tests elsewhere that call asyncio.run would fail beside it.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Yield the one browser of the tests in this folder."""
    with launched_browser() as running:
        yield running


@pytest.fixture(scope="package")
def server_of() -> Iterator[ServerOf]:
    """Yield a function from a theme to its server, started at the first use."""
    servers: dict[Theme, JupyterServer] = {}
    with ExitStack() as stack:

        def server(theme: Theme) -> JupyterServer:
            if theme not in servers:
                servers[theme] = stack.enter_context(running_server(theme=theme))
            return servers[theme]

        yield server


@pytest.fixture(params=["light", "dark"])
def server(request: pytest.FixtureRequest, server_of: ServerOf) -> JupyterServer:
    """Return the server of each theme in turn: a test that asks for it runs once for each."""
    return server_of(request.param)


@pytest.fixture
def context(browser: Browser) -> Iterator[OfflineContext]:
    """Yield a fresh context that refuses and records whatever is not local."""
    with offline_context(browser) as fresh:
        yield fresh


@pytest.fixture
def open_notebook(context: OfflineContext) -> Iterator[OpenNotebook]:
    """Yield a function that opens a notebook; pages and kernels end with the test."""
    with ExitStack() as stack:

        def open_(path: str, app: App, server: JupyterServer) -> NotebookPage:
            page = NotebookPage(server, app, context)
            stack.callback(page.close)
            return page.open(path)

        yield open_
