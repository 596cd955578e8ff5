"""Addresses that were published: each still leads somewhere, or the check says what to add."""

from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec.structs import replace

from build_tools.data import articles
from build_tools.redirects import NotPublished, Published, read_articles, read_redirects, vanished
from tests.library import Changes, edited, library

PAGE = "protocollen/de-wilg/"
GONE = Published(url=f"{PAGE}#mobieltjes", title="Mobieltjes", id="mobieltjes")


def moved(*redirects: tuple[str, str]) -> Changes:
    """The base with these moved addresses."""
    return edited("site.yml", redirects=[{"old": old, "new": new} for old, new in redirects])


def published(elements: list[Any], name: str) -> bytes:
    return json.dumps({"schema_version": 1, name: elements}).encode()


def found(*changes: Changes, **old: str) -> list[str]:
    return [str(problem) for problem in vanished(library(*changes), [replace(GONE, **old)])]


def test_an_address_that_is_still_there_is_no_matter() -> None:
    now = library()
    assert list(vanished(now, read_articles(published(list(articles(now)), "articles")))) == []


def test_an_address_that_vanished_is_told_with_the_line_that_mends_it() -> None:
    (problem,) = found()
    assert problem == (
        f'site.yml:1:1: het gepubliceerde adres {PAGE}#mobieltjes ("Mobieltjes") is verdwenen; '
        "verwacht: de regel op dit adres, of waar hij nu staat; "
        f'zet bij redirects in site.yml: - {{old: "{PAGE}#mobieltjes", new: "{PAGE}"}} [adres-verdwenen]'
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"title": "De telefoon zit in de tas"}, f"{PAGE}#telefoon-in-de-tas"),
        ({"url": "protocollen/oud/#foto-na-toestemming", "id": "foto-na-toestemming"}, f"{PAGE}#foto-na-toestemming"),
        ({"url": "protocollen/oud/#weg"}, "protocollen/"),
    ],
    ids=["the same title", "the same id elsewhere", "nothing alike"],
)
def test_the_remedy_names_where_the_rule_may_stand_now(old: dict[str, str], new: str) -> None:
    (problem,) = found(**old)
    assert f'new: "{new}"}}' in problem


@pytest.mark.parametrize(
    ("redirect", "old", "leads_on"),
    [
        ((f"{PAGE}#mobieltjes", f"{PAGE}#telefoon-in-de-tas"), GONE.url, True),
        (("protocollen/oud/", PAGE), "protocollen/oud/#telefoon-in-de-tas", True),
        (("protocollen/oud/", PAGE), "protocollen/oud/#mobieltjes", False),
        (("protocollen/oud/", "protocollen/"), "protocollen/oud/#mobieltjes", True),
        (("protocollen/oud/", f"{PAGE}#regels"), "protocollen/oud/#mobieltjes", True),
    ],
    ids=["the rule", "the page with the rule", "the page without it", "the page, to a list", "the page, to a part"],
)
def test_an_address_that_moved_leads_on(redirect: tuple[str, str], old: str, leads_on: bool) -> None:
    assert (found(moved(redirect), url=old) == []) is leads_on


@pytest.mark.parametrize("content", [b"", b"[]", b'{"articles": [{}]}', b'{"articles": 3}', b"\xff"])
def test_what_is_no_articles_json_is_refused(content: bytes) -> None:
    with pytest.raises(NotPublished, match=r"geen articles\.json"):
        read_articles(content)


def test_what_was_published_is_read_back() -> None:
    rules = list(articles(library()))
    assert [one.url for one in read_articles(published(rules, "articles"))] == [one["url"] for one in rules]


def test_an_address_that_led_on_goes_on_doing_so() -> None:
    before = read_redirects(published([{"old": f"{PAGE}#mobiel", "new": f"{PAGE}#pers"}], "redirects"))
    (problem,) = vanished(library(), before)
    assert problem.remedy.endswith(f'- {{old: "{PAGE}#mobiel", new: "{PAGE}#pers"}}')
    assert list(vanished(library(moved((f"{PAGE}#mobiel", "ouders/"))), before)) == []


def test_a_page_that_came_back_leads_nowhere_else() -> None:
    before = read_redirects(published([{"old": "onderwerpen/oud/", "new": "onderwerpen/"}], "redirects"))
    assert [problem.code for problem in vanished(library(), before)] == ["adres-verdwenen"]
    assert list(vanished(library(), before, ["onderwerpen/oud/"])) == []
