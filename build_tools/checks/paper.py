"""What stands on the site can be printed too: the fonts of the sheets have a drawing of every character in a text.

Typst refuses a sheet with any other, since it would leave the character out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from build_tools.model import Library
from build_tools.problems import Problem, problem

#: All that is in the three fonts of `build_tools/fonts`; a test holds it against what Typst takes.
_IN_FONTS = (
    " -~\xa0-\xac\xae-\xb4\xb6-ćĊ-ēĖ-ěĞ-ģĦ-ħĪ-īĮ-ĳĶ-ķĹ-ľŁ-ňŐ-ŕŘ-śŞ-ťŪ-ūŮ-žƒȘ-țȷˆ-ˇˉ˘-˝\u0300-\u0304\u0306-\u0308"
    "\u030a-\u030c\u0312\u0326-\u0328ΔΩμπẀ-ẅẞỲ-ỳ\u2009–—‘-‚“-„†-•…‰‹›⁄€₹ℓ™℮∂∏∑−∕∙√∞∫≈≠≤≥◊♪"
)
#: Line ends, white of every width, and what only joins, breaks or colours its neighbours.
_WITHOUT_DRAWING = "\n\xad\u2000-\u200a\u200d\u202f\ufe0e\ufe0f"
_NOT_IN_FONTS = re.compile(f"[^{_IN_FONTS}{_WITHOUT_DRAWING}]")


def text_can_be_printed(library: Library) -> Iterator[Problem]:
    """No text of a protocol holds a character that the sheets cannot show, such as an emoji or an arrow."""
    for said in library.said:
        if said.protocol and (signs := _not_drawn(said.text)):
            yield problem(
                "teken-niet-op-papier",
                said.place,
                what=f"het lettertype van de PDF's heeft niet: {', '.join(map(_named, signs))}",
                expected="letters, cijfers en gewone leestekens",
                value="".join(signs),
            )


def _not_drawn(text: str) -> list[str]:
    """The characters without a drawing, each once; a letter with a mark may be drawn as the two."""
    found = () if text.isascii() else dict.fromkeys(_NOT_IN_FONTS.findall(text))
    return [one for one in found if _NOT_IN_FONTS.search(normalize("NFD", one))]


def _named(sign: str) -> str:
    return f"{sign} (U+{ord(sign):04X})"


PAPER_CHECKS = (text_can_be_printed,)
