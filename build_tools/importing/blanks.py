"""Places that a document leaves open, such as `[naam school]` or dots to write on -> parameters."""

# ruff: noqa: E501 - patterns that read best on one line

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from build_tools.records import id_of

ParameterKind = Literal["text", "date", "phone"]

#: Around the name of a parameter inside a text, until it is written out; private characters.
NAME_START, NAME_END = "\ue002", "\ue003"
NAMED = re.compile(f"{NAME_START}([a-z0-9_]+){NAME_END}")

_FIRST = (
    r"naam|namen|datum|jaar(?:tal)?|plaats(?:naam)?|adres|telefoon(?:nummer)?|tel|e-?mail(?:adres)?|mailadres|website|url|"
    r"vul(?: hier)?|invullen|in te vullen|school(?:naam)?|bestuur|stichting|functie|versie|nummer|logo|klik|xx+|directeur|"
    r"contactpersoon|vertrouwenspersoon|onderwijsinstelling|organisatie|bedrag|aantal|nader te bepalen|n\.t\.b\.?"
)
_BRACKETED = re.compile(
    rf"\[\s*((?:{_FIRST})\b[^\[\]\n]{{0,60}}|(?!zie|sic|etc|red|bron|noot|of |en )[a-zà-ÿ][a-zà-ÿ /-]{{2,40}})\s*\]",
    re.IGNORECASE,
)
_ANGLED = re.compile(rf"[<«‹]\s*((?:{_FIRST})\b[^<>«»‹›\n]{{0,60}})\s*[>»›]", re.IGNORECASE)
_ROUND = re.compile(
    r"\(\s*((?:naam|datum|telefoonnummer|adres|plaatsnaam|vul(?: hier)?|invullen|in te vullen|nader te bepalen)\b"
    r"[^()\n]{0,50})\s*\)",
    re.IGNORECASE,
)
_DOTS = re.compile(
    r"(?:\.{4,}|…{2,}|_{3,}|(?<=\s)…(?=\s+\w)|\[\s*(?:…|\.{2,}|_+|\s{2,})\s*\]|(?<![\w.])(?:X{3,}|x{3,}|#{3,})(?!\w))"
)
_PROMPT = re.compile(
    r"klik (?:hier|of tik) om (?:een )?(tekst|datum)[^.]*(?: in te voeren| te kiezen)?\.?", re.IGNORECASE
)


class Blank(Struct, frozen=True, kw_only=True):
    """A parameter as found: its name, the words for it, and the kind of value."""

    id: str
    label: str
    kind: ParameterKind


class Blanks(Struct):
    """The blanks of a document, gathered on the way; the same words are the same parameter."""

    found: dict[str, Blank] = field(default_factory=dict)
    unnamed: int = 0

    def named(self, text: str) -> str:
        """The text with each blank as the name of a parameter."""
        for pattern in (_PROMPT, _BRACKETED, _ANGLED, _ROUND):
            text = pattern.sub(self._by_words, text)
        return _DOTS.sub(lambda found: self._by_place(text, found), text)

    def _by_words(self, found: re.Match[str]) -> str:
        words = " ".join(found[1].split()).strip(" :.")
        name = id_of(words).replace("-", "_")[:40].strip("_")
        if not name or not name[0].isalpha():
            name = f"veld_{name}"[:40]
        self.found.setdefault(name, Blank(id=name, label=words[:1].upper() + words[1:], kind=_kind(words)))
        return f"{NAME_START}{name}{NAME_END}"

    def _by_place(self, text: str, found: re.Match[str]) -> str:
        before = " ".join(NAMED.sub("", text[: found.start()]).split()[-5:])
        self.unnamed += 1
        name = f"open_plek_{self.unnamed}"
        label = f"Open plek na: {before}" if before else "Open plek"
        self.found[name] = Blank(id=name, label=label[:200], kind=_kind(before))
        return f"{NAME_START}{name}{NAME_END}"


def _kind(words: str) -> ParameterKind:
    if re.search(r"\bdatum\b|\bd\.d\.|\bper\s*$|\bop\s*$", words, re.IGNORECASE):
        return "date"
    return "phone" if re.search(r"telefoon|\btel\b", words, re.IGNORECASE) else "text"


def parameters(found: Mapping[str, Blank]) -> list[dict[str, str]]:
    """The blanks as parameters of a protocol."""
    hints = {
        "date": "Een datum, bijvoorbeeld 1 september.",
        "phone": "Een nummer van de school.",
        "text": "Zoals het in de tekst past.",
    }
    return [
        {"id": blank.id, "label": _plain(blank.label), "type": blank.kind, "hint": hints[blank.kind]}
        for blank in found.values()
    ]


def _plain(words: str) -> str:
    """Words of the document as a label, without signs that mean something in a source."""
    return " ".join(re.sub(r"[^\w\s.,:;'()/-]|_", " ", NAMED.sub("", words)).split()).strip(" -:") or "Open plek"
