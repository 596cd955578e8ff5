"""The children's page: rules with pictograms under doen, niet doen, vertel het, goed om te weten."""

from __future__ import annotations

from msgspec import Struct

from build_tools.model import Item, Library
from build_tools.records import Audience
from build_tools.views.audience import AnswerBlock, alike, answer_block, items_for, main_topic, shown_protocols
from build_tools.views.parts import Link, audience_page
from build_tools.views.questions import questions_for
from build_tools.views.view import View


class CardGroup(Struct, frozen=True, kw_only=True):
    """The rules under one heading."""

    id: str
    sign: str
    title: str
    intro: str
    answers: tuple[AnswerBlock, ...]


class ChildrenView(View, frozen=True, kw_only=True):
    """All rules for children."""

    audience: Audience
    groups: tuple[CardGroup, ...]
    protocols: tuple[tuple[str, str], ...]
    group_pages: tuple[Link, ...]
    maker: Link
    questions: tuple[Link, ...]


GROUPS = (6, 7, 8)
MAKER_PAGE = "kinderen/poster-maken.md"
HELP = (
    "Is er iets naars gebeurd?",
    "Vertel het meteen aan je juf of meester, of aan je ouders. Zij helpen je.",
)
CARD_KINDS = (
    ("do", "doen", "Doen", "Dit spreken we met elkaar af."),
    ("dont", "niet-doen", "Niet doen", "Dit doen we niet."),
    ("tell", "vertel-het", "Vertel het", "Vraag hulp. Je hoeft het niet alleen op te lossen."),
    ("know", "goed-om-te-weten", "Goed om te weten", "Zo werkt het op school en op internet."),
)


def children_view(library: Library) -> ChildrenView:
    """The children's page of the shown protocols."""
    audience = library.vocabulary.audiences["children"]
    items = items_for(library, "children")
    groups = (
        CardGroup(id=name, sign=kind, title=title, intro=intro, answers=_answers(library, items, kind))
        for kind, name, title, intro in CARD_KINDS
    )
    return ChildrenView(
        path=audience_page(audience),
        template="children.md.j2",
        title="Afspraken voor kinderen",
        description=audience.description,
        for_children=True,
        audience=audience,
        groups=tuple(group for group in groups if group.answers),
        protocols=shown_protocols(items, library),
        group_pages=group_links(),
        maker=Link(page=MAKER_PAGE),
        questions=questions_for(library, "children"),
    )


def group_page(group: int) -> str:
    """The Markdown path of a group's page."""
    return f"kinderen/groep-{group}.md"


def group_links(but: int | None = None) -> tuple[Link, ...]:
    """Links to the groups' pages."""
    return tuple(Link(page=group_page(group), text=f"Groep {group}") for group in GROUPS if group != but)


def _answers(library: Library, items: list[Item], kind: str) -> tuple[AnswerBlock, ...]:
    """The rules of one kind in the topics' order, those that say the same as one answer."""
    under: dict[str, list[Item]] = {topic: [] for topic in library.vocabulary.topics}
    for item in items:
        if item.rule.card and item.rule.card.kind == kind:
            under[main_topic(item, "children")].append(item)
    return tuple(
        answer_block(library, group, topic, "children") for topic, here in under.items() for group in alike(here, topic)
    )
