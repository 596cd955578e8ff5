"""How the answers of several protocols to one question relate, as a pure function over answers.

Answers are compared party by party: a ban for staff and a ban for parents are not the same answer. A norm for
everyone binds staff, pupils and parents, so it is compared with the norms for each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import combinations
from typing import Literal

from build_tools.answers import Answer
from build_tools.compare import Cell
from build_tools.records import PartyId, RelationId, StanceId

Side = Literal["for", "against"]

#: From least to most apart; a question is as far apart as its parties that are furthest apart.
RELATIONS: tuple[RelationId, ...] = ("none", "open", "one", "equal", "value", "stance", "contrary")

#: The relations in which protocols answer the same question for the same party differently.
DIFFERENT: frozenset[RelationId] = frozenset({"value", "stance", "contrary"})

_EVERYONE: tuple[PartyId, ...] = ("staff", "pupils", "parents")
_AGAINST: frozenset[StanceId] = frozenset({"forbidden", "discouraged"})
_FOR: frozenset[StanceId] = frozenset({"required", "recommended", "allowed"})

Reading = frozenset[tuple[StanceId, str, str]]


def relation(answers: Iterable[Iterable[Answer]]) -> RelationId:
    """How the answers of several protocols (one inner list per protocol) to one topic relate.

    - `none`: no protocol rules on it;
    - `one`: for each party at most one protocol does;
    - `equal`: for each party that several rule on: the same stances with the same values and conditions;
    - `value`: the same stances, but another value or condition for some party;
    - `stance`: other stances for some party;
    - `contrary`: for some party one only bids or permits what another only bans or advises against.
    """
    by_party = relations_by_party(answers)
    return max(by_party.values(), key=RELATIONS.index, default="none")


def cells_relation(cells: Sequence[Cell]) -> RelationId:
    """How the cells of one topic relate; `open` when none answers clearly and one is unclear or not yet reviewed.

    The answers of an unclear cell are left out: which of its readings holds is not known.
    """
    found = relation(cell.answers for cell in cells if cell.status != "unclear")
    undecided = any(cell.status in ("unclear", "unreviewed") for cell in cells)
    return "open" if found == "none" and undecided else found


def relations_by_party(answers: Iterable[Iterable[Answer]]) -> dict[PartyId, RelationId]:
    """The relation for each party that any protocol rules on."""
    readings = [readings_by_party(found) for found in answers]
    parties = sorted({party for reading in readings for party in reading})
    return {party: _relation([reading[party] for reading in readings if party in reading]) for party in parties}


def readings_by_party(answers: Iterable[Answer]) -> Mapping[PartyId, Reading]:
    """What one protocol says for each party: stances with their values and conditions, letter case aside."""
    found: dict[PartyId, set[tuple[StanceId, str, str]]] = {}
    for answer in answers:
        for party in bound_by(answer.parties):
            said = (answer.stance, (answer.value or "").casefold(), (answer.condition or "").casefold())
            found.setdefault(party, set()).add(said)
    return {party: frozenset(said) for party, said in found.items()}


def bound_by(parties: Iterable[PartyId]) -> tuple[PartyId, ...]:
    """Whom a norm for these parties binds: everyone is staff, pupils and parents, but not the school."""
    return tuple(
        dict.fromkeys(bound for party in parties for bound in (_EVERYONE if party == "everyone" else (party,)))
    )


def side_of(stance: StanceId) -> Side | None:
    """Whether a stance bids or permits, or bans or advises against; None for what depends on a condition."""
    if stance in _FOR:
        return "for"
    return "against" if stance in _AGAINST else None


def _relation(readings: list[Reading]) -> RelationId:
    pairs = [_pair(one, other) for one, other in combinations(readings, 2)]
    return max(pairs, key=RELATIONS.index, default="one")


def _pair(one: Reading, other: Reading) -> RelationId:
    if one == other:
        return "equal"
    stances, others = {said[0] for said in one}, {said[0] for said in other}
    if stances == others:
        return "value"
    return "contrary" if opposed(stances, others) else "stance"


def opposed(stances: Set[StanceId], others: Set[StanceId]) -> bool:
    """Whether one side only bids or permits what the other only bans or advises against."""
    sides = {frozenset(map(side_of, stances)), frozenset(map(side_of, others))}
    return sides == {frozenset({"for"}), frozenset({"against"})}
