"""Addresses that moved, and those that vanished: a link that was once given out goes on leading to its rule."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from build_tools.data import articles
from build_tools.model import AdviceList, Library
from build_tools.problems import Problem, did_you_mean, problem
from build_tools.views.moved import address_of
from build_tools.views.parts import protocol_page


class NotPublished(Exception):
    """The bytes are not those of a data file that was published."""


class Published(Struct, frozen=True, kw_only=True):
    """An address that was given out: of a rule, with its title and id, or one that led on to `to`."""

    url: str
    title: str
    id: str | None = None
    to: str | None = None


def redirect_problems(library: Library, pages: Collection[str]) -> Iterator[Problem]:
    """Faults in the table of moved addresses, given the addresses of all generated pages.

    An old address is gone and stands once; a new one exists, and did not move itself.
    """
    rules = {found["url"] for found in articles(library)}
    anchors = {*rules, *_other_anchors(library)}
    known = {*pages, *anchors}
    times = Counter(redirect.old for redirect in library.site.redirects)
    moved = {redirect.old: redirect.new for redirect in library.site.redirects}
    for number, redirect in enumerate(library.site.redirects):
        old, new = (library.place_of("redirects", number, field) for field in ("old", "new"))
        if times[redirect.old] > 1:
            yield problem("adres-dubbel", old, what=f"{redirect.old} staat er meer keren", expected="één keer")
        if redirect.old in known:
            what = f"{redirect.old} staat gewoon op de site"
            yield problem("adres-bestaat-nog", old, what=what, expected="een adres dat er niet meer is")
        if redirect.new in moved:
            what, expected = (
                f"{redirect.new} is zelf verhuisd",
                f"meteen het laatste adres, zoals {moved[redirect.new]}",
            )
            yield problem("adres-bestaat-niet", new, what=what, expected=expected)
        elif _is_missing(redirect.new, pages, anchors):
            what, near = f"{redirect.new} bestaat niet", did_you_mean(redirect.new, known)
            yield problem("adres-bestaat-niet", new, what=what, expected="een adres van de site", remedy=near)


def _other_anchors(library: Library) -> Iterator[str]:
    """The addresses on protocols' pages that are no rule's."""
    for protocol in library.shown:
        lists = (block for section in protocol.sections for block in section.blocks if isinstance(block, AdviceList))
        names = (*(section.record.id for section in protocol.sections), *(block.record.id for block in lists))
        yield from (f"{address_of(protocol_page(protocol.id))}#{name}" for name in (*names, "besluiten", "verschillen"))


def _is_missing(address: str, pages: Collection[str], anchors: Collection[str]) -> bool:
    """Whether the address is surely not there: of hand-written pages, and anchors on other pages, the build knows."""
    page, _, anchor = address.partition("#")
    generated = {known.partition("/")[0] for known in pages} - {"redactie"}  # its pages are for a part written by hand
    if any(known.startswith(f"{page}#") for known in anchors):
        return bool(anchor) and address not in anchors
    return page not in pages and page.partition("/")[0] in generated


def read_articles(content: bytes) -> list[Published]:
    """The rules of an articles.json that was published. Raises NotPublished."""
    return [Published(url=one["url"], title=one["title"], id=one["id"]) for one in _listed(content, "articles", "url")]


def read_redirects(content: bytes) -> list[Published]:
    """The old addresses of a redirects.json that was published: they were given out too. Raises NotPublished."""
    return [Published(url=one["old"], title="verhuisd", to=one["new"]) for one in _listed(content, "redirects", "old")]


def _listed(content: bytes, name: str, address: str) -> list[dict[str, str]]:
    """The elements of a data file, each with an address."""
    try:
        found: list[dict[str, str]] = [{**one} for one in json.loads(content)[name]]
        if all(isinstance(one[address], str) for one in found):
            return found
    except (ValueError, KeyError, TypeError) as error:
        raise NotPublished(f"dit is geen {name}.json van Protocolwijzer") from error
    raise NotPublished(f"dit is geen {name}.json van Protocolwijzer")


def vanished(library: Library, before: Iterable[Published], pages: Collection[str] = ()) -> Iterator[Problem]:
    """For each published address that now leads nowhere: what to add to the table of moved addresses.

    `pages` are the addresses of the pages that there are now; needed only when `before` holds one of a page.
    """
    published = list(before)
    now = list(articles(library)) if published else []
    known = {*pages, *(found["url"] for found in now)}
    moved = {redirect.old: redirect.new for redirect in library.site.redirects}
    for old in published:
        if old.url not in known and not _leads_on(old.url, moved, known):
            yield problem(
                "adres-verdwenen",
                library.place_of("redirects"),
                what=f'het gepubliceerde adres {old.url} ("{old.title}") is verdwenen',
                expected="de regel op dit adres, of waar hij nu staat",
                remedy=f'zet bij redirects in site.yml: - {{old: "{old.url}", new: "{_nearest(old, now)}"}}',
            )


def _leads_on(address: str, moved: Mapping[str, str], known: Collection[str]) -> bool:
    """Whether the address moved, or its page with the rule in it, or its page to one without rules."""
    page, _, anchor = address.partition("#")
    to = moved.get(page)
    if address in moved or to is None:
        return address in moved
    has_rules = any(rule.startswith(f"{to}#") for rule in known)
    return "#" in to or not has_rules or f"{to}#{anchor}" in known


def _nearest(old: Published, now: Iterable[Mapping[str, Any]]) -> str:
    """Where the rule may stand now: where it led, the same title on its page, the same elsewhere, or else its page."""
    page = old.url.partition("#")[0]
    rules = sorted(now, key=lambda rule: not rule["url"].startswith(f"{page}#"))
    for field, value in (("url", old.to), ("title", old.title), ("id", old.id)):
        if found := next((rule for rule in rules if rule[field] == value), None):
            return str(found["url"])
    return old.to or (page if rules and rules[0]["url"].startswith(f"{page}#") else "protocollen/")
