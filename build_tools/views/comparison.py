"""The comparison: every protocol's answer to every question, side by side, and how the answers relate.

A small collection stands on one page as a table. A large one does not fit beside each other: there the page lists the
questions, and each theme has a page on which protocols that answer alike stand together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from msgspec import Struct

from build_tools.alike import alike
from build_tools.answers import Answer, answer_key
from build_tools.compare import Cell, cell
from build_tools.model import Item, Library, Protocol
from build_tools.records import Decision, PartyId, Relation, Theme, Topic
from build_tools.relation import bound_by, cells_relation
from build_tools.slices import Outlined, Sliced, Slices, kin, rules_on
from build_tools.views.parts import (
    Link,
    date_in_words,
    filled,
    parties_in_words,
    protocol_page,
    rule_link,
    topic_link,
)
from build_tools.views.view import Makers, View

#: More protocols than this do not fit beside each other: then choose first, and read per theme.
MOST_BESIDE = 8
#: The page's script and style sheet below overrides/assets, without their extensions.
ASSETS = "comparison"
PAGE = "vergelijken/index.md"


class AnswerView(Struct, frozen=True, kw_only=True):
    """One answer in words, with links to the rules that give it."""

    stance: str
    sign: str
    label: str
    parties: str
    bound: tuple[PartyId, ...]
    value: str | None
    condition: str | None
    rules: tuple[Link, ...]


class CellView(Struct, frozen=True, kw_only=True):
    """A protocol's stand on a topic in words."""

    protocol: str
    title: str
    status: str
    status_label: str
    answers: tuple[AnswerView, ...]
    readings: tuple[str, ...]
    reason: str | None


class Row(Struct, frozen=True, kw_only=True):
    """A topic with every protocol's cell; `undecided` names the protocols that the relation leaves out."""

    id: str
    link: Link
    question: str
    relation: Relation
    undecided: tuple[str, ...]
    cells: tuple[CellView, ...]


class ThemeRows(Struct, frozen=True, kw_only=True):
    """A theme with its topics."""

    id: str
    title: str
    rows: tuple[Row, ...]


class Choice(Struct, frozen=True, kw_only=True):
    """What can be chosen: an id and its name."""

    id: str
    label: str


class ComparisonView(View, frozen=True, kw_only=True):
    """The whole comparison of a small collection."""

    protocols: tuple[Link, ...]
    protocol_ids: tuple[str, ...]
    themes: tuple[ThemeRows, ...]
    parties: tuple[Choice, ...]
    relations: tuple[Relation, ...]


class ThemeLinks(Struct, frozen=True, kw_only=True):
    """A theme with the link to its page and to its topics."""

    id: str
    page: Link
    topics: tuple[tuple[str, Link], ...]


class LargeComparisonView(View, frozen=True, kw_only=True):
    """Where the comparison of a large collection begins: choose protocols, or read a theme."""

    protocols: tuple[Link, ...]
    protocol_ids: tuple[str, ...]
    themes: tuple[ThemeLinks, ...]
    parties: tuple[Choice, ...]
    relations: tuple[Relation, ...]


class AnswerGroup(Struct, frozen=True, kw_only=True):
    """Protocols that answer alike, each as a link to the first rule that says so."""

    answers: tuple[AnswerView, ...]
    protocols: tuple[Link, ...]


class TextGroup(Struct, frozen=True, kw_only=True):
    """Rules with the same words, or nearly."""

    text: str
    rules: tuple[Link, ...]


class TopicGroups(Struct, frozen=True, kw_only=True):
    """A topic with its protocols grouped by what they answer, and its rules by their words."""

    id: str
    link: Link
    question: str
    groups: tuple[AnswerGroup, ...]
    unclear: tuple[CellView, ...]
    unreviewed: tuple[Link, ...]
    silent: tuple[Link, ...]
    texts: tuple[TextGroup, ...]


class ThemeComparisonView(View, frozen=True, kw_only=True):
    """One theme of a large collection."""

    overview: Link
    protocol_count: int
    topics: tuple[TopicGroups, ...]


def comparison_makers(slices: Slices) -> Makers:
    """The page of the comparison, and for a large collection a page for each theme; none for a single protocol."""
    library = slices.library
    if len(library.shown) < 2:
        return {}
    if not is_large(library):
        return {PAGE: partial(_small_view, library)}
    themes = {theme_page(theme.id): _theme_maker(slices, theme) for theme in _themes(library)}
    return {PAGE: Outlined(slices=slices, make=_large_view), **themes}


def comparison_views(library: Library) -> Iterator[View]:
    """Each page of the comparison."""
    return (make() for make in comparison_makers(Slices(library=library)).values())


def _theme_maker(slices: Slices, theme: Theme) -> Sliced[ThemeComparisonView]:
    library = slices.library
    topics = {topic.id for topic in _topics(library, theme)}
    return Sliced(
        slices=slices,
        choose=lambda: rules_on(library.shown, topics),
        known=lambda: slices.key_of_kin(kin(theme=theme.id)),
        make=_theme_view,
        beside=lambda: (theme,),
    )


def is_large(library: Library) -> bool:
    """Whether the shown protocols do not fit beside each other."""
    return len(library.shown) > MOST_BESIDE


def theme_page(theme: str) -> str:
    """The Markdown path of a theme's page in the comparison of a large collection."""
    return f"vergelijken/{theme}.md"


def comparison_link(library: Library, topic: Topic) -> Link | None:
    """Where the comparison shows this topic; None when there is nothing to compare."""
    if len(library.shown) < 2:
        return None
    return Link(page=theme_page(topic.theme) if is_large(library) else PAGE, anchor=topic.id, text=topic.title)


def cell_view(library: Library, protocol: Protocol, found: Cell) -> CellView:
    """The cell in words."""
    status = library.vocabulary.statuses[found.status]
    return CellView(
        protocol=protocol.id,
        title=protocol.record.short_title,
        status=status.id,
        status_label=status.label,
        answers=tuple(_answer_view(library, protocol, found.topic, answer) for answer in found.answers),
        readings=found.unclear.readings if found.unclear else (),
        reason=found.unclear.reason if found.unclear else None,
    )


def row_of(library: Library, topic: Topic, protocols: Sequence[Protocol]) -> Row:
    """The topic with the cells of these protocols."""
    cells = [cell(protocol, topic) for protocol in protocols]
    return Row(
        id=topic.id,
        link=topic_link(library, topic.id),
        question=topic.question,
        relation=library.vocabulary.relations[cells_relation(cells)],
        undecided=tuple(
            f"{library.vocabulary.statuses[found.status].label}: {protocol.record.short_title}"
            for protocol, found in zip(protocols, cells, strict=True)
            if found.status in ("unclear", "unreviewed")
        ),
        cells=tuple(cell_view(library, protocol, found) for protocol, found in zip(protocols, cells, strict=True)),
    )


def party_choices(library: Library) -> tuple[Choice, ...]:
    """The parties that some norm of the shown protocols binds, in the vocabulary's order."""
    named = {party for protocol in library.shown for _, norm in protocol.norms for party in bound_by(norm.parties)}
    return tuple(
        Choice(id=party.id, label=party.label) for party in library.vocabulary.parties.values() if party.id in named
    )


def rule_title(library: Library, protocol: Protocol, holder: Item | Decision) -> str:
    """What to call a rule or decision: its printed number and its title."""
    if isinstance(holder, Decision):
        day = f" op {date_in_words(holder.date)}" if holder.date else ""
        return filled(library, protocol, f"{holder.action} door {holder.body}{day}")
    number = f"{holder.rule.number} " if holder.rule.number else ""
    return number + filled(library, protocol, holder.rule.title)


def _answer_view(library: Library, protocol: Protocol, topic: str, answer: Answer) -> AnswerView:
    stance = library.vocabulary.stances[answer.stance]
    holders = {holder.id: holder for holder, _ in protocol.norms_by_topic[topic]}
    return AnswerView(
        stance=stance.id,
        sign=stance.sign,
        label=stance.label,
        parties=parties_in_words(library, answer.parties),
        bound=bound_by(answer.parties),
        value=answer.value,
        condition=answer.condition,
        rules=tuple(
            rule_link(holders[name], protocol.id, rule_title(library, protocol, holders[name]))
            for name in answer.articles
        ),
    )


def _themes(library: Library) -> list[Theme]:
    """The themes that have topics."""
    used = {topic.theme for topic in library.vocabulary.topics.values()}
    return [theme for theme in library.vocabulary.themes.values() if theme.id in used]


def _topics(library: Library, theme: Theme) -> Iterator[Topic]:
    return (topic for topic in library.vocabulary.topics.values() if topic.theme == theme.id)


def _protocol_links(protocols: Iterable[Protocol]) -> tuple[Link, ...]:
    return tuple(Link(page=protocol_page(found.id), text=found.record.short_title) for found in protocols)


def _small_view(library: Library) -> ComparisonView:
    return ComparisonView(
        path=PAGE,
        template="comparison.md.j2",
        title="Vergelijken",
        description="Per vraag wat elk protocol antwoordt, naast elkaar, en hoe de antwoorden zich verhouden.",
        wide=True,
        assets=ASSETS,
        protocols=_protocol_links(library.shown),
        protocol_ids=tuple(protocol.id for protocol in library.shown),
        themes=tuple(
            ThemeRows(
                id=theme.id,
                title=theme.title,
                rows=tuple(row_of(library, topic, library.shown) for topic in _topics(library, theme)),
            )
            for theme in _themes(library)
        ),
        parties=party_choices(library),
        relations=tuple(library.vocabulary.relations.values()),
    )


def _large_view(library: Library) -> LargeComparisonView:
    return LargeComparisonView(
        path=PAGE,
        template="comparison_large.md.j2",
        title="Vergelijken",
        description="Kies protocollen om naast elkaar te lezen, of lees per thema wat alle protocollen antwoorden.",
        wide=True,
        assets=ASSETS,
        protocols=_protocol_links(library.shown),
        protocol_ids=tuple(protocol.id for protocol in library.shown),
        themes=tuple(
            ThemeLinks(
                id=theme.id,
                page=Link(page=theme_page(theme.id), text=theme.title),
                topics=tuple((topic.id, topic_link(library, topic.id)) for topic in _topics(library, theme)),
            )
            for theme in _themes(library)
        ),
        parties=party_choices(library),
        relations=tuple(library.vocabulary.relations.values()),
    )


def _theme_view(library: Library, theme: Theme) -> ThemeComparisonView:
    return ThemeComparisonView(
        path=theme_page(theme.id),
        template="comparison_theme.md.j2",
        title=f"Vergelijken: {theme.title}",
        description=f"Wat alle protocollen antwoorden, per vraag. {theme.description}",
        wide=True,
        assets=ASSETS,
        overview=Link(page=PAGE, text="Vergelijken"),
        protocol_count=len(library.shown),
        topics=tuple(_topic_groups(library, topic) for topic in _topics(library, theme)),
    )


def _topic_groups(library: Library, topic: Topic) -> TopicGroups:
    cells = [(protocol, cell(protocol, topic)) for protocol in library.shown]

    def having(status: str) -> list[tuple[Protocol, Cell]]:
        return [(protocol, found) for protocol, found in cells if found.status == status]

    return TopicGroups(
        id=topic.id,
        link=topic_link(library, topic.id),
        question=topic.question,
        groups=tuple(_answer_groups(library, having("regulated"))),
        unclear=tuple(cell_view(library, protocol, found) for protocol, found in having("unclear")),
        unreviewed=_protocol_links(protocol for protocol, _ in having("unreviewed")),
        silent=_protocol_links(protocol for protocol, _ in having("silent")),
        texts=tuple(_text_groups(library, topic)),
    )


def _answer_groups(library: Library, cells: Iterable[tuple[Protocol, Cell]]) -> Iterator[AnswerGroup]:
    """Cells with the same answers together, the answer that most give first."""
    groups: dict[frozenset[object], list[tuple[Protocol, Cell]]] = {}
    for protocol, found in cells:
        groups.setdefault(frozenset(map(answer_key, found.answers)), []).append((protocol, found))
    for members in sorted(groups.values(), key=len, reverse=True):
        protocol, found = members[0]
        yield AnswerGroup(
            answers=cell_view(library, protocol, found).answers,
            protocols=tuple(
                Link(page=protocol_page(one.id), anchor=said.answers[0].articles[0], text=one.record.short_title)
                for one, said in members
            ),
        )


def _text_groups(library: Library, topic: Topic) -> Iterator[TextGroup]:
    """The rules on the topic that several protocols put in the same words, or nearly, the largest group first."""
    items = [
        (protocol, item)
        for protocol in library.shown
        for item in protocol.items_by_topic.get(topic.id, ())
        if any(norm.topic == topic.id for norm in item.rule.norms)
    ]
    texts = [filled(library, protocol, item.rule.text) for protocol, item in items]
    for numbers in alike(texts):
        yield TextGroup(
            text=texts[numbers[0]],
            rules=tuple(
                rule_link(items[number][1], items[number][0].id, items[number][0].record.short_title)
                for number in numbers
            ),
        )
