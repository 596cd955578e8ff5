"""How answers relate: a table of cases, each with its reason."""

import pytest

from build_tools.answers import Answer
from build_tools.relation import relation, relations_by_party


def said(party: str, stance: str, value: str | None = None, condition: str | None = None) -> Answer:
    parties = tuple(party.split("+"))
    return Answer(parties=parties, stance=stance, value=value, condition=condition, articles=("x",))  # type: ignore[arg-type]


CASES: dict[str, tuple[list[list[Answer]], str]] = {
    "nobody rules": ([[], [], []], "none"),
    "only one rules": ([[said("staff", "forbidden")], []], "one"),
    "the same answer": ([[said("staff", "forbidden")], [said("staff", "forbidden")]], "equal"),
    "letter case is no difference": (
        [[said("staff", "required", "De directeur")], [said("staff", "required", "de directeur")]],
        "equal",
    ),
    "another value": (
        [[said("staff", "required", "de directeur")], [said("staff", "required", "de leidinggevende")]],
        "value",
    ),
    "another condition": (
        [[said("pupils", "conditional", None, "in de pauze")], [said("pupils", "conditional")]],
        "value",
    ),
    "stricter": ([[said("staff", "forbidden")], [said("staff", "discouraged")]], "stance"),
    "a ban against a condition": ([[said("staff", "forbidden")], [said("staff", "conditional")]], "stance"),
    "a ban against a permission": ([[said("staff", "forbidden")], [said("staff", "allowed")]], "contrary"),
    "advice for against advice against": (
        [[said("parents", "recommended")], [said("parents", "discouraged")]],
        "contrary",
    ),
    "a duty against a ban": ([[said("pupils", "required")], [said("pupils", "forbidden")]], "contrary"),
    "bans for different parties are not one answer": (
        [[said("staff", "forbidden")], [said("parents", "forbidden")]],
        "one",
    ),
    "everyone includes staff": ([[said("everyone", "forbidden")], [said("staff", "forbidden")]], "equal"),
    "everyone against staff only, otherwise": (
        [[said("everyone", "forbidden")], [said("staff", "allowed")]],
        "contrary",
    ),
    "everyone does not include the school": ([[said("everyone", "required")], [said("school", "forbidden")]], "one"),
    "one answer for two parties equals two answers": (
        [[said("staff+pupils", "forbidden")], [said("staff", "forbidden"), said("pupils", "forbidden")]],
        "equal",
    ),
    "two readings in one protocol are no flat contradiction": (
        [[said("pupils", "forbidden"), said("pupils", "conditional")], [said("pupils", "allowed")]],
        "stance",
    ),
    "the furthest pair of three counts": (
        [[said("staff", "forbidden")], [said("staff", "forbidden")], [said("staff", "required")]],
        "contrary",
    ),
}


@pytest.mark.parametrize(("answers", "expected"), CASES.values(), ids=CASES.keys())
def test_relation(answers: list[list[Answer]], expected: str) -> None:
    assert relation(answers) == expected


def test_order_of_protocols_does_not_matter() -> None:
    for answers, expected in CASES.values():
        assert relation(list(reversed(answers))) == expected


def test_each_party_has_its_own_relation() -> None:
    answers = [[said("staff", "forbidden"), said("parents", "allowed")], [said("staff", "allowed")]]
    assert relations_by_party(answers) == {"parents": "one", "staff": "contrary"}
