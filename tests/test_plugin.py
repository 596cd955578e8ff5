"""Real, strict builds of a small project: what MkDocs makes of our pages, and what it leaves when there is a fault."""

from __future__ import annotations

import json
import logging
import re
import shutil
import subprocess
import sys
from pathlib import Path

import lxml.html
import pytest
from filelock import FileLock

from build_tools.building import build_site
from build_tools.built import read_site
from build_tools.plugin import build_pages
from build_tools.problems import BuildStopped
from build_tools.settings import docs_folder, site_folder
from build_tools.site import make_site
from build_tools.source import read_folder
from tests.library import BASE
from tests.project import small_project

RULE = "protocol_src/protocols/de-wilg/articles/telefoon-in-de-tas.yml"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A small project whose site was built once; for reading only."""
    run = tmp_path_factory.getbasetemp()
    shared = run if worker_id == "master" else run.parent  # pytest-xdist: a folder for each worker in that of the run
    project = shared / "small"
    with FileLock(shared / "small.lock"):
        if not project.exists():
            build_site(small_project(project))
    return project


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of the built project, to spoil."""
    return Path(shutil.copytree(built, tmp_path / "project"))


CODE = re.compile(r"<(code|pre|script|style)\b.*?</\1>", re.DOTALL)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def spoil(project: Path, old: str = "stance: required", new: str = "stance: requird") -> None:
    rule = project / RULE
    rule.write_text(rule.read_text().replace(old, new))


def html(built: Path, path: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring((built / "site" / path).read_text(encoding="utf-8"))


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def by_id(built: Path, path: str, name: str) -> lxml.html.HtmlElement:
    (found,) = (element for element in html(built, path).iter() if element.get("id") == name)
    return found


def test_every_page_of_the_site_is_built(built: Path) -> None:
    pages = {page.path for page in make_site(read_folder(BASE)).pages}
    addresses = {path.removesuffix("index.md").removesuffix(".md") for path in pages}
    missing = [name for name in addresses if not (built / "site" / name / "index.html").is_file()]
    assert missing == []


def test_the_built_site_has_no_faults(built: Path) -> None:
    assert read_site(built / "site").faults() == []


def test_data_files_are_published_byte_for_byte(built: Path) -> None:
    for path, text in make_site(read_folder(built / "protocol_src")).data.items():
        assert (built / "site" / path).read_text(encoding="utf-8") == text, path


def test_every_url_in_the_data_leads_to_its_rule(built: Path) -> None:
    articles = json.loads((built / "site" / "data" / "articles.json").read_text(encoding="utf-8"))["articles"]
    assert len(articles) == 4
    for one in articles:
        path, _, anchor = one["url"].partition("#")
        heading = by_id(built, f"{path}index.html", anchor)
        expected = one["title"] if one["kind"] != "decision" else "Instemming: de medezeggenschapsraad"
        assert expected in words(heading)


def test_the_name_and_description_of_the_site_are_those_of_the_sources(built: Path) -> None:
    page = html(built, "index.html")
    assert "Wilgwijzer" in words(page.find(".//h1"))
    (description,) = (meta.get("content") for meta in page.iter("meta") if meta.get("name") == "description")
    assert description == "De afspraken van De Wilg over sociale media."


def test_what_stands_in_markdown_blocks_is_rendered(built: Path) -> None:
    """No Markdown is left over in the HTML, as a missing blank line would leave it; the guide shows some on purpose."""
    for path in sorted(path for path in (built / "site").rglob("index.html") if "redactie" not in path.parts):
        page = re.split("<main.*?>", path.read_text(encoding="utf-8"), maxsplit=1)[1].split("</main>", 1)[0]
        shown = lxml.html.fragment_fromstring(CODE.sub("", page), create_parent="div").text_content()
        left = [sign for sign in ("**", "](", "{ #", "markdown=", "## ", "\n- ") if sign in shown]
        assert left == [], path


def test_a_fault_in_the_sources_leaves_the_site_byte_for_byte(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    before = contents(project / "site")
    spoil(project)
    with caplog.at_level(logging.ERROR), pytest.raises(BuildStopped):
        build_site(project / "mkdocs.yml")
    assert 'telefoon-in-de-tas.yml:11:5: "requird" is geen waarde van norms[1].stance' in caplog.text
    assert contents(project / "site") == before
    assert not [path for path in project.iterdir() if path.name.startswith(".site")]


def test_a_warning_of_mkdocs_stops_the_build_and_leaves_the_site(
    project: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = contents(project / "site")
    page = project / "docs" / "redactie" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n[weg](weg.md)\n", encoding="utf-8")
    with caplog.at_level(logging.WARNING, logger="mkdocs"), pytest.raises(BuildStopped):
        build_site(project / "mkdocs.yml")
    assert "weg.md" in caplog.text
    assert contents(project / "site") == before


def test_a_fault_that_only_the_html_shows_stops_the_build_and_leaves_the_site(project: Path) -> None:
    before = contents(project / "site")
    page = project / "docs" / "redactie" / "index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text + '\n<img src="https://example.org/a.png" alt="">\n', encoding="utf-8")
    with pytest.raises(BuildStopped, match="haalt iets op bij een ander"):
        build_site(project / "mkdocs.yml")
    assert contents(project / "site") == before


def mkdocs(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "mkdocs", *arguments],
        cwd=project,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_plain_mkdocs_makes_the_same_pages(project: Path) -> None:
    made = mkdocs(project, "build", "--strict", "--site-dir", "plain")
    assert made.returncode == 0, made.stderr
    rule = "protocollen/de-wilg/index.html"
    assert (project / "plain" / rule).read_bytes() == (project / "site" / rule).read_bytes()


def test_plain_mkdocs_tells_the_faults_and_leaves_the_site(project: Path) -> None:
    before = contents(project / "site")
    spoil(project)
    made = mkdocs(project, "build")
    assert made.returncode != 0
    assert 'articles/telefoon-in-de-tas.yml:11:5: "requird" is geen waarde van norms[1].stance' in made.stderr
    assert "Traceback" not in made.stderr
    assert contents(project / "site") == before


def test_a_warning_about_the_content_does_not_stop_a_strict_build(project: Path) -> None:
    settings = project / "protocol_src" / "site.yml"
    settings.write_text(settings.read_text() + "parameters:\n  naam: De Wilg\n")
    build_pages(project / "mkdocs.yml", project / "nieuw")
    assert (project / "nieuw" / "index.html").is_file()


def test_nothing_is_generated_into_the_sources(built: Path) -> None:
    assert contents(built / "protocol_src") == contents(BASE)
    assert contents(built / "docs") == contents(docs_folder(built / "mkdocs.yml"))
    assert site_folder(built / "mkdocs.yml") == built / "site"
