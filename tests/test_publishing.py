"""What `publish` makes, used as a school would: unpacked in a sub-folder, opened from disk, pasted, framed."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lxml.html
import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Browser, Page, expect

from build_tools.archive import zip_folder
from build_tools.built import read_site
from build_tools.cli import main
from build_tools.offline import name_pages
from build_tools.publishing import PARTS
from build_tools.workflows import WORKFLOWS
from tests.host import served
from tests.project import made_once, small_project

READERS = ("kinderen", "medewerkers", "media", "ouders")
RULE = "protocollen/de-wilg/#telefoon-in-de-tas"
MOVED = """
redirects:
  - old: protocollen/de-wilg/#mobieltjes
    new: onderwerpen/telefoon/
  - old: protocollen/de-oude-wilg/
    new: protocollen/de-wilg/
  - old: protocollen/de-oude-wilg/#kiekjes
    new: protocollen/de-wilg/#foto-na-toestemming
"""
PLAIN = {"h2", "h3", "h4", "p", "ul", "ol", "li", "a", "strong", "em", "blockquote"}


def publish(project: Path, *options: str) -> Result:
    """Run the command as if it were given in the project's folder."""
    places = ("--config", str(project / "mkdocs.yml"), "--source", str(project / "protocol_src"))
    return CliRunner().invoke(main, ["publish", str(project / "publicatie"), *places, *options], catch_exceptions=False)


@pytest.fixture(scope="session")
def project(run_folder: Path) -> Path:
    """A small project without an address of its own, some of whose addresses moved, and its publication."""

    def make(folder: Path) -> None:
        small_project(folder)
        with (folder / "protocol_src" / "site.yml").open("a", encoding="utf-8") as settings:
            settings.write(MOVED)
        with pytest.MonkeyPatch.context() as here:
            here.chdir(folder)
            result = publish(folder)
        assert result.exit_code == 0, result.stderr

    return made_once(run_folder / "published", make)


@pytest.fixture(scope="session")
def publication(project: Path) -> Path:
    return project / "publicatie"


@pytest.fixture(scope="session")
def stick(publication: Path, run_folder: Path) -> Path:
    """The zip for a stick, unpacked."""
    return made_once(run_folder / "stick", lambda folder: unpack(publication / "usb-stick.zip", folder))


@pytest.fixture(scope="session")
def host(publication: Path, run_folder: Path) -> Iterator[str]:
    """The address of the zip for a web host, unpacked two folders deep."""

    def unpack_deep(folder: Path) -> None:
        unpack(publication / "website.zip", folder / "school" / "site")
        for reader in READERS:
            (folder / f"{reader}.html").write_text(school_page(publication, reader), encoding="utf-8")

    with served(made_once(run_folder / "website", unpack_deep)) as address:
        yield f"{address}/school/site/"


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    contexts = []

    def opened(address: str, **options: Any) -> Page:
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


def unpack(archive: Path, folder: Path) -> None:
    with zipfile.ZipFile(archive) as content:
        content.extractall(folder)


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def names(archive: Path) -> list[str]:
    with zipfile.ZipFile(archive) as content:
        return content.namelist()


# --- What there is ------------------------------------------------------------------------------------


def test_a_publication_holds_every_form(publication: Path) -> None:
    made = {path.name + "/" * path.is_dir() for path in publication.iterdir()}
    assert made == {"LEESMIJ.txt", *PARTS}
    read_me = (publication / "LEESMIJ.txt").read_text(encoding="utf-8")
    assert [name for name in PARTS if name not in read_me] == []
    for folder in ("plakken", "inbedden"):
        assert sorted({path.stem for path in (publication / folder).iterdir()}) == list(READERS)
    printed = {
        path.relative_to(publication / "website" / "print") for path in publication.glob("website/print/**/*.pdf")
    }
    assert printed
    assert {path.relative_to(publication / "pdf") for path in publication.glob("pdf/**/*.pdf")} == printed


def test_files_in_a_zip_have_the_date_that_was_given(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("a")
    zip_folder(tmp_path / "a.zip", tmp_path / "in", epoch=1_000_000_000)
    with zipfile.ZipFile(tmp_path / "a.zip") as content:
        assert [entry.date_time for entry in content.infolist()] == [(2001, 9, 9, 1, 46, 40)]


def test_no_page_of_a_zip_names_an_absolute_path(publication: Path, stick: Path) -> None:
    for site in (publication / "website", stick / "site"):
        assert read_site(site).faults() == []
    assert names(publication / "website.zip").count("index.html") == 1
    assert not [name for name in names(publication / "usb-stick.zip") if ".." in name or name.startswith("/")]


def test_the_website_is_guarded_and_the_stick_is_not(publication: Path, stick: Path) -> None:
    sign = 'http-equiv="Content-Security-Policy"'
    assert {"_headers", ".htaccess", "inbedden/.htaccess"} <= set(names(publication / "website.zip"))
    for path in (publication / "website").rglob("*.html"):
        assert sign in path.read_text(encoding="utf-8"), path
    for path in stick.rglob("*.html"):
        assert sign not in path.read_text(encoding="utf-8"), path


# --- From a stick -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ('<a href="../ouders/">', '<a href="../ouders/index.html">'),
        ('<a href="..">', '<a href="../index.html">'),
        ('<a class="x" href=".">', '<a class="x" href="./index.html">'),
        ('<a href="../../media/#balie">', '<a href="../../media/index.html#balie">'),
        ('<a href="../vergelijken/?p=a,b#c">', '<a href="../vergelijken/index.html?p=a,b#c">'),
        ('<a href="#foto">', '<a href="#foto">'),
        ('<a href="../print/a.pdf">', '<a href="../print/a.pdf">'),
        ('<a href="https://example.org/">', '<a href="https://example.org/">'),
        ('<a href="mailto:a@school.example">', '<a href="mailto:a@school.example">'),
        ('<meta content="0; url=../nieuw/#a">', '<meta content="0; url=../nieuw/index.html#a">'),
    ],
)
def test_on_disk_a_link_to_a_folder_names_its_page(given: str, named: str) -> None:
    assert name_pages(given) == named


def test_the_stick_opens_with_one_page_and_search_works(stick: Path, open_page: Callable[..., Page]) -> None:
    page = open_page((stick / "Open de site.html").as_uri())
    page.wait_for_url("**/site/index.html")
    page.locator("[data-pw-search]:visible").first.click()
    page.keyboard.type("telefoon")
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url("**/index.html*#*")
    expect(page.locator(":target")).to_contain_text("De telefoon zit in de tas")


def test_on_the_stick_links_work_without_scripts(stick: Path, open_page: Callable[..., Page]) -> None:
    page = open_page((stick / "site" / "index.html").as_uri(), java_script_enabled=False)
    page.locator(".pw-door--parents a").click()
    page.wait_for_url("**/site/ouders/index.html")
    page.locator(".pw-source a").first.click()
    page.wait_for_url(f"**/site/{RULE.replace('#', 'index.html#')}")


# --- At a web host ------------------------------------------------------------------------------------


def test_the_website_works_in_a_sub_folder(host: str, open_page: Callable[..., Page]) -> None:
    page = open_page(host)
    page.locator(".pw-door--parents a").click()
    page.wait_for_url(f"{host}ouders/")
    page.locator(".pw-source a").first.click()
    page.wait_for_url(f"{host}{RULE}")


@pytest.mark.parametrize("missing", ["bestaat/hier/niet/", "weg.html"])
def test_in_a_sub_folder_not_found_leads_back_to_the_site(
    host: str, open_page: Callable[..., Page], missing: str
) -> None:
    page = open_page(host + missing)
    page.locator(f"main a[href='{urlsplit(host).path}ouders/']").click()
    page.wait_for_url(f"{host}ouders/")


# --- Addresses that moved -----------------------------------------------------------------------------

LEADING = [
    ("protocollen/de-wilg/#mobieltjes", "onderwerpen/telefoon/"),
    ("protocollen/de-oude-wilg/", "protocollen/de-wilg/"),
    ("protocollen/de-oude-wilg/#telefoon-in-de-tas", RULE),
    ("protocollen/de-oude-wilg/#kiekjes", "protocollen/de-wilg/#foto-na-toestemming"),
]


def on_disk(address: str) -> str:
    page, mark, anchor = address.partition("#")
    return f"{page}index.html{mark}{anchor}"


@pytest.mark.parametrize(("old", "new"), LEADING)
def test_an_old_address_leads_to_the_new_one(host: str, open_page: Callable[..., Page], old: str, new: str) -> None:
    open_page(host + old).wait_for_url(host + new)


@pytest.mark.parametrize(("old", "new"), LEADING)
def test_on_disk_too(stick: Path, open_page: Callable[..., Page], old: str, new: str) -> None:
    site = (stick / "site").as_uri()
    open_page(f"{site}/{on_disk(old)}").wait_for_url(f"{site}/{on_disk(new)}")


@pytest.mark.parametrize("disk", [False, True])
def test_without_scripts_the_page_leads_on_and_an_anchor_stands_on_a_link(
    host: str, stick: Path, open_page: Callable[..., Page], disk: bool
) -> None:
    start = f"{(stick / 'site').as_uri()}/" if disk else host
    address = on_disk if disk else str
    page = open_page(start + address("protocollen/de-oude-wilg/"), java_script_enabled=False)
    page.wait_for_url(start + address("protocollen/de-wilg/"))
    page.goto(start + address("protocollen/de-wilg/#mobieltjes"))
    expect(page.locator("a:target")).to_be_in_viewport()
    page.locator("a:target").click()
    page.wait_for_url(start + address("onderwerpen/telefoon/"))


# --- To paste -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", READERS)
def test_the_paste_version_is_plain(publication: Path, reader: str) -> None:
    code = (publication / "plakken" / f"{reader}.txt").read_text(encoding="utf-8")
    page = lxml.html.document_fromstring((publication / "plakken" / f"{reader}.html").read_bytes())
    body = next(element for element in page.iter("body"))
    elements = list(body.iterdescendants())
    assert {str(element.tag) for element in elements} <= PLAIN
    assert {name for element in elements for name in element.attrib} <= {"href"}
    assert not [link for element in elements if not urlsplit(link := element.get("href", "https:")).scheme]
    assert next(element.tag for element in elements if str(element.tag).startswith("h")) == "h2"
    assert words(lxml.html.fragment_fromstring(code, create_parent="div")) == words(body)


def test_the_paste_version_of_a_draft_begins_with_what_it_is(publication: Path) -> None:
    begin = {
        name: (publication / "plakken" / f"{name}.txt").read_text(encoding="utf-8").split("\n")[0] for name in READERS
    }
    assert begin.pop("kinderen") == "<p><strong>Deze afspraken kunnen nog veranderen.</strong></p>"
    assert set(begin.values()) == {"<p><strong>Concept: nog niet vastgesteld.</strong></p>"}


def test_the_paste_version_holds_the_words_for_its_reader(publication: Path) -> None:
    pasted = {name: (publication / "plakken" / f"{name}.txt").read_text(encoding="utf-8") for name in READERS}
    assert "een foto van uw kind alleen als u dat goedvindt" in pasted["ouders"]
    assert "Zet je telefoon uit" in pasted["kinderen"]
    assert "Zet je telefoon uit" not in pasted["medewerkers"]
    assert "naar de directeur" in pasted["media"]


# --- In a frame ---------------------------------------------------------------------------------------


def school_page(publication: Path, reader: str, site: str = "school/site/") -> str:
    """A page of the school with the code for a frame in it, as the guide says to paste it."""
    code = (publication / "inbedden" / f"{reader}.txt").read_text(encoding="utf-8")
    page = "<!doctype html><title>School</title><h1>School</h1><script>{heard}</script>{code}"
    heard = "addEventListener('message', event => { window.heard = event.data })"
    return page.format(heard=heard, code=code.replace("https://ADRES-VAN-UW-SITE/", site))


@pytest.fixture
def framed(host: str, open_page: Callable[..., Page]) -> Page:
    """The school's page for parents on a phone, once the frame has told its height."""
    page = open_page(host.replace("school/site/", "ouders.html"), viewport={"width": 400, "height": 800})
    page.wait_for_function("window.heard && document.querySelector('iframe').style.height")
    return page


def test_a_frame_takes_the_height_of_its_page(framed: Page) -> None:
    inner = framed.frame_locator("iframe").locator("html")
    expect(inner.locator("h1")).to_have_text("Afspraken voor ouders")
    assert inner.evaluate("root => root.scrollHeight <= innerHeight && innerHeight < root.scrollHeight + 10")


def test_the_message_of_a_frame_has_the_documented_form(framed: Page) -> None:
    message = framed.evaluate("window.heard")
    assert set(message) == {"type", "page", "height"}
    assert (message["type"], message["page"]) == ("protocolwijzer:hoogte", "ouders")
    assert 100 < message["height"] < 3000


def test_a_link_in_a_frame_opens_in_the_whole_window(framed: Page, host: str) -> None:
    framed.frame_locator("iframe").locator("main a[href]:not(.headerlink)").first.click()
    framed.wait_for_url(f"{host}{RULE}")


def test_beside_a_frame_stands_a_plain_link(framed: Page, host: str) -> None:
    framed.get_by_role("link", name="op een eigen pagina").click()
    framed.wait_for_url(f"{host}ouders/")


def test_under_the_headers_of_the_website_another_site_frames_only_the_pages_for_it(
    publication: Path, tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    with served(publication / "website") as site, served(tmp_path) as school:
        frame = "<iframe src='{site}/{path}'></iframe>"
        text = frame.format(site=site, path="ouders/") + school_page(publication, "ouders", f"{site}/")
        (tmp_path / "school.html").write_text(text, encoding="utf-8")
        page = open_page(f"{school}/school.html")
        page.wait_for_function("window.heard && document.querySelectorAll('iframe')[1].style.height")
        refused, shown = page.frames[1:]
        assert shown.url == f"{site}/inbedden/ouders/"
        assert refused.locator("h1", has_text="Afspraken voor ouders").count() == 0


@pytest.mark.parametrize("reader", READERS)
def test_a_page_for_a_frame_is_not_to_be_found_by_itself(publication: Path, reader: str) -> None:
    site = publication / "website"
    page = lxml.html.document_fromstring((site / "inbedden" / reader / "index.html").read_bytes())
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("//header | //nav | //form") == []
    assert page.xpath("string(//footer/a/@href)") == f"../../{reader}/"
    links = re.compile(r'<a\b[^>]*href="[^"]*inbedden/')
    assert [path for path in site.rglob("*.html") if links.search(path.read_text(encoding="utf-8"))] == []


# --- When it is refused -------------------------------------------------------------------------------


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def copy(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project with its publication, to spoil."""
    folder = Path(shutil.copytree(project, tmp_path / "project"))
    monkeypatch.chdir(folder)
    return folder


def test_published_again_elsewhere_every_file_is_the_same(copy: Path) -> None:
    before = contents(copy / "publicatie")
    shutil.rmtree(copy / "publicatie")
    for path in copy.rglob("*.*"):
        os.utime(path, (10**9, 10**9))
    assert publish(copy).exit_code == 0
    after = contents(copy / "publicatie")
    assert [name for name in before if after.get(name) != before[name]] == []
    assert after.keys() == before.keys()


def test_a_published_address_that_vanished_stops_publish_and_check(copy: Path) -> None:
    before = contents(copy / "publicatie")
    articles = copy / "protocol_src" / "protocols" / "de-wilg" / "articles"
    rule = articles / "telefoon-in-de-tas.yml"
    (articles / "mobieltje-in-de-tas.yml").write_text(rule.read_text().replace("id: telefoon-", "id: mobieltje-"))
    rule.unlink()
    settings = copy / "protocol_src" / "site.yml"
    settings.write_text(settings.read_text().replace("new: onderwerpen/telefoon/", "new: onderwerpen/"))
    remedy = f'- {{old: "{RULE}", new: "protocollen/de-wilg/#mobieltje-in-de-tas"}}'
    for result in (publish(copy), CliRunner().invoke(main, ["check"])):
        assert result.exit_code == 1
        assert remedy in result.stderr
        assert "[adres-verdwenen]" in result.stderr
    assert contents(copy / "publicatie") == before
    settings.write_text(settings.read_text() + f"  {remedy}\n")
    assert CliRunner().invoke(main, ["check"]).exit_code == 0


def test_a_folder_that_publish_did_not_make_is_left_alone(copy: Path) -> None:
    shutil.rmtree(copy / "publicatie")
    (copy / "publicatie").mkdir()
    (copy / "publicatie" / "brief.txt").write_text("van mij")
    result = publish(copy)
    assert result.exit_code == 2
    assert "niet eerder zo gemaakt" in result.stderr
    assert contents(copy / "publicatie") == {"brief.txt": b"van mij"}


def test_a_fault_leaves_the_last_publication(copy: Path) -> None:
    before = contents(copy / "publicatie")
    page = copy / "docs" / "redactie" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n[weg](weg.md)\n", encoding="utf-8")
    result = publish(copy)
    assert result.exit_code == 1
    assert "De vorige publicatie blijft" in result.stderr
    assert contents(copy / "publicatie") == before
    assert not [path for path in copy.iterdir() if path.name.startswith(".publicatie")]


# --- Files for hosts ----------------------------------------------------------------------------------


@pytest.mark.parametrize("host_name", WORKFLOWS)
def test_the_file_of_a_host_is_written_once_and_never_over_another(copy: Path, host_name: str) -> None:
    target = copy / WORKFLOWS[host_name].target
    made = publish(copy, "--workflow", host_name)
    assert made.exit_code == 0
    assert target.read_text(encoding="utf-8") == WORKFLOWS[host_name].content
    target.write_text("van mij")
    assert publish(copy, "--workflow", host_name).exit_code == 1
    assert target.read_text() == "van mij"
