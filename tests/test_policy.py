"""The web profile: what a page may do, who may frame it, and what a visit leaves behind in any state: nothing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import lxml.html
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from build_tools.cli import main
from build_tools.deliver import write_files
from build_tools.policy import EMBEDDED, STYLES, UntrustedScript, secure
from tests.conftest import SUB_FOLDER
from tests.host import header_rules, headers_for, served
from tests.project import made_once, small_project
from tests.states import STATES, State
from tests.test_site import PAGES

THEME_SCRIPT = '<script>var base=new URL("{}",location)</script>'
HEAD = '<!doctype html>\n<html lang="nl"><head>\n<meta charset="utf-8">{}</head><body></body></html>\n'
EMBED = f"{EMBEDDED}/afspraken/index.html"


def tiny(folder: Path, **pages: str) -> Path:
    """A site of a 404 page with one script of the theme, and the given pages by path."""
    own = {path.replace("__", "/") + ".html": HEAD.format(head) for path, head in pages.items()}
    write_files(folder, {"404.html": HEAD.format(THEME_SCRIPT.format("/")), **own})
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def directives(policy: str) -> dict[str, list[str]]:
    return {name: values for name, *values in (part.split() for part in policy.split(";"))}


def meta_policy(path: Path) -> dict[str, list[str]]:
    root = lxml.html.document_fromstring(path.read_bytes())
    (policy,) = [meta.get("content") or "" for meta in root.iter("meta") if "-Policy" in (meta.get("http-equiv") or "")]
    return directives(policy)


@pytest.fixture(scope="session")
def web_site(site: Path, run_folder: Path) -> Path:
    """The site of the five protocols as the web profile makes it, with a page for in a frame."""

    def make(folder: Path) -> None:
        shutil.copytree(site, folder / SUB_FOLDER)
        write_files(folder / SUB_FOLDER, {EMBED: HEAD.format("<title>Afspraken</title>")})
        secure(folder / SUB_FOLDER)

    return made_once(run_folder / "web", make) / SUB_FOLDER


@pytest.fixture
def host(web_site: Path) -> Iterator[str]:
    with served(web_site.parent.parent) as address:
        yield f"{address}/{SUB_FOLDER}/"


# --- In the page ------------------------------------------------------------------------------------------


def test_no_page_may_run_or_style_from_within_itself_but_for_the_theme(web_site: Path) -> None:
    for path in web_site.rglob("*.html"):
        rules = meta_policy(path)
        assert rules["default-src"] == ["'self'"]
        assert rules["style-src"] == ["'self'"]
        assert [rule for rule in rules["script-src"] if not re.fullmatch(r"'self'|'sha256-[\w+/]{43}='", rule)] == []
        assert "<style" not in path.read_text(encoding="utf-8")


def test_the_policy_comes_before_anything_that_it_rules(web_site: Path) -> None:
    for path in web_site.rglob("*.html"):
        head = path.read_text(encoding="utf-8").split("http-equiv=")[0]
        assert not re.search("<(script|link|style|img)", head)
        assert len(head.encode()) < 900  # with the character set well within the first kilobyte


def test_a_second_time_changes_nothing(web_site: Path, tmp_path: Path) -> None:
    again = shutil.copytree(web_site, tmp_path / "again")
    secure(again)
    assert contents(again) == contents(web_site)


def test_a_script_that_is_not_the_themes_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    folder = tiny(tmp_path, ouders__index=THEME_SCRIPT.format("..") + "<script>steal()</script>")
    before = contents(folder)
    with pytest.raises(UntrustedScript, match=r"ouders/index\.html"):
        secure(folder)
    assert contents(folder) == before


def test_data_and_scripts_from_a_file_need_no_hash(tmp_path: Path) -> None:
    data = '<script type="application/json">{"a": 1}</script><script src="../assets/a.js" defer></script>'
    folder = tiny(tmp_path, ouders__index=data)
    secure(folder)
    assert meta_policy(folder / "ouders" / "index.html")["script-src"] == ["'self'"]


def test_a_style_in_the_page_becomes_a_file_that_goes_when_no_page_needs_it(tmp_path: Path) -> None:
    folder = tiny(tmp_path, ouders__index='<style media="print">p{color:red}</style>')
    secure(folder)
    (style,) = (folder / STYLES).iterdir()
    assert style.read_text(encoding="utf-8") == "p{color:red}"
    link = f'<link rel="stylesheet" href="../{STYLES}/{style.name}" media="print">'
    assert link in (folder / "ouders" / "index.html").read_text(encoding="utf-8")
    secure(tiny(folder, ouders__index=""))
    assert list((folder / STYLES).iterdir()) == []


def test_a_piece_of_html_without_a_head_stays_as_it_is(tmp_path: Path) -> None:
    piece = "<h2>Regels</h2>\n<p>Om te plakken.</p>\n"
    write_files(tiny(tmp_path), {"plakken.html": piece})
    secure(tmp_path)
    assert (tmp_path / "plakken.html").read_text(encoding="utf-8") == piece


# --- In the headers ---------------------------------------------------------------------------------------


def test_every_page_has_one_policy_in_its_headers_that_allows_what_its_own_policy_allows(web_site: Path) -> None:
    rules = header_rules((web_site / "_headers").read_text(encoding="utf-8"))
    for path in web_site.rglob("*.html"):
        address = "/" + path.relative_to(web_site).as_posix()
        for asked in {address, address.removesuffix("index.html")}:
            headers = headers_for(rules, asked)
            names = [name for name, _ in headers]
            assert sorted(names) == [
                "Content-Security-Policy",
                "Permissions-Policy",
                "Referrer-Policy",
                "X-Content-Type-Options",
            ]
            policy = directives(dict(headers)["Content-Security-Policy"])
            own = meta_policy(path)
            assert policy.pop("frame-ancestors") == (["*"] if address.startswith(f"/{EMBEDDED}/") else ["'self'"])
            assert set(own.pop("script-src")) <= set(policy.pop("script-src"))
            assert own == policy


def test_apache_and_nginx_say_the_same_as_netlify(web_site: Path) -> None:
    plain = dict(headers_for(header_rules((web_site / "_headers").read_text(encoding="utf-8")), "/"))
    framed = {name: value.replace("frame-ancestors 'self'", "frame-ancestors *") for name, value in plain.items()}
    apache = re.compile(r'^  Header always set (\S+) "([^"]+)"$', re.MULTILINE)
    assert dict(apache.findall((web_site / ".htaccess").read_text(encoding="utf-8"))) == plain
    deeper = (web_site / EMBEDDED / ".htaccess").read_text(encoding="utf-8")
    assert plain | dict(apache.findall(deeper)) == framed
    text = (web_site / "nginx-headers.conf").read_text(encoding="utf-8")
    nginx = dict(re.findall(r'^add_header (\S+) "([^"]+)" always;$', text, re.MULTILINE))
    for who, wanted in (("'self'", plain), ("*", framed)):
        assert f'set $protocolwijzer_frames "{who}";' in text
        assert {name: value.replace("$protocolwijzer_frames", who) for name, value in nginx.items()} == wanted


def test_what_a_host_had_in_its_header_file_stays(tmp_path: Path) -> None:
    folder = tiny(tmp_path)
    write_files(folder, {".htaccess": "Redirect 301 /oud /nieuw\n"})
    for _ in range(2):
        secure(folder)
    lines = (folder / ".htaccess").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "Redirect 301 /oud /nieuw"
    assert lines.count("<IfModule mod_headers.c>") == 1


# --- In a browser -----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Traces:
    """What a visit left: complaints of the browser, requests to others, cookies, and names of what is stored."""

    complaints: tuple[str, ...]
    others: tuple[str, ...]
    cookies: int
    stored: tuple[str, ...]


CLEAN = Traces(complaints=(), others=(), cookies=0, stored=())


def traces(browser: Browser, host: str, path: str, state: State | None = None) -> Traces:
    """What is left of a visit to a page, brought into a state, in a browser that knows nothing yet."""
    context = browser.new_context(viewport={"width": 1280 if state is None or state.wide else 320, "height": 800})
    requests: list[str] = []
    complaints: list[str] = []
    page = context.new_page()
    context.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(host + path)
    if state:
        state.reach(page)
    page.wait_for_load_state("networkidle")
    left = Traces(
        complaints=tuple(text for text in complaints if "status of 404" not in text),
        others=tuple(url for url in requests if not url.startswith((host, "blob:"))),
        cookies=len(context.cookies()),
        stored=tuple(page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")),
    )
    context.close()
    assert requests
    return left


@pytest.mark.parametrize("path", PAGES)
def test_a_visit_to_any_page_leaves_no_trace(browser: Browser, host: str, path: str) -> None:
    assert traces(browser, host, path) == CLEAN


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_no_state_of_a_page_leaves_a_trace_but_the_choice_of_colours(browser: Browser, host: str, state: State) -> None:
    kept = ("protocolwijzer.kleuren",) if state.name == "other colours" else ()
    assert traces(browser, host, state.path, state) == replace(CLEAN, stored=kept)


def test_a_browser_refuses_what_was_slipped_into_a_page(browser: Browser, web_site: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(web_site, tmp_path / "web")
    page = folder / "over" / "index.html"
    evil = '<script>document.title="gekaapt"</script><img src="x" onerror="document.title=\'gekaapt\'">'
    page.write_text(page.read_text(encoding="utf-8").replace("</main>", f"{evil}</main>"), encoding="utf-8")
    with served(folder) as address:
        opened = browser.new_page()
        opened.goto(f"{address}/over/")
        assert opened.title() != "gekaapt"
        opened.close()


def test_only_an_embedded_page_shows_in_a_frame_elsewhere(browser: Browser, host: str, tmp_path: Path) -> None:
    addresses = [f"{host}{EMBEDDED}/afspraken/", f"{host}ouders/"]
    frames = "".join(f'<iframe src="{address}"></iframe>' for address in addresses)
    write_files(tmp_path, {"index.html": HEAD.replace("</body>", f"{frames}</body>").format("")})
    with served(tmp_path) as elsewhere:
        page = browser.new_page()
        page.goto(f"{elsewhere}/", wait_until="load")
        assert [frame.url for frame in page.frames[1:]] == [addresses[0], "chrome-error://chromewebdata/"]
        assert page.frames[1].title() == "Afspraken"
        page.close()


# --- By command -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("profile", "guarded"), [("web", True), ("offline", False)])
def test_build_guards_a_site_for_the_web_and_not_one_for_disk(tmp_path: Path, profile: str, guarded: bool) -> None:
    done = CliRunner().invoke(main, ["build", "--config", str(small_project(tmp_path)), "--profile", profile])
    assert done.exit_code == 0, done.output
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert ("Content-Security-Policy" in page) == guarded
    assert (tmp_path / "site" / "_headers").exists() == guarded
