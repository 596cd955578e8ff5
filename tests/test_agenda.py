"""The calendar holds the dates that the sources give, and no others; its bytes depend on the sources alone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from build_tools.agenda import PATH, agenda_files
from build_tools.views.standing import standing
from tests.library import Changes, edited, library

PROTOCOL = "protocols/de-wilg/protocol.yml"
DATES = {"school_years": ["2026-08-31"], "media_weeks": [{"first": "2026-11-06", "last": "2026-11-13"}]}
NEXT = {"text": "Elk jaar.", "next": "2026-09-01"}
REVIEW = edited(PROTOCOL, review=NEXT)
OWN = {"own_protocol": "de-wilg"}


def events(*changes: Changes) -> list[Any]:
    text = agenda_files(library(*changes))[PATH]
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_without_dates_there_is_no_calendar() -> None:
    assert agenda_files(library()) == {}


def test_every_date_is_an_event_of_whole_days() -> None:
    found = [
        (str(one["summary"]), one.decoded("dtstart"), one.decoded("dtend"))
        for one in events(REVIEW, edited("site.yml", calendar=DATES))
    ]
    assert found == [
        ("De Wilg: protocol opnieuw bekijken", date(2026, 9, 1), date(2026, 9, 2)),
        ("Eerste schooldag: afspraken bespreken", date(2026, 8, 31), date(2026, 9, 1)),
        ("Week van de Mediawijsheid", date(2026, 11, 6), date(2026, 11, 14)),
    ]


def test_an_event_keeps_its_id_when_its_date_changes_and_its_stamp_comes_from_the_sources() -> None:
    (before,) = events(REVIEW)
    (after,) = events(edited(PROTOCOL, review={"text": "Elk jaar.", "next": "2027-09-01"}))
    assert before["uid"] == after["uid"]
    assert before.decoded("dtstamp") == datetime(2026, 6, 1, tzinfo=UTC)


def test_schools_have_other_ids_and_two_builds_the_same_bytes() -> None:
    (one,), (other,) = events(REVIEW), events(REVIEW, edited("site.yml", url="https://school.example/"))
    assert one["uid"] != other["uid"]
    assert agenda_files(library(REVIEW)) == agenda_files(library(REVIEW))


def text_of(**fields: Any) -> str | None:
    found = standing(library(edited("site.yml", **OWN), edited(PROTOCOL, **fields)))
    return found.adults.text if found else None


def test_the_banner_says_how_far_the_protocol_is() -> None:
    adopted = {"id": "b", "body": "het bestuur", "action": "vastgesteld", "date": "2026-03-01", "audiences": ["staff"]}
    assert text_of(status="concept") == "Concept: nog niet vastgesteld."
    assert (text_of(status="ter-instemming") or "").startswith("Ter instemming: ")
    assert text_of(status="vastgesteld") == "Dit protocol is vastgesteld."
    assert text_of(status=None, decisions=[adopted]) == "Vastgesteld door het bestuur op 1 maart 2026."
    assert text_of(status=None) is None


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("concept", "Deze afspraken kunnen nog veranderen."),
        ("ter-instemming", "Deze afspraken kunnen nog veranderen."),
        ("vastgesteld", "Deze afspraken gelden op onze school."),
        (None, None),
    ],
)
def test_children_read_the_banner_in_their_own_words(status: str | None, words: str | None) -> None:
    found = standing(library(edited("site.yml", **OWN), edited(PROTOCOL, status=status, review=NEXT)))
    assert found
    assert found.children.text == words
    assert found.children.review_text == "De school bekijkt de afspraken opnieuw, uiterlijk op 1 september 2026."
    assert found.children.late_text == "Misschien kloppen de afspraken niet meer. Vraag je juf of meester wat nu geldt."


def test_a_collection_has_no_banner() -> None:
    assert standing(library(REVIEW)) is None


def test_the_banner_carries_the_day_of_the_review_and_both_texts() -> None:
    found = standing(library(edited("site.yml", **OWN), REVIEW))
    assert found
    assert (found.review, found.adults.review_text) == ("2026-09-01", "Herziening uiterlijk 1 september 2026.")
    assert found.adults.late_text == "De evaluatie van 1 september 2026 is voorbij. Vraag de school wat nu geldt."
