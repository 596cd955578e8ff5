"""What an editor most likely meant: told where one reading is left, and otherwise nothing."""

from __future__ import annotations

import pytest

from build_tools.meant import (
    meant_address,
    meant_colour,
    meant_date,
    meant_field,
    meant_id,
    meant_list,
    meant_parameter,
    meant_place,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("3-12-2026", "2026-12-03"),
        ("03/12/2026", "2026-12-03"),
        ("3 December 2026", "2026-12-03"),
        ("31-2-2026", None),
        ("12-13-2026", None),
        ("3-12-26", None),
        ("2026-12-03", None),
        ("volgend jaar", None),
    ],
)
def test_a_date_is_read_day_first(written: str, meant: str | None) -> None:
    assert meant_date(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [("titel", "title"), ("Title", "title"), ("ID", "id"), ("doelgroepen", "audiences"), ("x", None)],
)
def test_a_field_is_known_by_its_dutch_name_and_in_capitals(written: str, meant: str | None) -> None:
    assert meant_field(written, ("id", "title", "audiences")) == meant


@pytest.mark.parametrize(
    ("value", "field", "meant"),
    [
        ("staff, parents", "audiences", "[staff, parents]"),
        ("staff en parents", "audiences", "[staff, parents]"),
        ("\u2013 staff \u2013 parents", "audiences", "[staff, parents]"),
        ("groep 7 en 8", "groups", "[7, 8]"),
        ("alle groepen", "groups", None),
        (7, "groups", "[7]"),
        (True, "groups", None),
        ("Zie de schoolgids!", "source", None),
    ],
)
def test_a_list_is_seen_in_one_line(value: object, field: str, meant: str | None) -> None:
    assert meant_list(value, field) == meant


def test_what_breaks_a_form_is_put_in_it() -> None:
    assert meant_id("Telefoon in de klás") == "telefoon-in-de-klas"
    assert meant_id("!") is None
    assert meant_parameter("Naam-school") == "naam_school"
    assert meant_place("Schoolgids blz. 12") == "Schoolgids-blz-12"
    assert meant_address("www.school.example/afspraken") == "https://www.school.example/afspraken"
    assert meant_address("javascript:alert(1)") is None
    assert (meant_colour("7a1fa2"), meant_colour("paars")) == ('"#7a1fa2"', None)
