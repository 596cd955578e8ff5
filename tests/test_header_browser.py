"""The site's name at the head of every page: on no screen is a word broken that fits on a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from build_tools.plugin import build_pages
from tests.host import served
from tests.library import edited
from tests.project import made_once, small_project

LONG = "Samenwerkingsverband Protocollenverzameling Noordoost"
#: How many lines each word of the name takes.
LINES = """() => {
  const text = document.querySelector(".pw-brand-name").firstChild;
  return [...text.data.matchAll(/\\S+/g)].map(({0: word, index}) => {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
  });
}"""


@pytest.fixture(scope="module")
def named(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a long name."""

    def build(folder: Path) -> None:
        project = small_project(tmp_path_factory.mktemp("named"))
        for path, text in edited("site.yml", name=LONG).items():
            (project.parent / "protocol_src" / path).write_text(text, encoding="utf-8")
        build_pages(project, folder)

    return made_once(run_folder / "long-name", build)


def test_no_word_of_a_long_name_is_broken_on_a_phone_or_wider(named: Path, browser: Browser) -> None:
    broken = {}
    with served(named) as host, browser.new_page() as page:
        page.goto(f"{host}/begrippen/")
        for width in (360, 375, 384, 390, 400, 412, 463, 465, 480, 576, 577, 700, 959, 961, 1280):
            page.set_viewport_size({"width": width, "height": 400})
            lines = page.evaluate(LINES)
            # the ellipsis cuts the second word off where it does not fit; the third is then not to be seen
            if lines[0] > 1:
                broken[width] = lines
    assert broken == {}


def test_a_name_of_an_ordinary_length_stands_on_one_line(site: Path, browser: Browser) -> None:
    with served(site) as host, browser.new_page() as page:
        page.goto(f"{host}/begrippen/")
        assert page.locator(".pw-brand-name").inner_text() == "Protocolwijzer"
        for width in (320, 384, 385, 400, 463, 465, 576, 700, 961):
            page.set_viewport_size({"width": width, "height": 400})
            assert page.evaluate(LINES) == [1], width
