"""The five protocols themselves: sound, complete, and short where children read. Only this file judges the content."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from build_tools.findings import read
from build_tools.model import Item, Library
from build_tools.render import PICTOGRAMS
from build_tools.source import read_folder
from tests.library import PROJECT

#: How many provisions each part of each source document has, as counted in the documents.
PROVISIONS: dict[str, str] = {
    "mosalira": "000-AI 4, 000-IN 4, 000-RL 13, 000-TB 2",
    "model": "001-A 9, 001-B 4, 001-C 4, 001-DR 2, 001-IN 4, 001-SG 7, 001-SL 1, 001-UG 5",
    "de-mare": "002-BE 1, 002-DO 2, 002-GR 11, 002-IN 1, 002-LB 4, 002-PR 2, 002-TA 5, 002-VW 1",
    "konot": "003-AC 2, 003-AG 7, 003-DN 9, 003-DO 8, 003-IN 4, 003-KD 1, 003-KW 1, "
    "003-PW 1, 003-RL 10, 003-VE 1, 003-VH 1",
    "toermalijn": "004-AK 10, 004-AO 11, 004-BG 4, 004-CQ 5, 004-DP 1, 004-DV 3, 004-GI 1, 004-GK 7, 004-GS 7, "
    "004-IN 4, 004-IR 2, 004-MD 9, 004-MN 8, 004-MO 5, 004-OM 2, 004-OS 4, 004-TE 10, 004-TK 6",
}
#: Provisions that two rules name, each with its reason.
SPLIT = {"001-SL-1": "one sentence with two decisions: consent of the council, and adoption by the board"}

MOST_WORDS = 15
#: Sentences for children that are longer, each with its reason.
LONGER: dict[str, str] = {}

_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+|\n+")
_LIST_MARK = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+", re.MULTILINE)
_BANNED = re.compile(r"\b(?:men|dient|dienen|teneinde)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def live() -> Library:
    return read(read_folder(PROJECT / "protocol_src"))[0]


def provisions(name: str) -> set[str]:
    """The ids of all provisions of a protocol: `000-RL 13` is 000-RL-1 to 000-RL-13."""
    parts = (part.split() for part in PROVISIONS[name].split(", "))
    return {f"{prefix}-{number}" for prefix, most in parts for number in range(1, int(most) + 1)}


def items(library: Library) -> Iterator[Item]:
    for protocol in library.protocols.values():
        yield from protocol.items


def for_children(item: Item) -> list[str]:
    """Every text of a rule that is written for children."""
    wording = item.rule.wording
    return [text for text in (wording.children, wording.poster, *(own.text for own in wording.children_for)) if text]


def sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE_END.split(_LIST_MARK.sub("", text)) if part.strip()]


def test_it_has_no_faults_and_no_warnings() -> None:
    assert [str(found) for found in read(read_folder(PROJECT / "protocol_src"))[1]] == []


def test_there_are_230_provisions() -> None:
    assert sum(len(provisions(name)) for name in PROVISIONS) == 230


@pytest.mark.parametrize("name", PROVISIONS)
def test_every_provision_stands_in_its_own_protocol_and_no_other_does(live: Library, name: str) -> None:
    protocol = live.protocols[name]
    holders = [*(item.rule.source for item in protocol.items), *(one.source for one in protocol.record.decisions)]
    named = Counter(provision for source in holders for provision in source)
    expected = provisions(name)
    assert set(named) == expected
    assert {provision for provision, times in named.items() if times > 1} == SPLIT.keys() & expected
    assert [source for source in holders if not source] == []


def test_the_protocols_are_those_of_the_sources(live: Library) -> None:
    assert set(live.protocols) == set(PROVISIONS)


def test_sentences_for_children_are_short(live: Library) -> None:
    longer = {
        sentence
        for item in items(live)
        for text in for_children(item)
        for sentence in sentences(text)
        if len(sentence.split()) > MOST_WORDS
    }
    assert longer == set(LONGER)


def test_sentences_for_children_have_about_ten_words(live: Library) -> None:
    counts = [len(one.split()) for item in items(live) for text in for_children(item) for one in sentences(text)]
    assert sum(counts) / len(counts) < 10


def test_children_read_no_stiff_words(live: Library) -> None:
    assert [item.id for item in items(live) for text in for_children(item) if _BANNED.search(text)] == []


def test_children_read_no_ban_with_an_exception_in_one_sentence(live: Library) -> None:
    both = re.compile(r"\b(?:nooit|niet)\b.*\btenzij\b", re.IGNORECASE)
    told = [one for item in items(live) for text in for_children(item) for one in sentences(text)]
    assert [one for one in told if both.search(one)] == []


def test_children_are_spoken_to_as_je_and_parents_as_u(live: Library) -> None:
    formal, familiar = re.compile(r"\b(?:u|uw)\b", re.IGNORECASE), re.compile(r"\b(?:je|jij|jouw)\b", re.IGNORECASE)
    assert [item.id for item in items(live) for text in for_children(item) if formal.search(text)] == []
    parents = [(item.id, item.rule.wording.parents or "") for item in items(live)]
    assert [name for name, text in parents if familiar.search(text)] == []


def test_every_rule_for_children_has_words_and_a_picture(live: Library) -> None:
    told = [item for item in items(live) if "children" in item.audiences]
    assert told
    assert [item.id for item in told if not (item.rule.wording.children and item.rule.card)] == []


def test_every_pictogram_has_a_drawing_and_every_drawing_of_a_rule_a_name(live: Library) -> None:
    drawn = {path.stem for path in PICTOGRAMS.glob("*.svg")}
    assert set(live.vocabulary.pictograms) <= drawn


def test_every_topic_is_ruled_on_or_spoken_of(live: Library) -> None:
    used = {topic for item in items(live) for topic in item.topics}
    used |= {topic for one in live.protocols.values() for row in one.record.decisions for topic in row.topics}
    used |= {norm.topic for one in live.protocols.values() for _, norm in one.norms}
    assert [topic for topic in live.vocabulary.topics if topic not in used] == []


def test_no_contact_is_invented(live: Library) -> None:
    contacts = live.site.contacts
    assert (contacts.questions, contacts.press, contacts.reception) == (None, None, None)
