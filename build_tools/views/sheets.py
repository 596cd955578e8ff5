"""What stands on each printed sheet: posters, class agreements, pocket cards, whole protocols, the reception's card.

A sheet is data that is ready to print: words, not Markdown, in the order of the paper. How it looks is up to the
typesetter.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date as Day  # noqa: N812 - a sheet has a date
from functools import cache
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import asdict

from build_tools.model import Item, Library, Protocol
from build_tools.plaintext import plain, rich
from build_tools.records import Contact
from build_tools.views.audience import items_for
from build_tools.views.children import CARD_KINDS, GROUPS, HELP
from build_tools.views.media import for_the_desk
from build_tools.views.parts import NoteBox, RuleCard, date_in_words, filled, rule_card
from build_tools.views.protocol import BlockView, DecisionLine, FullRule, ProtocolView, SectionView, protocol_view
from build_tools.views.standing import draft, draft_lines, what_decides

Paper = Literal["A3", "A4"]

RECEPTION_SHEET = "print/de-pers-belt.pdf"


class Sheet(Struct, frozen=True, kw_only=True):
    """One document to print: where it will stand, which Typst source sets it, and what makes what stands on it."""

    path: str
    source: str
    title: str
    label: str
    date: Day
    filling: Callable[[], Mapping[str, Any]]
    protocol: str | None = None
    group: int | None = None

    @property
    def content(self) -> Mapping[str, Any]:
        """What stands on it: only what is printed needs it, so it is made when it is asked for."""
        return self.filling()


def sheets(library: Library) -> Iterator[Sheet]:
    """Every document of the site, in the order of the pages that offer them."""
    for protocol in library.shown:
        for group in GROUPS:
            if items_on_paper(protocol, group):
                yield from _group_sheets(library, protocol, group)
        yield _protocol_sheet(library, protocol)
    yield from _reception_sheet(library)


def items_on_paper(protocol: Protocol, group: int) -> list[Item]:
    """The rules that a group's posters show: those the protocol chooses, or all that children can act on."""
    chosen = protocol.record.poster
    fit = {item.id: item for item in protocol.items if item.fits_paper}
    return [item for item in (fit[name] for name in chosen or fit) if item.is_for_group(group)]


def rules_on_paper(library: Library, protocol: Protocol, group: int) -> list[dict[str, Any]]:
    """The parts of a poster: doen, niet doen, vertel het, each with its rules."""
    items = items_on_paper(protocol, group)
    parts = (
        {
            "kind": kind,
            "title": title,
            "rules": [_on_paper(library, protocol, item, group) for item in items if _kind(item) == kind],
        }
        for kind, _, title, _ in CARD_KINDS
    )
    return [part for part in parts if part["rules"]]


def _kind(item: Item) -> str | None:
    return item.rule.card.kind if item.rule.card else None


def _on_paper(library: Library, protocol: Protocol, item: Item, group: int) -> dict[str, Any]:
    card = rule_card(library, item, "children")
    return {
        "id": item.id,
        "text": plain(filled(library, protocol, item.text_on_paper(group))),
        "picture": card.picture.id if card.picture else None,
        "picture_label": card.picture.label if card.picture else "",
        "place": rule_place(library, protocol, item),
    }


def rule_place(library: Library, protocol: Protocol, item: Item) -> str:
    """Where the rule stands in its protocol: the section with the printed number; a number that repeats is no help."""
    section, title = (filled(library, protocol, text) for text in (item.section.title, item.rule.title))
    number, here = item.rule.number, item.section.id
    bearing = [other for other in protocol.items if number and other.rule.number == number and other.section.id == here]
    return f"{section}, {f'nummer {number}' if len(bearing) == 1 else title}"


def version_day(protocol: Protocol) -> tuple[str, Day]:
    """The latest dated decision in words, or when the protocol was read; a sheet never looks at the clock."""
    dated = sorted((decision.date, decision.body) for decision in protocol.record.decisions if decision.date)
    if dated:
        day, body = dated[-1]
        return f"Besluit van {body}: {date_in_words(day)}", day
    return f"Versie gelezen op {date_in_words(protocol.record.read_on)}", protocol.record.read_on


def _group_sheets(library: Library, protocol: Protocol, group: int) -> Iterator[Sheet]:
    short, version, day = protocol.record.short_title, *version_day(protocol)
    found = draft(protocol)

    @cache
    def content() -> dict[str, Any]:
        return {
            "group": f"Groep {group}",
            "protocol": short,
            "whose": whose_rules(protocol),
            "parts": rules_on_paper(library, protocol, group),
            "help": list(HELP),
            "origin": f"Naverteld uit: {protocol.document.title}, {protocol.record.organisation}.",
            "version": f"{version}. {what_decides(protocol)}",
            **({"draft": found.children} if found else {}),
        }

    def sheet(name: str, source: str, label: str, title: str, **more: Any) -> Sheet:
        return Sheet(
            path=f"print/{protocol.id}/{name}.pdf",
            source=source,
            title=f"{title}, groep {group}, {short}",
            label=label,
            date=day,
            filling=lambda: content() | more,
            protocol=protocol.id,
            group=group,
        )

    for paper in ("A4", "A3"):
        title = f"Poster {paper}: zo doen wij online"
        yield sheet(f"poster-groep-{group}-{paper.lower()}", "poster", f"Poster {paper}", title, paper=paper.lower())
    yield sheet(f"klassenafspraken-groep-{group}", "agreement", "Klassenafspraken A4", "Onze klassenafspraken")
    yield sheet(f"kaartjes-groep-{group}", "cards", "Vier kaartjes op een A4", "Kaartjes")


def whose_rules(protocol: Protocol) -> str:
    """Whose rules a sheet shows, as a line under its title."""
    if protocol.record.kind == "model":
        return "Afspraken uit het modelprotocol voor scholen"
    return f"Onze afspraken uit het protocol van {protocol.record.short_title}"


def _protocol_sheet(library: Library, protocol: Protocol) -> Sheet:
    version, day = version_day(protocol)
    named = {"short_title": protocol.record.short_title, "version": version}
    if found := draft(protocol):
        named |= {"draft": found.adults, "version": f"{found.adults} {version}"}
    return Sheet(
        path=f"print/{protocol.id}/protocol.pdf",
        source="protocol",
        title=f"{protocol.record.title}, hele tekst",
        label="Hele protocol, voor de (G)MR",
        date=day,
        filling=lambda: _whole(protocol_view(library, protocol)) | named,
        protocol=protocol.id,
    )


def _whole(view: ProtocolView) -> dict[str, Any]:
    return {
        "name": view.title,
        "organisation": view.organisation,
        "kind": view.kind,
        "decides": view.decides,
        "summary": rich(view.summary),
        "numbering": plain(view.numbering),
        "document": view.document_title,
        "document_note": rich(view.document_note or ""),
        "review": view.review or "De bron zegt niets over evaluatie.",
        "platforms": ", ".join(view.platforms) or "geen",
        "blanks": [list(blank) for blank in view.blanks],
        "notes": _notes(view.notes),
        "unclear": [
            {"topic": topic.text, "reason": reason, "readings": list(readings)}
            for topic, reason, readings in view.unclear
        ],
        "decisions": [_decision(decision) for decision in view.decisions],
        "sections": [_section(section) for section in view.sections],
    }


def _notes(boxes: tuple[NoteBox, ...]) -> list[dict[str, Any]]:
    return [{"label": box.label, "text": rich(box.text)} for box in boxes]


def _decision(line: DecisionLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "title": f"{line.action.capitalize()}: {line.body}",
        "date": line.date,
        "text": rich(line.text or ""),
        "provisions": list(line.provisions),
        "notes": _notes(line.notes),
    }


def _section(section: SectionView) -> dict[str, Any]:
    blocks = [_block(block, section.title) for block in section.blocks]
    return {"title": section.title, "intro": rich(section.intro or ""), "blocks": blocks}


def _block(block: BlockView, section_title: str) -> dict[str, Any]:
    return {
        "title": block.title if block.title != section_title else None,
        "intro": rich(block.intro or ""),
        "rules": [_full(rule) for rule in block.rules],
    }


def _full(rule: FullRule) -> dict[str, Any]:
    card = rule.card
    return {
        "id": card.id,
        "number": card.number,
        "title": card.title,
        "text": rich(card.text),
        "footnotes": [{"mark": mark, "text": rich(text)} for mark, text in card.footnotes],
        "norms": [_norm(card, number) for number in range(len(card.norms))],
        "notes": _notes(card.notes),
        "audiences": rule.audiences,
        "groups": card.groups,
        "provisions": list(rule.provisions),
    }


def _norm(card: RuleCard, number: int) -> dict[str, Any]:
    norm = card.norms[number]
    return {
        "topic": norm.topic.text,
        "stance": norm.label,
        "parties": norm.parties,
        "value": norm.value,
        "condition": norm.condition,
    }


def _reception_sheet(library: Library) -> Iterator[Sheet]:
    """The card for the reception desk; none when no protocol says what the desk does."""
    items = for_the_desk(items_for(library, "media"))
    if not items:
        return
    protocols = {item.protocol: library.protocols[item.protocol] for item in items}
    yield Sheet(
        path=RECEPTION_SHEET,
        source="reception",
        title="De pers belt: kaart voor de balie",
        label="Kaart voor de balie",
        date=max(version_day(protocol)[1] for protocol in protocols.values()),
        filling=lambda: {
            "name": library.own.record.organisation if library.own else None,
            "rules": [_at_desk(library, item) for item in items],
            "contact": _contact(library.site.contacts.reception or library.site.contacts.press),
            "origins": [_origin(protocol) for protocol in protocols.values()],
            **_drafts_at_desk(library, protocols.values()),
        },
    )


def _origin(protocol: Protocol) -> str:
    named, found = f"{protocol.record.short_title}. {version_day(protocol)[0]}.", draft(protocol)
    return f"{named} {found.adults}" if found else named


def _drafts_at_desk(library: Library, protocols: Collection[Protocol]) -> dict[str, Any]:
    """The drafts on the card, if there are any, and whether it holds nothing else."""
    lines = draft_lines(library, protocols, "media")
    return {"drafts": list(lines), "all_drafts": all(map(draft, protocols))} if lines else {}


def _at_desk(library: Library, item: Item) -> dict[str, Any]:
    protocol = library.protocols[item.protocol]
    text = filled(library, protocol, item.text_for("media"))
    return {"text": plain(text), "place": f"{protocol.record.short_title}: {rule_place(library, protocol, item)}"}


def _contact(contact: Contact | None) -> dict[str, str | None] | None:
    return asdict(contact) if contact else None
