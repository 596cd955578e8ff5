"""`python -m bench.everyone`: axe looks at every page and every state, in each look a reader may have it.

Light and dark, 1280 and 320 pixels wide, colours forced by the system, and text at 200 %. What sticks out to the right
counts too: then someone must scroll in two directions. Of a site that is joined from shares each kind of page that only
such a site has is looked at as well. The looks are taken in as many processes as there are processors.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Playwright, sync_playwright

from bench.figures import publish, put
from build_tools.joined import Wanted, build_share, join_shares
from build_tools.plugin import build_pages
from build_tools.policy import secure
from build_tools.shares import share_name
from build_tools.views.parts import date_in_words
from tests.browser import launch
from tests.host import served
from tests.library import PROJECT
from tests.project import copy_project
from tests.states import STATES, State
from tests.test_site import axe_findings

_READERS_PAGE = PROJECT / "docs" / "toegankelijkheid.md"


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a reader has the site on the screen."""

    name: str
    width: int
    options: Mapping[str, Any] = field(default_factory=dict)
    text: int = 100


LOOKS = (
    Look(name="light, 1280 pixels", width=1280),
    Look(name="dark, 1280 pixels", width=1280, options={"color_scheme": "dark"}),
    Look(name="light, 320 pixels", width=320),
    Look(name="dark, 320 pixels", width=320, options={"color_scheme": "dark"}),
    Look(name="colours forced by the system, 1280 pixels", width=1280, options={"forced_colors": "active"}),
    Look(name="text at 200 %, 1280 pixels", width=1280, text=200),
)


def findings(browser: Browser, address: str, look: Look, state: State | None = None) -> list[str]:
    """What is wrong with a page in a look, brought into a state."""
    context = browser.new_context(
        viewport={"width": look.width, "height": 800}, reduced_motion="reduce", **look.options
    )
    page = context.new_page()
    page.goto(address, wait_until="load")
    if state:
        state.reach(page)
    found = axe_findings(page, open_parts=state is None)
    if (wide := page.evaluate("document.scrollingElement.scrollWidth")) > look.width:
        found.append(f"sticks out: {wide} pixels")
    context.close()
    return found


#: What a site that is joined from shares has, and others have not; and a share in it.
JOINT_PAGES = (
    "",
    "medewerkers/",
    "kinderen/",
    "onderwerpen/",
    "onderwerpen/groepsapp/",
    "protocollen/",
    "vergelijken/",
    "vergelijken/?p=mosalira,konot",
    "deel-01/",
    "deel-02/ouders/",
)


def visits(pages: list[str], look: Look) -> Iterator[tuple[str, State | None]]:
    """What is looked at in a look: all pages, and the states that it has."""
    for path in pages:
        yield path, None
    small = look.width < 900 or look.text > 100  # large letters on a wide screen get the arrangement of a phone
    for state in STATES:
        if state.narrow if small else state.wide:
            yield state.path, state


def _started(playwright: Playwright, look: Look) -> Browser:
    """A Chromium whose own text size is that of the look, as a reader sets it."""
    size = 16 * look.text // 100
    return launch(playwright, [f"--blink-settings=defaultFontSize={size}"])


@dataclass(frozen=True, kw_only=True)
class Sites:
    """Where the site and one that is joined from shares are served, and the addresses of all pages of the first."""

    site: str
    joint: str
    pages: list[str]


def _look_at_all(sites: Sites, look: Look) -> dict[str, list[str]]:
    """The findings in one look, by page and state."""
    found: dict[str, list[str]] = {}
    with sync_playwright() as playwright:
        browser = _started(playwright, look)
        for path, state in visits(sites.pages, look):
            name = f"{path or '/'} ({state.name})" if state else path or "/"
            found[name] = findings(browser, f"{sites.site}/{path}", look, state)
        for path in JOINT_PAGES:
            found[f"joined: {path}"] = findings(browser, f"{sites.joint}/{path}", look)
        browser.close()
    return found


def _joined(place: Path) -> Path:
    """The folder of a site that is joined from two shares, of three protocols and of two."""
    project = copy_project(place)
    shares = place / "delen"
    for number in (1, 2):
        build_share(project, shares / share_name(number), Wanted(number=number, size=3, pdfs=False))
    return join_shares(project, shares)


def _main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "site"
        build_pages(copy_project(Path(place) / "project"), folder)
        secure(folder)
        built = sorted(path.parent.relative_to(folder).as_posix() for path in folder.rglob("index.html"))
        pages = ["" if path == "." else f"{path}/" for path in built]
        with served(folder) as host, served(_joined(Path(place) / "joint")) as joint, _processes() as processes:
            look_at_all = partial(_look_at_all, Sites(site=host, joint=joint, pages=pages))
            found: dict[str, dict[str, list[str]]] = {}
            for look, looked in zip(LOOKS, processes.map(look_at_all, LOOKS), strict=True):
                found[look.name] = looked
                _tell(look, looked)
    faults = sum(len(findings) for look in found.values() for findings in look.values())
    rows: list[tuple[str, object]] = [("pages of the site", len(pages)), ("states of pages", len(STATES))]
    rows.append(("pages of a site joined from shares", len(JOINT_PAGES)))
    rows += [(f"looked at, {name}", len(looked)) for name, looked in found.items()]
    publish("axe", "make trust-axe", [*rows, ("faults found", faults)])
    put("axe", _told(len(pages), sum(map(len, found.values())), faults), _READERS_PAGE)
    sys.exit(bool(faults))


def _processes() -> ProcessPoolExecutor:
    """Processes of their own: Playwright allows one at a time, and the hosts are threads of this one."""
    return ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"))


def _tell(look: Look, looked: Mapping[str, list[str]]) -> None:
    for name, faults in looked.items():
        for fault in faults:
            print(f"{look.name}: {name}: {fault}", flush=True)
    print(f"{look.name}: {len(looked)} looked at", flush=True)


def _told(pages: int, looks: int, faults: int) -> str:
    """The same in plain Dutch, for readers."""
    day = date_in_words(datetime.now(UTC).date())
    return (
        f"Op {day} bekeek axe op de voorbeeldsite alle {pages} pagina's, en {len(STATES)} toestanden daarvan, zoals "
        "zoeken, kiezen en een foutmelding. Dat gebeurde met licht en donker, 1280 en 320 pixels breed, kleuren die de "
        f"computer oplegt en tekst op 200 procent: {looks} keer in totaal. Gevonden fouten: {faults}."
    )


if __name__ == "__main__":
    _main()
