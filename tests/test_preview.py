"""The preview: each page as a build makes it, made when it is asked for, and again when its sources changed."""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from build_tools import compiled, render
from build_tools.kept import Recall
from build_tools.plan import Plan, planned_page
from build_tools.preview import Live, Notice, pages, watched
from build_tools.preview.notice import NOT_YET, STAYS
from build_tools.problems import BuildStopped
from build_tools.render import Page
from build_tools.source import parse
from tests.library import ARTICLES, Changes, article, edited
from tests.project import copy_project, small_project

ADDRESS = "https://school.example/school/site/"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Live:
    """A preview of the site that the tests' own build makes."""
    return Live(copy_project(tmp_path_factory.mktemp("preview"), url=ADDRESS))


@pytest.mark.parametrize(
    "place",
    [
        "index.html",
        "medewerkers/index.html",
        "kinderen/index.html",
        "onderwerpen/index.html",
        "onderwerpen/gebruik-onder-schooltijd-leerlingen/index.html",
        "protocollen/model/vergelijking/index.html",
        "vergelijken/index.html",
        "inbedden/ouders/index.html",
        "redactie/meldingen/index.html",
        "redactie/index.html",
        "toegankelijkheid/index.html",
        "ontwikkelaars/architecture/index.html",
        "404.html",
        "sitemap.xml",
        "data/articles.json",
        "data/comparison/index.js",
        "search/topics.js",
        "assets/protocolwijzer.css",
        "assets/fonts/fonts.css",
    ],
)
def test_what_is_shown_is_what_a_build_makes(whole: Live, site: Path, place: str) -> None:
    assert whole.answer(f"/{place}").body == (site / place).read_bytes()
    assert whole.answer(f"/school/site/{place.removesuffix('index.html')}").body == (site / place).read_bytes()


def test_a_wrong_address_gives_the_page_for_that(whole: Live, site: Path) -> None:
    for address in ("/nergens/", "/../pyproject.toml", "/%2e%2e/mkdocs.yml", "/assets/../../mkdocs.yml"):
        answer = whole.answer(address)
        assert (answer.status, answer.body) == (404, (site / "404.html").read_bytes())
    assert whole.answer("/ouders?a=b").elsewhere == "/ouders/"


@pytest.fixture
def live(tmp_path: Path) -> Live:
    """A preview of the small base library, looked at to the end."""
    found = Live(small_project(tmp_path / "project"))
    found.check()
    return found


RULE = "protocols/de-wilg/articles/telefoon-in-de-tas.yml"
STAFF, HOME, PROTOCOL = "/medewerkers/", "/", "/protocollen/de-wilg/"


def save(live: Live, changes: Changes) -> bool:
    """Save sources, and let the preview see it; whether it found anything changed."""
    folder = live.watched.source
    for path, content in changes.items():
        if content is None:
            (folder / path).unlink()
        else:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(str(content), encoding="utf-8")
    return live.take({folder / path for path in changes})


def text(live: Live, address: str) -> str:
    return live.answer(address).body.decode()


def seals(live: Live) -> dict[str, str]:
    return {address: live.answer(address).seal for address in (STAFF, HOME, PROTOCOL, "/redactie/velden/")}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {address for address in before if before[address] != after[address]}


def test_an_edit_renews_the_pages_that_show_it_and_no_others(live: Live) -> None:
    before = seals(live)
    assert save(live, edited(RULE, title="Leg de telefoon weg"))
    assert changed(before, seals(live)) == {STAFF, PROTOCOL}
    assert "Leg de telefoon weg" in text(live, STAFF)
    assert live.check() == []


def test_a_file_that_was_only_read_or_saved_as_it_was_changes_nothing(live: Live) -> None:
    content = (live.watched.source / RULE).read_text(encoding="utf-8")
    assert not save(live, {RULE: content})
    assert not live.take()
    assert not live.take({live.watched.source.parent / "site" / "index.html"})


def test_a_page_is_made_once_for_all_who_ask(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def noted(plan: Plan, path: str, recall: Recall) -> Page:
        made.append(path)
        return planned_page(plan, path, recall)

    monkeypatch.setattr(pages, "planned_page", noted)
    assert live.answer(STAFF) == live.answer(STAFF)
    assert made == ["medewerkers.md"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({RULE: "id: telefoon-in-de-tas\ntitle: [\n"}, "yaml"),
        (edited(RULE, section="nergens"), "onbekende-verwijzing"),
        (edited(RULE, text=""), "ongeldige-vorm"),
    ],
    ids=["YAML", "reference", "form"],
)
def test_a_fault_leaves_the_last_good_page_and_is_told_until_it_is_mended(
    live: Live, changes: Changes, told: str
) -> None:
    before, good = seals(live), (live.watched.source / RULE).read_text(encoding="utf-8")
    save(live, changes)
    live.check()
    assert changed(before, seals(live)) == set()
    assert told in {fault.code for fault in live.notice.faults}
    assert live.notice.lead == STAYS
    assert {fault.file.endswith(f"protocol_src/{RULE}") for fault in live.notice.faults} == {True}
    save(live, {RULE: good})
    assert live.notice == Notice()
    assert changed(before, seals(live)) == set()


def test_a_fault_of_contents_is_told_over_the_new_page(live: Live) -> None:
    save(live, article("proef", title="Nieuwe regel", topics=[], norms=[]))
    assert "Nieuwe regel" in text(live, PROTOCOL)
    live.check()
    assert live.notice.lead == NOT_YET
    save(live, edited("site.yml", name="Andere naam"))
    assert live.notice.lead == NOT_YET, "until the contents were looked at again"
    live.check()
    assert live.notice.lead == NOT_YET
    save(live, {f"{ARTICLES}/proef.yml": None})
    live.check()
    assert live.notice == Notice()
    assert "Nieuwe regel" not in text(live, PROTOCOL)


def test_a_text_is_looked_at_again_when_what_is_filled_in_became_another(live: Live) -> None:
    asked = {"id": "teken", "label": "Teken", "type": "text", "hint": "Vul in."}
    save(live, edited("protocols/de-wilg/protocol.yml", parameters=[asked]) | edited(RULE, text="Let op {{ teken }}b."))
    for value, codes in (("-", set()), ("<", {"html-in-tekst"}), ("+", set())):
        save(live, edited("site.yml", parameters={"teken": value}))
        assert {fault.code for fault in live.notice.faults} == codes


def test_a_word_list_renews_the_pages_that_name_it(live: Live) -> None:
    before = seals(live)
    topics = parse("topics.yml", (live.watched.source / "vocabulary/topics.yml").read_bytes()).data
    save(live, {"vocabulary/topics.yml": json.dumps([topics[0] | {"title": "Mobieltjes"}, *topics[1:]])})
    assert STAFF in changed(before, seals(live))
    assert "Mobieltjes" in text(live, STAFF)


def test_a_template_of_the_package_renews_the_pages_that_it_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates = shutil.copytree(render.TEMPLATES, tmp_path / "templates")
    for module in (render, watched):
        monkeypatch.setattr(module, "TEMPLATES", templates)
    monkeypatch.setattr(compiled, "COMPILED", tmp_path / "compiled")
    monkeypatch.setattr(render, "_environment", cache(render._environment.__wrapped__))  # noqa: SLF001 - what it remembers is of other templates
    live = Live(small_project(tmp_path / "project"))
    before = text(live, STAFF), text(live, HOME)
    template = templates / "audience.md.j2"
    template.write_text(template.read_text(encoding="utf-8") + "\n\nOnderaan\n", encoding="utf-8")
    assert live.take({template})
    assert "<p>Onderaan</p>" in text(live, STAFF)
    assert "<p>Onderaan</p>" not in before[0]
    assert text(live, HOME) == before[1]


def test_a_template_that_fails_is_told_at_its_place(live: Live) -> None:
    before = text(live, STAFF)
    main = live.watched.source.parent / "overrides" / "main.html"
    good = main.read_text(encoding="utf-8")
    main.write_text('{% extends "base.html" %}\n{% block content %}{{ nergens.iets }}{% endblock %}', encoding="utf-8")
    live.take({main})
    assert text(live, STAFF) == before
    (fault,) = live.notice_at(STAFF).faults
    assert (Path(fault.file).name, fault.line) == ("main.html", 2)
    assert "'nergens' is undefined" in fault.what
    assert live.notice_at("/data/articles.json") == Notice()
    main.write_text(good, encoding="utf-8")
    live.take({main})
    assert text(live, STAFF) == before
    assert live.notice_at(STAFF) == Notice()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("site_name: [\n", "mkdocs.yml:2:1: een haak of accolade wordt niet gesloten"),
        (
            "site_name: School\nplugins: [protocolwijzer, nergens]\n",
            'mkdocs.yml:2:27: de plugin "nergens" is niet geïnstalleerd;',
        ),
        ("site_name: School\nplugins: []\n", "mkdocs.yml:2:1: de plugin protocolwijzer ontbreekt;"),
    ],
    ids=["YAML", "value", "no plugin"],
)
def test_settings_that_cannot_be_used_are_told(tmp_path: Path, settings: str, told: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "protocol_src").mkdir()
    with pytest.raises(BuildStopped, match=re.escape(told)):
        Live(tmp_path / "mkdocs.yml")
