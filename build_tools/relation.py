"""How the answers of several protocols to one question relate, as a pure function over answers.

Answers are compared party by party: a ban for staff and a ban for parents are not the same answer. A norm for
everyone binds staff, pupils and parents, so it is compared with the norms for each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from itertools import combinations
from typing import Literal

from build_tools.compare import Answer
from build_tools.records import PartyId, StanceId

RelationId = Literal["none", "one", "equal", "value", "stance", "contrary"]

#: From least to most apart; a question is as far apart as its parties that are furthest apart.
RELATIONS: tuple[RelationId, ...] = ("none", "one", "equal", "value", "stance", "contrary")

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


def relations_by_party(answers: Iterable[Iterable[Answer]]) -> dict[PartyId, RelationId]:
    """The relation for each party that any protocol rules on."""
    readings = [_readings(found) for found in answers]
    parties = sorted({party for reading in readings for party in reading})
    return {party: _relation([reading[party] for reading in readings if party in reading]) for party in parties}


def _readings(answers: Iterable[Answer]) -> Mapping[PartyId, Reading]:
    """What one protocol says for each party."""
    found: dict[PartyId, set[tuple[StanceId, str, str]]] = {}
    for answer in answers:
        for party in answer.parties:
            for bound in _EVERYONE if party == "everyone" else (party,):
                said = (answer.stance, (answer.value or "").casefold(), (answer.condition or "").casefold())
                found.setdefault(bound, set()).add(said)
    return {party: frozenset(said) for party, said in found.items()}


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
    return (stances <= _AGAINST and others <= _FOR) or (stances <= _FOR and others <= _AGAINST)
