"""What the tests of the whole site share: the site of the five protocols, a host for it, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from build_tools.joined import Wanted, build_share, join_shares
from build_tools.plugin import build_pages
from build_tools.shares import share_name
from tests.browser import launch
from tests.host import served
from tests.project import copy_project, made_once

SUB_FOLDER = "school/site"
#: Protocols per share, of the site that is joined from shares.
SHARE_SIZE = 3


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that the workers of one run share: pytest-xdist gives each its own within it."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def site(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site of the five protocols, two folders deep on its host."""

    def build(host: Path) -> None:
        project = copy_project(tmp_path_factory.mktemp("project"), url=f"https://school.example/{SUB_FOLDER}/")
        build_pages(project, host / SUB_FOLDER)

    return made_once(run_folder / "host", build) / SUB_FOLDER


@pytest.fixture(scope="session")
def joined(run_folder: Path) -> Path:
    """The site of the five protocols, joined from shares of three and two, which lie in `delen` beside the project."""

    def build(host: Path) -> None:
        config = copy_project(host / "project", url=f"https://school.example/{SUB_FOLDER}/")
        for number in (1, 2):
            target = host / "delen" / share_name(number)
            build_share(config, target, Wanted(number=number, size=SHARE_SIZE, pdfs=False))
        join_shares(config, host / "delen")

    return made_once(run_folder / "joined", build) / "project/site"


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The address of the site's home page."""
    with served(site.parent.parent) as host:
        yield f"{host}/{SUB_FOLDER}/"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium; without one the tests that need it fail, with a remedy."""
    expect.set_options(timeout=30_000)  # as long as Playwright waits for all else: a slow machine is no fault
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
