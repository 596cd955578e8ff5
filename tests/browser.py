"""The Chromium that the tests drive: an installed one, else Debian's package, else Playwright's own download.

`python -m tests.browser` sees to it that there is one, and says which.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Browser, BrowserType, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
_REMEDY = (
    "No Chromium for the browser tests. Install one (Debian: sudo apt-get install chromium), "
    "or run: .venv/bin/python -m playwright install --with-deps chromium"
)


class NoBrowser(Exception):
    """No Chromium on this machine starts; the message says what to do."""


def launch(playwright: Playwright, options: Sequence[str] = ()) -> Browser:
    """The first Chromium that really starts, with `options` on its command line."""
    return start(playwright.chromium, options)


def start(chromium: BrowserType, options: Sequence[str] = ()) -> Browser:
    """As `launch`, for who has a Chromium running already and wants another one.

    Some systems install a stub that only says what to install: that does not start.
    """
    failures = []
    for path in _candidates(chromium):
        try:
            return chromium.launch(executable_path=path, args=[*options])
        except PlaywrightError as error:
            failures.append(f"{path}: {error.message.splitlines()[0]}")
    raise NoBrowser("\n".join([_REMEDY, *failures]))


def _candidates(chromium: BrowserType) -> Iterator[str]:
    """What may be a Chromium: installed ones first, then Playwright's download."""
    yield from filter(None, map(shutil.which, _NAMES))
    yield from (path for path in (*_PLACES, chromium.executable_path) if Path(path).exists())


def _installations() -> Iterator[list[Sequence[str]]]:
    """The ways to get a Chromium here, as commands, in the order to try them."""
    root = _as_root()
    if root is not None and shutil.which("apt-get"):
        yield [[*root, "apt-get", "-qq", "update"], [*root, "apt-get", "-qq", "install", "-y", "chromium"]]
    with_libraries = ["--with-deps"] if root is not None else []
    yield [[sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"]]


def _as_root() -> list[str] | None:
    """What to put before a command to run it as root; None when that would take a password."""
    if not hasattr(os, "geteuid"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "--non-interactive"]
    allowed = shutil.which("sudo") and subprocess.run([*sudo, "true"], capture_output=True, check=False).returncode == 0
    return sudo if allowed else None


def _install(commands: list[Sequence[str]]) -> None:
    """Run the commands up to the first that fails: whether a browser came of it shows when one is started."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in commands:
        if subprocess.run(command, env=environment, check=False).returncode != 0:
            return


def _description() -> str:
    """Which Chromium starts. Raises NoBrowser."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        try:
            return f"Chromium {browser.version}"
        finally:
            browser.close()


def ensure() -> str:
    """Which Chromium the tests will drive, installed now if need be. Raises NoBrowser."""
    for commands in _installations():
        try:
            return _description()
        except NoBrowser:
            _install(commands)
    return _description()


if __name__ == "__main__":
    try:
        print(ensure())  # noqa: T201 - this is the command's output
    except NoBrowser as missing:
        sys.exit(str(missing))
