"""What the tests of the whole site share: the site of the five protocols, a host for it, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

from build_tools.deliver import replace_folder
from build_tools.plugin import build_pages
from tests.browser import launch
from tests.host import served
from tests.project import copy_project

SUB_FOLDER = "school/site"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the built site of the five protocols, two folders deep on its host."""
    run = tmp_path_factory.getbasetemp()
    shared = run if worker_id == "master" else run.parent  # pytest-xdist: a folder for each worker in that of the run
    host = shared / "host"
    with FileLock(shared / "host.lock"):  # the first worker builds, the others wait for it
        if not host.exists():
            project = copy_project(tmp_path_factory.mktemp("project"), url=f"https://school.example/{SUB_FOLDER}/")
            replace_folder(host, lambda folder: build_pages(project, folder / SUB_FOLDER))
    return host / SUB_FOLDER


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The address of the site's home page."""
    with served(site.parent.parent) as host:
        yield f"{host}/{SUB_FOLDER}/"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium; without one the tests that need it fail, with a remedy."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
