"""How far a protocol is: for the banner on every page of a school's own site, for its sheets and frames."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from build_tools.dutch import in_words
from build_tools.model import Library, Protocol
from build_tools.records import AudienceId, ProtocolStatus
from build_tools.views.parts import date_in_words

_ADOPTED = ("vastgesteld", "goedgekeurd")


class Wording(Struct, frozen=True, kw_only=True):
    """The banner's words for one kind of reader: on the status, on a review to come, and on one that has passed."""

    text: str | None
    review_text: str | None
    late_text: str | None


class Standing(Struct, frozen=True, kw_only=True):
    """What the banner says. The day of the review stands on the page: the browser tells whether it has passed.

    So two builds on different days give the same bytes.
    """

    status: ProtocolStatus | None
    review: str | None
    adults: Wording
    children: Wording


class Draft(Struct, frozen=True, kw_only=True):
    """That a protocol may still change, as the banner says it: in a word, to grown-ups and to children."""

    label: str
    adults: str
    children: str


def draft(protocol: Protocol) -> Draft | None:
    """What says that the protocol was not adopted yet; None for one that was, and where nothing is known."""
    status = _status(protocol)
    if status is None or status == "vastgesteld":
        return None
    label = "Concept" if status == "concept" else "Ter instemming"
    return Draft(label=label, adults=_text(protocol, status), children=_text_for_children(status))


def draft_lines(library: Library, protocols: Iterable[Protocol], audience: AudienceId) -> tuple[str, ...]:
    """What a page with rules of these protocols says of the drafts among them; on a site of several, whose they are."""
    whose: dict[str, list[str]] = {}
    for protocol in protocols:
        if found := draft(protocol):
            words = found.children if audience == "children" else found.adults
            whose.setdefault(words, []).append(protocol.record.short_title)
    if len(library.shown) == 1:
        return tuple(whose)
    return tuple(f"{in_words(names)}. {words}" for words, names in whose.items())


def what_decides(protocol: Protocol) -> str:
    """The end of a foot for children: that the adopted text decides, or in words that take no more room, a draft."""
    found = draft(protocol)
    return f"{found.label}." if found else "De vastgestelde tekst beslist."


def foot_for_children(protocol: Protocol) -> str:
    """What decides; of a draft also that its rules may still change, where nothing else on the sheet says so."""
    found, decides = draft(protocol), what_decides(protocol)
    return f"{decides} {found.children}" if found else decides


def standing(library: Library) -> Standing | None:
    """The banner of a school's own site; None for a collection, and where nothing is known."""
    if library.own is None:
        return None
    status, review = _status(library.own), library.own.record.review
    day = review.next if review else None
    if status is None and day is None:
        return None
    return Standing(
        status=status,
        review=str(day) if day else None,
        adults=_for_adults(library.own, status, date_in_words(day) if day else None),
        children=_for_children(status, date_in_words(day) if day else None),
    )


def _for_adults(protocol: Protocol, status: ProtocolStatus | None, day: str | None) -> Wording:
    return Wording(
        text=_text(protocol, status) if status else None,
        review_text=f"Herziening uiterlijk {day}." if day else None,
        late_text=f"De evaluatie van {day} is voorbij. Vraag de school wat nu geldt." if day else None,
    )


def _for_children(status: ProtocolStatus | None, day: str | None) -> Wording:
    """In short words: what a child of nine needs of it is whether the rules hold, and whom to ask."""
    return Wording(
        text=_text_for_children(status) if status else None,
        review_text=f"De school bekijkt de afspraken opnieuw, uiterlijk op {day}." if day else None,
        late_text="Misschien kloppen de afspraken niet meer. Vraag je juf of meester wat nu geldt." if day else None,
    )


def _text_for_children(status: ProtocolStatus) -> str:
    adopted = status == "vastgesteld"
    return "Deze afspraken gelden op onze school." if adopted else "Deze afspraken kunnen nog veranderen."


def _status(protocol: Protocol) -> ProtocolStatus | None:
    """What the protocol calls itself, or adopted when a dated decision says so."""
    if protocol.record.status or not _adoption(protocol):
        return protocol.record.status
    return "vastgesteld"


def _adoption(protocol: Protocol) -> str | None:
    """The last dated decision that adopted the protocol, in words."""
    dated = ((str(one.date), one) for one in protocol.record.decisions if one.date and one.action in _ADOPTED)
    last = max(dated, default=None, key=lambda pair: pair[0])
    return f"{last[1].action} door {last[1].body} op {date_in_words(last[1].date)}" if last else None


def _text(protocol: Protocol, status: ProtocolStatus) -> str:
    match status:
        case "concept":
            return "Concept: nog niet vastgesteld."
        case "ter-instemming":
            return "Ter instemming: de medezeggenschapsraad heeft nog niet ingestemd."
    adoption = _adoption(protocol)
    return f"{adoption[0].upper()}{adoption[1:]}." if adoption else "Dit protocol is vastgesteld."
