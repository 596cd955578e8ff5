"""The search as readers meet it: the built site in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from build_tools.search_words import stem, words
from tests.library import PROJECT
from tests.project import read_articles
from tests.test_site import axe_findings

VOCABULARY = PROJECT / "protocol_src/vocabulary"

Open = Callable[..., Page]
Answers = Callable[[list[str]], list[dict[str, list[str]]]]


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Open]:
    contexts = []

    def opened(path: str = "", *, width: int = 1280, scheme: Any = "light", start: str = address) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.goto(start + path)
        return page

    yield opened
    for context in contexts:
        context.close()


def ask(page: Page, text: str) -> list[str]:
    """Where the results lead to, as seen from the site's root, once they are those of this text."""
    page.locator(".md-search__input").fill(text)
    page.wait_for_function("text => document.querySelector('[data-pw-shown]')?.dataset.pwShown === text", arg=text)
    return links(page)


def links(page: Page) -> list[str]:
    root = page.evaluate("document.querySelector('script[src*=\"assets/search.js\"]').src.split('assets/')[0]")
    hrefs = page.locator("a.md-search-result__link").evaluate_all("found => found.map((link) => link.href)")
    return [href.removeprefix(root) for href in hrefs]


@pytest.fixture
def engine_page(open_page: Open) -> Page:
    """A page with the engine at hand, its index loaded."""
    page = open_page()
    page.evaluate(
        """async () => {
          const got = {}, root = document.querySelector('script[src*="assets/search.js"]').src.split("assets/")[0];
          window.protocolwijzerSearch = { take: (name, data) => (got[name] = data) };
          const scripts = ["assets/vendor/minisearch.js", "assets/vendor/dutch-stemmer.js", "assets/search-engine.js",
            "search/topics.js", "search/rules.js"];
          for (const path of scripts)
            await new Promise((onload) => {
              const script = Object.assign(document.createElement("script"), { src: root + path, onload });
              document.head.append(script);
            });
          window.engine = protocolwijzerEngine(got.topics);
          window.engine.addPart("rules", got.rules);
        }"""
    )
    return page


@pytest.fixture
def answers(engine_page: Page) -> Answers:
    """Asks the engine itself, for many texts at once: the topics and the rules that it would show."""
    return lambda texts: engine_page.evaluate(
        """texts => texts.map((text) => {
          const { groups, near } = engine.answer(text, null);
          const topics = [...groups.map((group) => group.topic.id), ...near.map((topic) => topic.id)];
          return { topics, rules: groups.flatMap((group) => group.rows.map((row) => row.rule.id)) };
        })""",
        texts,
    )


def listed(name: str) -> Any:
    return yaml.safe_load((VOCABULARY / name).read_text(encoding="utf-8"))


def test_every_word_of_the_vocabulary_finds_its_topic(answers: Answers) -> None:
    asked = [(word, topic["id"]) for topic in listed("topics.yml") for word in topic["words"]]
    found = answers([word for word, _ in asked])
    assert [pair for pair, got in zip(asked, found, strict=True) if pair[1] not in got["topics"]] == []


def test_every_synonym_finds_something(answers: Answers) -> None:
    asked = [word for group in listed("synonyms.yml") for word in group["words"]]
    assert [word for word, got in zip(asked, answers(asked), strict=True) if not got["topics"]] == []


def test_every_question_on_the_site_finds_its_topic(answers: Answers) -> None:
    asked = [(text, topic["id"]) for topic in listed("topics.yml") for text in topic["questions"].values()]
    found = answers([text for text, _ in asked])
    assert [pair for pair, got in zip(asked, found, strict=True) if pair[1] not in got["topics"]] == []


def test_the_browser_reads_words_as_python_does(engine_page: Page) -> None:
    text = " ".join((VOCABULARY / name).read_text(encoding="utf-8") for name in ("topics.yml", "glossary.yml"))
    read = engine_page.evaluate(
        "text => protocolwijzerEngine.words(text).map((word) => [word, protocolwijzerEngine.stem(word)])", text
    )
    assert read == [[word, stem(word)] for word in words(text)]


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("sjorsing", "model/maatregelen-leerlingen-en-ouders"),
        ("vertrouwens inspekteur", "model/vertrouwensinspecteur-bellen"),
        ("smartwotch", "de-mare/telefoon-en-smartwatch"),
        ("wachtwoort", "toermalijn/kinderen-geen-wachtwoorden"),
        ("copyrihgt", "toermalijn/regels-over-copyright"),
        ("groeps app", "model/berichten-en-groepsapp"),
    ],
)
def test_a_typing_error_finds_the_rule(answers: Answers, typed: str, rule: str) -> None:
    assert rule in answers([typed])[0]["rules"]


def test_a_result_shows_rule_protocol_number_and_for_whom(open_page: Open) -> None:
    page = open_page()
    assert ask(page, "mag mijn horloge om")[0] == "protocollen/de-mare/#telefoon-en-smartwatch"
    first = page.locator("a.md-search-result__link").first
    expect(first).to_contain_text("Telefoon en smartwatch")
    expect(first).to_contain_text("De Mare, nummer 1 · voor medewerkers, ouders en kinderen")


def test_rules_that_say_the_same_take_one_place(open_page: Open) -> None:
    page = open_page()
    found = ask(page, "geen vrienden met leerlingen op facebook")
    assert len(found) == len(set(found))
    together = page.locator(".pw-found", has=page.locator(".pw-found-alike")).first
    others = together.locator(".pw-found-alike a").evaluate_all("found => found.map((link) => link.href)")
    assert others
    assert not {other for other in others if any(other.endswith(link) for link in found)}


def test_every_result_stands_on_its_page(open_page: Open, site: Path) -> None:
    for path in ("", "ouders/", "kinderen/", "media/"):
        for link in ask(open_page(path), "foto van een leerling in de krant"):
            page, _, anchor = link.partition("#")
            assert f'id="{anchor}"' in (site / page / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("audience", ["ouders", "kinderen", "medewerkers"])
def test_on_a_readers_page_the_readers_own_rules_come_first(open_page: Open, audience: str) -> None:
    own = [link.startswith(f"{audience}/#") for link in ask(open_page(f"{audience}/"), "foto")]
    groups = open_page(f"{audience}/")
    ask(groups, "foto")
    assert own[0]
    first_of_groups = groups.locator(".pw-found-rows > li:first-child > a").evaluate_all(
        "found => found.map((link) => link.href)"
    )
    own_groups = [f"/{audience}/#" in href for href in first_of_groups]
    assert own_groups == sorted(own_groups, reverse=True)


@pytest.mark.parametrize("text", ["vakantierooster", "hoofdluis op school", "bewaartermijn foto's schoolreisje"])
def test_what_no_protocol_answers_is_said_so(open_page: Open, text: str) -> None:
    page = open_page()
    assert ask(page, text) == []
    expect(page.get_by_role("status").filter(has_text="Hierover zegt geen enkel protocol iets.")).to_be_visible()
    expect(page.get_by_role("link", name="Alle onderwerpen")).to_be_visible()


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("poster printen", ["poster-maken", "groep-6", "groep-7", "groep-8"]),
        ("er belt een journalist", ["journalisten"]),
        ("wachtwoord", []),
    ],
)
def test_a_page_that_is_no_rule_is_found_too(open_page: Open, site: Path, text: str, pages: list[str]) -> None:
    page = open_page()
    ask(page, text)
    heading = page.locator("[data-pw-find-near] p", has_text="Op deze site:")
    assert heading.count() == bool(pages)
    found = heading.locator("+ ul a").evaluate_all("links => links.map((link) => new URL(link.href).pathname)")
    assert [path.strip("/").split("/")[-1] for path in found] == pages
    assert [path for path in found if not (site / "/".join(path.split("/")[-3:-1]) / "index.html").is_file()] == []


def test_the_keyboard_goes_through_the_results_and_back(open_page: Open) -> None:
    page = open_page()
    field = page.locator(".md-search__input")
    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    ask(page, "telefoon afpakken")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".md-search__output a").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".md-search__output a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()


def test_enter_goes_to_the_first_rule(open_page: Open) -> None:
    page = open_page()
    first = ask(page, "smartwatch")[0]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{first}")
    expect(page.locator("#__search")).not_to_be_checked()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_result_on_this_very_page_comes_in_sight(open_page: Open, width: int) -> None:
    page = open_page("ouders/?q=mag ik een foto van een ander kind plaatsen", width=width)
    page.wait_for_selector("[data-pw-shown]")
    found = page.locator(".md-search-result__link[href*='/ouders/#']").first
    name = str(found.get_attribute("href")).partition("#")[2]
    found.click()
    expect(page.locator(f"[id='{name}']")).to_be_in_viewport()
    expect(page.locator(".md-search__output")).not_to_be_visible()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_link_with_a_question_opens_the_search(open_page: Open, width: int) -> None:
    page = open_page("ouders/?q=wachtwoord+delen", width=width)
    expect(page.locator("a.md-search-result__link").first).to_be_visible()
    expect(page.locator(".md-search__input")).to_have_value("wachtwoord delen")


def test_the_search_works_from_a_disk(open_page: Open, site: Path) -> None:
    page = open_page("ouders/index.html", start=f"{site.as_uri()}/")
    assert ask(page, "wachtwoord")[0].startswith("protocollen/toermalijn/index.html#")
    page.locator("a.md-search-result__link").first.click()
    expect(page.locator("#kinderen-geen-wachtwoorden")).to_be_visible()


def test_nothing_leaves_the_site_and_nothing_is_kept(open_page: Open, address: str) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    ask(page, "geheime vraag van een ouder")
    assert asked
    assert [url for url in asked if not url.startswith(address) or "geheime" in url] == []
    assert page.context.cookies() == []
    kept = page.evaluate("[...Object.values(localStorage), ...Object.values(sessionStorage)].join()")
    assert "geheime" not in kept


@pytest.mark.parametrize(
    ("text", "width", "scheme"),
    [
        ("foto van mijn kind", 1280, "light"),
        ("foto van mijn kind", 320, "dark"),
        ("vakantierooster", 320, "dark"),
        ("vakantierooster", 1280, "light"),
    ],
)
def test_axe_finds_nothing_in_the_open_search(open_page: Open, text: str, width: int, scheme: str) -> None:
    page = open_page(f"?q={text}", width=width, scheme=scheme)
    page.wait_for_selector("[data-pw-shown]")
    assert axe_findings(page, open_parts=False) == []


def test_every_rule_of_a_reader_has_the_address_that_a_result_gives_it(site: Path) -> None:
    pages = {"staff": "medewerkers", "parents": "ouders", "children": "kinderen", "media": "media"}
    texts = {name: (site / page / "index.html").read_text(encoding="utf-8") for name, page in pages.items()}
    lost = [
        (audience, article["protocol"], article["id"])
        for article in read_articles(site)
        for audience in article["audiences"]
        if f'id="{article["protocol"]}--{article["id"]}"' not in texts[audience]
    ]
    assert lost == []
