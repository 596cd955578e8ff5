"""The pages of the protocols: the list, and each protocol whole in its own order."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from build_tools.changes import Words, word_changes
from build_tools.dutch import in_words
from build_tools.model import AdviceList, Item, Library, Protocol, parameter_values
from build_tools.records import Decision, ProtocolFile, Review
from build_tools.views.changes import changes_page, origin_of
from build_tools.views.missing import missing_page
from build_tools.views.parts import (
    Link,
    NoteBox,
    RuleCard,
    date_in_words,
    filled,
    note_boxes,
    platform_line,
    protocol_page,
    rule_card,
    topic_link,
)
from build_tools.views.pdf_links import NO_PDFS, PdfList
from build_tools.views.view import View

PROTOCOLS_PAGE = "protocollen/index.md"
KIND_LABELS = {"model": "model voor scholen", "board": "van een bestuur", "school": "van een school"}


class ProtocolLine(Struct, frozen=True, kw_only=True):
    """A protocol in the list."""

    link: Link
    organisation: str
    kind: str
    summary: str
    rule_count: int
    status: str | None


class DecisionLine(Struct, frozen=True, kw_only=True):
    """A decision in words, with its anchor."""

    id: str
    body: str
    action: str
    date: str
    text: str | None
    provisions: tuple[str, ...]
    notes: tuple[NoteBox, ...]


class FullRule(Struct, frozen=True, kw_only=True):
    """A rule with everything that is known of it."""

    card: RuleCard
    audiences: str
    wordings: tuple[tuple[str, str], ...]
    provisions: tuple[str, ...]
    see_also: tuple[Link, ...]
    topics: tuple[Link, ...]
    origin: str | None
    origin_id: str
    words: tuple[Words, ...]


class BlockView(Struct, frozen=True, kw_only=True):
    """An article, or an advice list with its heading."""

    id: str | None
    title: str | None
    intro: str | None
    rules: tuple[FullRule, ...]


class SectionView(Struct, frozen=True, kw_only=True):
    """A section of the protocol."""

    id: str
    title: str
    intro: str | None
    blocks: tuple[BlockView, ...]


class ProtocolView(View, frozen=True, kw_only=True):
    """One protocol, whole."""

    organisation: str
    kind: str
    decides: str
    summary: str
    numbering: str
    document_title: str
    document_url: str | None
    document_note: str | None
    decisions: tuple[DecisionLine, ...]
    review: str | None
    platforms: tuple[str, ...]
    blanks: tuple[tuple[str, str], ...]
    notes: tuple[NoteBox, ...]
    unclear: tuple[tuple[Link, str, tuple[str, ...]], ...]
    sections: tuple[SectionView, ...]
    pdfs: PdfList
    base: Link | None
    left_out: tuple[tuple[str, str], ...]
    changes: Link | None
    compared: Link | None


class ProtocolsView(View, frozen=True, kw_only=True):
    """The list of protocols."""

    protocols: tuple[ProtocolLine, ...]


def protocols_view(library: Library) -> ProtocolsView:
    """The list of the shown protocols."""
    return ProtocolsView(
        path=PROTOCOLS_PAGE,
        template="protocols.md.j2",
        title="Protocollen",
        description="De protocollen op deze site, elk als geheel te lezen.",
        protocols=tuple(protocol_line(protocol) for protocol in library.shown),
    )


def protocol_line(protocol: Protocol) -> ProtocolLine:
    """A protocol as one entry of a list."""
    record = protocol.record
    return ProtocolLine(
        link=Link(page=protocol_page(record.id), text=record.title),
        organisation=record.organisation,
        kind=KIND_LABELS[record.kind],
        summary=record.summary,
        rule_count=len(protocol.items),
        status=decision_status(protocol),
    )


def decision_status(protocol: Protocol) -> str | None:
    """The dated decisions in one line, in order of date; None when there are none."""
    dated = sorted((d for d in protocol.record.decisions if d.date), key=lambda decision: str(decision.date))
    return in_words(f"{d.action} door {d.body} op {date_in_words(d.date)}" for d in dated) or None


def protocol_view(library: Library, protocol: Protocol, pdfs: PdfList = NO_PDFS) -> ProtocolView:
    """The whole of one protocol."""
    record = protocol.record
    return ProtocolView(
        path=protocol_page(protocol.id),
        template="protocol.md.j2",
        title=record.title,
        description=" ".join(record.summary.split()),
        searchable=True,
        organisation=record.organisation,
        kind=KIND_LABELS[record.kind],
        decides=_decides(record),
        summary=filled(library, protocol, record.summary),
        numbering=protocol.numbering,
        document_title=protocol.document.title,
        document_url=protocol.document.url,
        document_note=protocol.document.note,
        decisions=tuple(_decision_line(library, protocol, decision) for decision in record.decisions),
        review=_review(record.review),
        platforms=tuple(platform_line(library.vocabulary.platforms[name]) for name in record.platforms),
        blanks=tuple(
            (parameter.label, parameter.hint)
            for parameter in record.parameters
            if parameter.id not in parameter_values(library, protocol)
        ),
        notes=note_boxes(record.notes),
        unclear=tuple((topic_link(library, row.topic), row.reason, row.readings) for row in record.unclear),
        sections=tuple(
            SectionView(
                id=section.record.id,
                title=filled(library, protocol, section.record.title),
                intro=section.record.intro and filled(library, protocol, section.record.intro),
                blocks=tuple(_block(library, protocol, block) for block in section.blocks),
            )
            for section in protocol.sections
        ),
        pdfs=pdfs,
        base=_base_link(library, protocol),
        left_out=tuple((title, reason) for _, title, reason in _left_out(library, protocol)),
        changes=Link(page=changes_page(protocol.id)) if protocol.id in library.versions else None,
        compared=Link(page=missing_page(protocol.id)) if len(library.shown) > 1 else None,
    )


def _decides(record: ProtocolFile) -> str:
    """Which text holds: a draft does not pass for one that was adopted."""
    if record.status in ("concept", "ter-instemming"):
        return f"{record.organisation} heeft dit protocol nog niet vastgesteld."
    return f"De tekst die {record.organisation} heeft vastgesteld, beslist."


def _review(review: Review | None) -> str | None:
    """What the source says about evaluation, with the next date when it is known."""
    if review is None:
        return None
    return f"{review.text} Volgende keer: {date_in_words(review.next)}." if review.next else review.text


def _base_link(library: Library, protocol: Protocol) -> Link | None:
    """A link to the protocol that this one extends; without a page when the site does not show it."""
    base = library.protocols.get(protocol.record.extends or "")
    if base is None:
        return None
    shown = any(base.id == found.id for found in library.shown)
    return Link(page=protocol_page(base.id if shown else protocol.id), text=base.record.title)


def _left_out(library: Library, protocol: Protocol) -> Iterator[tuple[str, str, str]]:
    """(id, title, reason) of what the protocol does not take over, nor those that it builds on; with whose reason."""
    base = library.protocols.get(protocol.record.extends or "")
    if base is None:
        return
    titles = {item.id: item.rule.title for item in base.items}
    for left in protocol.left_out:
        yield left.id, titles.get(left.id, left.id), left.left_out
    present = {item.id for item in protocol.items}
    for name, title, reason in _left_out(library, base):
        if name not in present:
            yield name, title, f"{reason} ({base.record.short_title})"


def _decision_line(library: Library, protocol: Protocol, decision: Decision) -> DecisionLine:
    return DecisionLine(
        id=decision.id,
        body=filled(library, protocol, decision.body),
        action=decision.action,
        date=_decision_date(library, protocol, decision),
        text=decision.text and filled(library, protocol, decision.text),
        provisions=decision.source,
        notes=note_boxes(decision.notes),
    )


def _decision_date(library: Library, protocol: Protocol, decision: Decision) -> str:
    if decision.date:
        return date_in_words(decision.date)
    if decision.parameter:
        return filled(library, protocol, "{{ " + decision.parameter + " }}")
    return "niet vermeld"


def _block(library: Library, protocol: Protocol, block: Item | AdviceList) -> BlockView:
    if isinstance(block, Item):
        return BlockView(id=None, title=None, intro=None, rules=(full_rule(library, block),))
    record = block.record
    return BlockView(
        id=record.id,
        title=filled(library, protocol, record.title),
        intro=record.intro and filled(library, protocol, record.intro),
        rules=tuple(full_rule(library, item) for item in block.items),
    )


def _words(library: Library, protocol: Protocol, item: Item) -> tuple[Words, ...]:
    """The words in which the item differs from the protocol that its own extends."""
    base = library.protocols.get(protocol.record.extends or "")
    old = next((found for found in base.items if found.id == item.id), None) if base else None
    if item.origin != "reworded" or old is None or old.rule.text == item.rule.text:
        return ()
    return tuple(
        Words(op=run.op, text=filled(library, protocol, run.text))
        for run in word_changes(old.rule.text, item.rule.text)
    )


def full_rule(library: Library, item: Item) -> FullRule:
    """The rule as it stands on its protocol's page, under its own id."""
    protocol, audiences = library.protocols[item.protocol], library.vocabulary.audiences
    ruled = {norm.topic for norm in item.rule.norms}
    named = item.rule.see_also
    titles = {other.id: other.rule.title for other in protocol.items} if named else {}
    gone = {name for name, _, _ in _left_out(library, protocol)} if named else set()
    return FullRule(
        card=rule_card(library, item, None, anchor=item.id),
        audiences=in_words(audience.label for audience in audiences.values() if audience.id in item.audiences),
        wordings=tuple(
            (audience.label, filled(library, protocol, item.text_for(audience.id)))
            for audience in audiences.values()
            if getattr(item.rule.wording, audience.id)
        ),
        provisions=item.rule.source,
        see_also=tuple(
            Link(page=protocol_page(item.protocol), anchor=name, text=titles.get(name, name))
            for name in named
            if name not in gone
        ),
        topics=tuple(topic_link(library, topic) for topic in item.topics if topic not in ruled),
        origin=origin_of(item),
        origin_id=item.origin,
        words=_words(library, protocol, item),
    )
