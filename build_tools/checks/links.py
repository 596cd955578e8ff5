"""Links in texts lead somewhere, as far as that can be seen without the web."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from urllib.parse import urlsplit

from build_tools.checks.apart import Informed
from build_tools.kept import digest
from build_tools.model import Library, Said
from build_tools.problems import Place, Problem, problem

_LINK = re.compile(r"\[([^\]]*)\]\(\s*<?([^)\s>]*)[^)]*\)")
_MAIL = re.compile(r"[^@\s?]+@[^@\s?]+\.[^@\s?]+")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}|localhost|\d+(?:\.\d+){3}", re.IGNORECASE)


def links_lead_somewhere(library: Library) -> Iterator[Problem]:
    """A link has words to click on and a whole address, and one to this site names a page and rule that it has."""
    return knowing_pages(library).rule(library)


def knowing_pages(library: Library) -> Informed:
    """That rule, when it knows which pages the site has."""
    anchors = _anchors(library) if library.site.url else {}  # else no address is known to be of this site
    known = "\n".join(name for page, names in anchors.items() for name in (page, *names))
    return Informed(name="links", key=digest(known), rule=partial(_links_to_nowhere, anchors))


def _links_to_nowhere(anchors: Mapping[str, Sequence[str]], library: Library) -> Iterator[Problem]:
    for said in library.said:
        for words, target in _LINK.findall(said.text) if "](" in said.text else ():
            fault = _fault(words, target) or _lost(target, library.site.url, anchors)
            if fault:
                what, expected = fault
                yield problem("link-nergens-heen", said.place, what=what, expected=expected, value=target)


def contact_has_a_whole_address(library: Library) -> Iterator[Problem]:
    """The mail address of a contact has a name, an at sign and a domain: the site makes a link of it."""
    for said in library.said:
        if said.path[:1] == ("contacts",) and said.path[-1] == "email" and not _MAIL.fullmatch(said.text):
            what = f'"{said.text}" is geen mailadres'
            yield problem("link-nergens-heen", said.place, what=what, expected="naam@school.nl", value=said.text)


def _fault(words: str, target: str) -> tuple[str, str] | None:
    """What is wrong with a link by itself."""
    if not words.strip():
        return f"de link naar {target} heeft geen tekst", "[tekst](adres)"
    kind, _, rest = target.partition(":")
    if kind.lower() == "mailto" and not _MAIL.match(rest):
        return f'"{target}" is geen mailadres', "mailto:naam@school.nl"
    if kind.lower() == "tel" and not re.search(r"\d{3}", rest):
        return f'"{target}" is geen telefoonnummer', "tel: met het nummer"
    if kind.lower() in ("http", "https") and not _HOST.fullmatch(_host(target)):
        return f'"{target}" is geen heel webadres', "https://www.school.nl/pagina"
    return None


def _host(target: str) -> str:
    try:
        return urlsplit(target).hostname or ""
    except ValueError:
        return ""


def _anchors(library: Library) -> dict[str, Sequence[str]]:
    """The pages of protocols and topics, with the rules that stand there."""
    of_protocols: dict[str, Sequence[str]] = {
        f"protocollen/{protocol.id}/": (
            *(item.id for item in protocol.items),
            *(section.record.id for section in protocol.sections),
            *(decision.id for decision in protocol.record.decisions),
            *("besluiten", "verschillen"),
        )
        for protocol in library.shown
    }
    return of_protocols | {f"onderwerpen/{topic}/": () for topic in library.vocabulary.topics}


def _lost(target: str, site: str | None, anchors: Mapping[str, Sequence[str]]) -> tuple[str, str] | None:
    """What is wrong with a link to this very site; only pages of protocols and topics can be told."""
    if not site or not target.startswith(site.rstrip("/") + "/"):
        return None
    path, _, anchor = target[len(site.rstrip("/")) + 1 :].partition("#")
    page = path.removesuffix("index.html").rstrip("/") + "/"
    if page.startswith(("protocollen/", "onderwerpen/")) and page.count("/") == 2:
        if page not in anchors:
            return f'deze site heeft geen pagina "{page}"', "een pagina van deze site"
        if anchor and page.startswith("protocollen/") and anchor not in anchors[page]:
            return f'op "{page}" staat geen "#{anchor}"', "de id van een regel op die pagina"
    return None


def web_links(library: Library) -> Iterator[tuple[Place, str]]:
    """Every web address that a text or source document links to, with where it stands."""
    for protocol in library.protocols.values():
        if protocol.document.url:
            yield protocol.place_of("document", "url"), protocol.document.url
    for said in library.said:
        yield from ((said.place, target) for target in _web_targets(said))


def _web_targets(said: Said) -> Iterator[str]:
    for _, target in _LINK.findall(said.text) if "](" in said.text else ():
        if target.lower().startswith(("http://", "https://")):
            yield target
