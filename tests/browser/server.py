"""A Jupyter server of its own for the browser tests: isolated, local, and gone at the end."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, Literal

import nbformat

App = Literal["lab", "notebook"]
Theme = Literal["light", "dark"]

HOST = "127.0.0.1"
START_SECONDS = 60
STOP_SECONDS = 15
START_ATTEMPTS = 3

_THEME_NAMES: Mapping[Theme, str] = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
# No proxy: what is asked of the server must not leave this machine.
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class ServerError(RuntimeError):
    """The Jupyter server did not start, or refused what a test asked of it."""


@dataclass(frozen=True)
class JupyterServer:
    """A running server: its address, its secret, the folder it serves and its theme."""

    origin: str
    token: str
    root: Path
    theme: Theme

    def page_url(self, app: App, path: str) -> str:
        """Return the address at which `app` shows the notebook `path`, token included."""
        place = "lab/tree" if app == "lab" else "notebooks"
        query = f"token={self.token}" + ("&reset" if app == "lab" else "")
        return f"{self.origin}/{place}/{urllib.parse.quote(path)}?{query}"

    def add_notebook(self, name: str, notebook: nbformat.NotebookNode) -> str:
        """Write `notebook` into the served folder and return its path there."""
        target = self.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, target)
        return name

    def add_file(self, source: Path, name: str | None = None) -> str:
        """Copy a file into the served folder and return its path there."""
        target = self.root / (name or source.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        return target.relative_to(self.root).as_posix()

    def read_notebook(self, path: str) -> nbformat.NotebookNode:
        """Read a notebook as it now lies in the served folder."""
        notebook: nbformat.NotebookNode = nbformat.read(self.root / path, as_version=4)
        return notebook

    def copy_untrusted(self, path: str, name: str) -> str:
        """Copy a notebook so that Jupyter has never signed it, as one received by mail."""
        notebook = self.read_notebook(path)
        notebook.metadata["unsigned_copy"] = secrets.token_hex(8)
        return self.add_notebook(name, notebook)

    def kernel_of(self, path: str) -> dict[str, Any] | None:
        """Return the server's model of the kernel behind the notebook `path`, if it has one."""
        for session in self._request("GET", "/api/sessions"):
            if session["path"] == path:
                kernel: dict[str, Any] | None = session["kernel"]
                return kernel
        return None

    def stop_kernels(self) -> None:
        """End every kernel of this server."""
        for kind in ("sessions", "kernels"):
            for running in self._request("GET", f"/api/{kind}"):
                try:
                    self._request("DELETE", f"/api/{kind}/{running['id']}")
                except urllib.error.HTTPError as error:
                    if error.code != HTTPStatus.NOT_FOUND:  # it ended by itself meanwhile
                        raise

    def answers(self) -> bool:
        """Tell whether the server answers requests that carry its token."""
        try:
            self._request("GET", "/api/status")
        except OSError:
            return False
        return True

    def _request(self, method: str, path: str) -> Any:
        request = urllib.request.Request(
            self.origin + path, method=method, headers={"Authorization": f"token {self.token}"}
        )
        with _DIRECT.open(request, timeout=20) as response:
            body = response.read()
        return json.loads(body) if body else None


ServerOf = Callable[[Theme], JupyterServer]


@contextlib.contextmanager
def running_server(
    notebooks: Iterable[Path] = (),
    *,
    theme: Theme = "light",
    environment: Mapping[str, str] | None = None,
) -> Iterator[JupyterServer]:
    """
    Run JupyterLab and Notebook 7 on one local port for the length of a `with` block.

    Parameters
    ----------
    notebooks
        Files copied into the folder that is served; the originals are never written to.
    theme
        The theme both applications show.
    environment
        Variables for the server and its kernels, over those of this process.

    Yields
    ------
    JupyterServer
        The server, once it answers.
    """
    with tempfile.TemporaryDirectory(prefix="seg-browser-", ignore_cleanup_errors=True) as home:
        base = Path(home)
        root = base / "root"
        root.mkdir()
        _write_settings(base / "settings", theme)
        _write_kernelspec(base / "share")
        variables = _isolated_environment(base) | dict(environment or {})
        with _started(root, theme, variables, base / "server.log") as server:
            for notebook in notebooks:
                server.add_file(notebook)
            yield server


@contextlib.contextmanager
def _started(
    root: Path, theme: Theme, environment: dict[str, str], log: Path
) -> Iterator[JupyterServer]:
    """Start the process; a port taken in the meantime costs one of a few attempts."""
    for _ in range(START_ATTEMPTS):
        port = _free_port()
        token = secrets.token_hex(16)
        server = JupyterServer(f"http://{HOST}:{port}", token, root, theme)
        process = _spawn(root, port, environment | {"JUPYTER_TOKEN": token}, log)
        try:
            if _wait_until_it_answers(server, process):
                yield server
                return
        finally:
            _end(server, process)
    message = f"the Jupyter server did not start; its log ends with:\n{_tail(log)}"
    raise ServerError(message)


def _spawn(
    root: Path, port: int, environment: dict[str, str], log: Path
) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        f"--ServerApp.ip={HOST}",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={root}",
        "--LabApp.extension_manager=readonly",
        # Lets a test read the notebook's model: on the page, an error looks like a stderr text.
        "--LabApp.expose_app_in_browser=True",
        "--JupyterNotebookApp.expose_app_in_browser=True",
    ]
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait_until_it_answers(server: JupyterServer, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if server.answers():
            return True
        time.sleep(0.1)
    return False


def _end(server: JupyterServer, process: subprocess.Popen[bytes]) -> None:
    """End the kernels, then the server; only its own process group is ever signalled."""
    if process.poll() is None:
        with contextlib.suppress(OSError):
            server.stop_kernels()
        _signal_group(process, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
    if process.poll() is None:
        _signal_group(process, signal.SIGKILL)
        process.wait(STOP_SECONDS)


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _tail(log: Path, lines: int = 25) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def _isolated_environment(base: Path) -> dict[str, str]:
    """Return this process' variables with every Jupyter and home folder moved under `base`."""
    inherited = {name: value for name, value in os.environ.items() if "JUPYTER" not in name}
    moved = {
        "HOME": "home",
        "IPYTHONDIR": "ipython",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_PATH": "share",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    }
    for folder in moved.values():
        (base / folder).mkdir(exist_ok=True)
    return inherited | {name: str(base / folder) for name, folder in moved.items()}


def _write_kernelspec(share: Path) -> None:
    """Describe a `python3` kernel that is this very interpreter."""
    folder = share / "kernels" / "python3"
    folder.mkdir(parents=True)
    specification = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
    }
    (folder / "kernel.json").write_text(json.dumps(specification))


def _write_settings(folder: Path, theme: Theme) -> None:
    """Write the user settings that both applications read."""
    settings: dict[str, dict[str, Any]] = {
        "apputils-extension/themes": {"theme": _THEME_NAMES[theme]},
        "apputils-extension/notification": {
            "fetchNews": "false",
            "checkForUpdates": False,
            "doNotDisturbMode": True,
        },
        # Only what a test saves is saved, and cells out of view are drawn like the others.
        "docmanager-extension/plugin": {"autosave": False},
        "notebook-extension/tracker": {"windowingMode": "none", "scrollPastEnd": False},
    }
    for name, values in settings.items():
        target = folder / "@jupyterlab" / f"{name}.jupyterlab-settings"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(values))
