"""What makes a site look like the school's own can be read and is there."""

from __future__ import annotations

from collections.abc import Iterator

from build_tools.colours import ENOUGH, carries_white, contrast, readable
from build_tools.model import Library
from build_tools.problems import Problem, problem


def colour_can_be_read(library: Library) -> Iterator[Problem]:
    """White text on the school's colour has the contrast that WCAG 2.2 asks for (success criterion 1.4.3)."""
    colour = library.site.looks.colour
    if colour and not carries_white(colour):
        ratio = f"{contrast(colour, '#ffffff'):.1f}".replace(".", ",")
        yield problem(
            "kleur-onleesbaar",
            library.place_of("looks", "colour"),
            what=f"wit op {colour} is niet goed te lezen (contrast {ratio}); de site gebruikt {readable(colour)}",
            expected=f"een kleur met een contrast van minstens {str(ENOUGH).replace('.', ',')} met wit",
        )


LOOKS_CHECKS = (colour_can_be_read,)
