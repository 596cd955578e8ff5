"""The menu of a school's own site: the package's, with what the school's mkdocs.yml says of its pages."""

from __future__ import annotations

from typing import Any

import pytest

from build_tools.furnish import joined_menu

PACKAGED = [{"Medewerkers": "medewerkers.md"}, {"Ouders": "ouders.md"}, {"Media": "media.md"}]
STAFF, PARENTS, MEDIA = PACKAGED


@pytest.mark.parametrize(
    ("own", "menu"),
    [
        ([], PACKAGED),
        (PACKAGED, PACKAGED),
        ([{"Voor u": "ouders.md"}], [STAFF, {"Voor u": "ouders.md"}, MEDIA]),
        (["ouders.md"], [STAFF, "ouders.md", MEDIA]),
        ([{"Eigen": "eigen.md"}], [*PACKAGED, {"Eigen": "eigen.md"}]),
        ([{"Voor u": "ouders.md"}, "eigen.md"], [STAFF, {"Voor u": "ouders.md"}, MEDIA, "eigen.md"]),
        ([STAFF, "eigen.md", MEDIA], [STAFF, PARENTS, "eigen.md", MEDIA]),
        ([MEDIA, STAFF], [MEDIA, PARENTS, STAFF]),
        ([MEDIA, PARENTS, STAFF], [MEDIA, PARENTS, STAFF]),
        ([{"Meer": [MEDIA, {"Nog meer": ["eigen.md"]}]}], [STAFF, PARENTS, MEDIA, "eigen.md"]),
        ([{"School": "https://school.example/"}], [*PACKAGED, {"School": "https://school.example/"}]),
        ([{"Een": "media.md"}, {"Twee": "media.md"}], [STAFF, PARENTS, {"Een": "media.md"}, {"Twee": "media.md"}]),
    ],
    ids=[
        "nothing of its own",
        "the same",
        "renamed",
        "without a title",
        "a page of its own",
        "renamed and a page of its own",
        "between two",
        "two changed places",
        "another order",
        "under a title",
        "an address elsewhere",
        "one page twice",
    ],
)
def test_an_entry_of_the_school_takes_the_place_of_the_packages_entry_for_the_same_page(
    own: list[Any], menu: list[Any]
) -> None:
    assert joined_menu(PACKAGED, own) == menu
