"""The banner on a school's own site: readable without script, and with it the reader sees that a review has passed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from build_tools.plugin import build_pages
from tests.host import served
from tests.library import edited
from tests.project import made_once, small_project

OWN = edited("site.yml", own_protocol="de-wilg", calendar={"school_years": ["2026-08-31"]})
REVIEW = edited("protocols/de-wilg/protocol.yml", review={"text": "Elk jaar.", "next": "2026-09-01"})


@pytest.fixture(scope="module")
def own(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of one school, a concept with a review in 2026."""

    def build(folder: Path) -> None:
        project = small_project(tmp_path_factory.mktemp("own"))
        for path, text in (OWN | REVIEW).items():
            (project.parent / "protocol_src" / path).write_text(text, encoding="utf-8")
        build_pages(project, folder)

    return made_once(run_folder / "own-concept", build)


@pytest.mark.parametrize(
    ("day", "late"), [("2026-08-31T12:00:00", False), ("2026-09-01T23:00:00", False), ("2026-09-02T00:01:00", True)]
)
def test_the_banner_tells_that_the_review_has_passed_on_the_day_after(
    own: Path, browser: Browser, day: str, late: bool
) -> None:
    with served(own) as host, browser.new_page() as page:
        page.clock.set_fixed_time(day)
        page.goto(f"{host}/toegankelijkheid/")
        words = page.get_by_role("note", name="Stand van dit protocol").inner_text()
    assert words.startswith("Concept: nog niet vastgesteld. ")
    assert words.endswith("Vraag de school wat nu geldt." if late else "Herziening uiterlijk 1 september 2026.")


def test_without_script_the_day_can_be_read_and_on_paper_too(own: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 600})
    with served(own) as host, context, context.new_page() as page:
        page.goto(host)
        banner = page.locator(".pw-standing")
        assert "Herziening uiterlijk 1 september 2026." in banner.inner_text()
        box = banner.bounding_box()
        assert box
        assert box["x"] + box["width"] <= 320
        assert box["height"] < 3 * 20  # at most two lines: the page itself begins on the first screen
        page.emulate_media(media="print")
        assert banner.is_visible()


@pytest.mark.parametrize("path", ["kinderen", "kinderen/groep-7"])
def test_on_a_page_for_children_the_banner_speaks_to_them(own: Path, browser: Browser, path: str) -> None:
    with served(own) as host, browser.new_page() as page:
        page.clock.set_fixed_time("2026-09-02T12:00:00")
        page.goto(f"{host}/{path}/")
        words = page.get_by_role("note", name="Stand van dit protocol").inner_text()
    assert words == (
        "Deze afspraken kunnen nog veranderen. "
        "Misschien kloppen de afspraken niet meer. Vraag je juf of meester wat nu geldt."
    )


def test_the_about_page_offers_the_calendar(own: Path) -> None:
    assert 'href="../data/agenda.ics"' in (own / "over" / "index.html").read_text(encoding="utf-8")
    assert (own / "data" / "agenda.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
