"""Texts with the same words, or nearly, stand together."""

from __future__ import annotations

from build_tools.alike import alike, likeness

LONG = "Medewerkers plaatsen geen foto van een leerling op sociale media zonder toestemming van de ouders van dat kind."


def test_equal_words_are_together_whatever_case_and_punctuation() -> None:
    assert alike(["Zet de telefoon uit.", "Iets anders.", "zet de telefoon uit"]) == [(0, 2)]


def test_nearly_equal_words_are_together() -> None:
    assert likeness(LONG.split(), LONG.replace("Medewerkers", "Teamleden").split()) >= 0.8
    assert alike([LONG, "Wie twijfelt, vraagt het de directeur.", LONG.replace("Medewerkers", "Teamleden")]) == [(0, 2)]


def test_other_words_are_apart() -> None:
    assert alike([LONG, "Wie twijfelt, vraagt het de directeur.", "Vrienden worden mag niet."]) == []


def test_the_wording_that_occurs_most_stands_first() -> None:
    other = LONG.replace("Medewerkers", "Teamleden")
    assert alike([other, LONG, LONG]) == [(1, 2, 0)]


def test_nothing_and_one_text_make_no_group() -> None:
    assert alike([]) == []
    assert alike([LONG]) == []
