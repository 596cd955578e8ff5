"""What is accepted with a reason is no longer told; nothing else is, and what is no longer needed is."""

from __future__ import annotations

from datetime import date
from typing import Any

from build_tools.checks import Judged, check
from tests.library import Changes, article, edited, library, protocol

PROTOCOL = "protocols/de-wilg/protocol.yml"
SECTIONS = [{"id": "regels", "title": "Regels"}, {"id": "pers", "title": "Pers"}]
REASON = "Zo staat het in de vastgestelde tekst."
ON_HYVES = {"text": "Op Hyves en Twitter geldt dit."}


def accepting(code: str, value: str | None = None) -> dict[str, Any]:
    """The field `accepted` with one acceptance."""
    return {"accepted": [{"code": code, "reason": REASON} | ({"value": value} if value else {})]}


def judged(*changes: Changes, today: date | None = None) -> Judged:
    return check(library(*changes), today)


def told(found: Judged) -> list[tuple[str, str]]:
    return [(one.code, one.value) for one in found.remaining]


STOPPED, RENAMED = ("platform-gestopt", "hyves"), ("platform-hernoemd", "twitter")


def test_without_an_acceptance_everything_is_told() -> None:
    assert told(judged(article(**ON_HYVES))) == [STOPPED, RENAMED]


def test_an_acceptance_in_a_rule_covers_its_code_there() -> None:
    found = judged(article(**ON_HYVES, **accepting("platform-gestopt")), article("twee", **ON_HYVES))
    assert sorted(told(found)) == sorted([RENAMED, STOPPED, RENAMED])
    assert [(one.problem.code, one.acceptance.reason) for one in found.accepted] == [("platform-gestopt", REASON)]


def test_an_acceptance_of_a_value_covers_no_other_value() -> None:
    found = judged(article(**ON_HYVES, **accepting("platform-gestopt", "google-plus")))
    assert sorted(told(found)) == sorted([("acceptatie-overbodig", ""), STOPPED, RENAMED])


def test_one_in_the_protocol_with_a_value_covers_all_its_rules() -> None:
    changes = article(**ON_HYVES) | article("twee", **ON_HYVES)
    assert told(judged(changes, edited(PROTOCOL, **accepting("platform-gestopt", "hyves")))) == [RENAMED, RENAMED]


def test_one_in_the_protocol_without_a_value_covers_no_rule() -> None:
    found = judged(article(**ON_HYVES), edited(PROTOCOL, **accepting("platform-gestopt")))
    assert sorted(told(found)) == sorted([STOPPED, RENAMED, ("acceptatie-overbodig", "")])


def test_a_fault_can_be_accepted_too() -> None:
    rule: dict[str, Any] = {"text": "Vanaf 12 jaar.", "wording": {"staff": "Vanaf 13 jaar."}}
    assert {one.code for one in judged(article(**rule)).remaining} == {"getal-wijkt-af"}
    assert told(judged(article(**rule, **accepting("getal-wijkt-af")))) == []


def test_what_depends_on_the_day_is_needless_only_for_who_knows_the_day() -> None:
    review = {"text": "Elk jaar.", "next": "2026-09-01"}
    changes = edited(PROTOCOL, review=review, **accepting("herziening-voorbij", "2026-09-01"))
    assert told(judged(changes)) == []
    assert told(judged(changes, today=date(2026, 10, 1))) == []
    assert told(judged(changes, today=date(2026, 1, 1))) == [("acceptatie-overbodig", "")]


def test_a_rule_taken_over_brings_what_was_accepted_in_it() -> None:
    base = article(**ON_HYVES, **accepting("platform-gestopt"))
    heir = protocol("de-els", "De Els", extends="de-wilg", sections=SECTIONS) | edited(
        "site.yml", protocols=["de-wilg", "de-els"]
    )
    assert told(judged(base, heir)) == [RENAMED]


def test_a_rule_in_other_words_is_judged_by_itself() -> None:
    base = article(**ON_HYVES, **accepting("platform-gestopt")) | edited("site.yml", protocols=["de-wilg", "de-els"])
    heir = protocol("de-els", "De Els", article(text="Ook op Hyves."), extends="de-wilg", sections=SECTIONS)
    assert sorted(told(judged(base, heir))) == sorted([RENAMED, STOPPED])


def test_an_acceptance_never_changes_a_text() -> None:
    plain, accepted = library(article(**ON_HYVES)), library(article(**ON_HYVES, **accepting("platform-gestopt")))
    texts = [[said.text for said in found.said] for found in (plain, accepted)]
    assert texts[0] == texts[1]
