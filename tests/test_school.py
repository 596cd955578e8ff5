"""The site of a project that `new` made: looks, guides and settings from the package, what differs from the school."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import lxml.html
import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from build_tools.building import build_site
from build_tools.cli import main
from build_tools.paste import paste_html
from build_tools.plugin import build_pages
from build_tools.problems import BuildStopped
from tests.project import made_once
from tests.test_posters import squeezed, text_of
from tests.test_start import ANSWERED, SVG, options

OWN_PAGE = "# Toegankelijkheid bij ons { #bij-ons }\n\nBel ons.\n"


@pytest.fixture(scope="session")
def school(run_folder: Path) -> Path:
    """A school's project with a logo, a page, a style sheet and a setting of its own, and its site; only to read."""

    def make(folder: Path) -> None:
        folder.mkdir(parents=True)
        (folder / "logo.svg").write_bytes(SVG)
        answers = [str(folder / "logo.svg") if part == ANSWERED["logo"] else part for part in options(*ANSWERED)]
        project = folder / "school"
        result = CliRunner().invoke(main, ["new", str(project), "--no-input", *answers], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        (project / "docs" / "toegankelijkheid.md").write_text(OWN_PAGE, encoding="utf-8")
        (project / "docs" / "eigen.css").write_text("main { max-width: 60rem }\n")
        with (project / "mkdocs.yml").open("a", encoding="utf-8") as settings:
            settings.write("extra_css: [eigen.css]\nextra: {generator: true}\n")
        build_site(project / "mkdocs.yml")

    return made_once(run_folder / "school", make) / "school"


@pytest.fixture(scope="session")
def home(school: Path) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring((school / "site" / "index.html").read_text(encoding="utf-8"))


def test_the_site_has_the_schools_name_logo_and_colour(home: lxml.html.HtmlElement) -> None:
    assert home.xpath("string(//header//*[@class='pw-brand-name'])") == ANSWERED["naam"]
    assert home.xpath("//header//img[@class='pw-logo']/@src") == ["assets/logo.svg"]
    styles = home.xpath("//link[@rel='stylesheet']/@href")
    assert styles.index("assets/protocolwijzer.css") < styles.index("eigen.css") < styles.index("assets/school.css")


def test_menu_and_looks_come_from_the_package(home: lxml.html.HtmlElement) -> None:
    menu = [link.text_content() for link in home.xpath("//nav[@class='pw-nav']//a")]
    assert menu == ["Medewerkers", "Ouders", "Kinderen", "Media", "Onderwerpen", "Protocollen", "Begrippen"]
    assert home.get("lang") == "nl"
    assert home.xpath("//script[contains(@src, 'assets/search.js')]")


def test_an_adopted_protocol_passes_for_a_draft_nowhere(school: Path) -> None:
    frames = sorted((school / "site" / "inbedden").glob("*/index.html"))
    papers = sorted((school / "site" / "print").rglob("*.pdf"))
    assert (len(frames), len(papers)) == (4, 13)
    said = [paste_html(frame.read_text(encoding="utf-8")) for frame in frames]
    said += [text_of(PdfReader(paper)) for paper in papers]
    for standing in ("Concept", "Ter instemming", "kunnen nog veranderen", "gelden op onze school"):
        assert [text for text in map(squeezed, said) if squeezed(standing) in text] == []


def test_its_visitors_are_not_sent_to_the_page_for_developers(home: lxml.html.HtmlElement) -> None:
    assert home.xpath("//footer//a[contains(@href, 'redactie')]")
    assert home.xpath("//footer//a[contains(@href, 'ontwikkelaars')]") == []


def test_a_page_of_the_school_takes_the_place_of_the_packages_and_the_others_stay(school: Path) -> None:
    own = (school / "site" / "toegankelijkheid" / "index.html").read_text(encoding="utf-8")
    assert "Toegankelijkheid bij ons" in own
    assert (school / "site" / "redactie" / "schrijven" / "index.html").exists()


def test_nothing_is_written_into_the_project_but_the_site_and_the_cache(school: Path) -> None:
    made = {path.name for path in school.iterdir()} - {"site", ".cache"}
    assert made == {".gitignore", ".vscode", "LEESMIJ.md", "docs", "mkdocs.yml", "protocol_src"}


@pytest.mark.parametrize(
    ("content", "told"), [(None, "dit bestand is er niet"), (SVG.replace(b"<path", b"<script/><path"), "<script>")]
)
def test_a_logo_that_is_not_there_or_does_more_than_draw_stops_the_build(
    school: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes | None, told: str
) -> None:
    project = tmp_path / "school"
    shutil.copytree(school, project, ignore=shutil.ignore_patterns("site"))
    logo = project / "docs" / "assets" / "logo.svg"
    logo.unlink()
    if content:
        logo.write_bytes(content)
    with caplog.at_level(logging.ERROR), pytest.raises(BuildStopped) as stopped:
        build_pages(project / "mkdocs.yml", tmp_path / "site")
    assert told in f"{caplog.text} {stopped.value.__cause__}"


def test_render_takes_the_guides_of_the_package_along(school: Path, tmp_path: Path) -> None:
    project = tmp_path / "school"
    shutil.copytree(school, project, ignore=shutil.ignore_patterns("site"))
    arguments = ["--config", str(project / "mkdocs.yml"), "--source", str(project / "protocol_src")]
    result = CliRunner().invoke(main, ["render", str(tmp_path / "uit"), *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    assert (tmp_path / "uit" / "toegankelijkheid.md").read_text(encoding="utf-8") == OWN_PAGE
    assert (tmp_path / "uit" / "redactie" / "schrijven.md").exists()
