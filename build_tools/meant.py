"""What an editor most likely meant by a value that does not fit; silent where that is anyone's guess."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from build_tools.dutch import MONTHS
from build_tools.problems import did_you_mean
from build_tools.records import id_of

_NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_WORDS = re.compile(rf"(\d{{1,2}})[ -]({'|'.join(MONTHS)})[ -](\d{{4}})")

#: What editors write when they translate the name of a field.
_FIELDS = {
    "accepted": ("geaccepteerd",),
    "audiences": ("doelgroep", "doelgroepen", "lezers", "voor"),
    "card": ("kaart", "kaartje"),
    "children": ("kinderen", "kind", "leerlingen"),
    "condition": ("voorwaarde",),
    "date": ("datum",),
    "decisions": ("besluiten", "besluit"),
    "email": ("e-mail", "mail", "mailadres", "e-mailadres"),
    "groups": ("groep", "groepen"),
    "left_out": ("weggelaten", "vervalt", "weglaten"),
    "media": ("pers",),
    "name": ("naam",),
    "norms": ("normen", "norm"),
    "notes": ("opmerkingen", "opmerking", "toelichting"),
    "number": ("nummer",),
    "parents": ("ouders", "ouder"),
    "parties": ("partijen", "partij"),
    "phone": ("telefoon", "telefoonnummer", "tel"),
    "pictogram": ("plaatje",),
    "position": ("positie", "plaats", "volgorde"),
    "section": ("afdeling", "hoofdstuk"),
    "sections": ("afdelingen", "hoofdstukken"),
    "source": ("bron", "bronnen", "vindplaats"),
    "staff": ("medewerkers", "personeel"),
    "stance": ("standpunt",),
    "status": ("stand",),
    "summary": ("samenvatting",),
    "text": ("tekst",),
    "title": ("titel", "kop"),
    "topic": ("onderwerp",),
    "topics": ("onderwerpen",),
    "value": ("waarde",),
    "values": ("waarden",),
    "wording": ("woorden", "verwoording"),
}


def meant_date(text: str) -> str | None:
    """`2026-12-03` for `3-12-2026`, `3/12/2026` or `3 december 2026`: in Dutch the day comes first."""
    if found := _NUMBERS.fullmatch(text.strip()):
        day, month, year = map(int, found.groups())
    elif found := _WORDS.fullmatch(text.strip().lower()):
        day, month, year = int(found[1]), MONTHS.index(found[2]) + 1, int(found[3])
    else:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def meant_field(name: str, options: Collection[str]) -> str | None:
    """The field whose name was translated, or spelt otherwise."""
    written = name.strip().lower()
    if written in options:
        return written
    dutch = next((field for field in options if written in _FIELDS.get(field, ())), None)
    if dutch or not (near := did_you_mean(written, options)):
        return dutch
    return near.split('"')[1]


def meant_list(value: object, field: str) -> str | None:
    """`[staff, parents]` for `staff, parents` or for dashes on one line; the groups that a text names for `groups`."""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"[{value}]"
    if not isinstance(value, str):
        return None
    if field == "groups":
        parts = re.findall(r"(?<!\d)[1-8](?!\d)", value)
    else:
        parts = [part.strip() for part in re.split(r",|;|\ben\b|[-\u2012-\u2015](?=\s)", value) if part.strip()]
    sound = parts and all(re.fullmatch(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*", part) for part in parts)
    return f"[{', '.join(parts)}]" if sound else None


def meant_id(text: str) -> str | None:
    """The id that a text gives, when it is more than a letter or two."""
    return found if len(found := id_of(text)) > 2 and found != text else None


def meant_parameter(text: str) -> str | None:
    """As `meant_id`, for the name of a parameter."""
    found = id_of(text, 40).replace("-", "_")
    return found if len(found) > 2 and found[0].isalpha() else None


def meant_place(text: str) -> str | None:
    """Where a rule stands in its document, without what an address may not hold."""
    return "-".join(re.findall(r"[0-9A-Za-z]+", text))[:40].strip("-") or None


def meant_address(text: str) -> str | None:
    """A web address without its beginning."""
    return f"https://{text}" if re.fullmatch(r"(?:[\w-]+\.)+[a-z]{2,}(?:/[^\s<>()\[\]{}\"'\\`^|]*)?", text) else None


def meant_colour(text: str) -> str | None:
    """A colour without its hash."""
    return f'"#{text}"' if re.fullmatch(r"[0-9a-fA-F]{6}", text) else None
