"""What the tests of the whole site share: the site of the five protocols, a host for it, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from build_tools.plugin import build_pages
from tests.browser import launch
from tests.host import served
from tests.project import copy_project

SUB_FOLDER = "school/site"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site of the five protocols, two folders deep on its host."""
    root = tmp_path_factory.mktemp("host")
    project = copy_project(tmp_path_factory.mktemp("project"), url=f"https://school.example/{SUB_FOLDER}/")
    build_pages(project, root / SUB_FOLDER)
    return root / SUB_FOLDER


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
