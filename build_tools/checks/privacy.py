"""A public site holds functions and school numbers, not what is private.

The patterns prefer silence: a name by itself is never taken for a pupil's, only a first and last name right behind a
word such as `leerling`, or right before a group. What is written otherwise is not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from build_tools.model import Library
from build_tools.problems import Problem, problem

#: Providers where people have a private address; a school's own domain is never among them.
_PRIVATE_DOMAINS = (
    *("gmail", "googlemail", "hotmail", "outlook", "live", "msn", "yahoo", "icloud", "me", "mac", "aol", "gmx"),
    *("ziggo", "kpnmail", "kpnplanet", "planet", "home", "hetnet", "xs4all", "upcmail", "chello", "casema", "quicknet"),
    *(
        "telfort",
        "tele2",
        "caiway",
        "zeelandnet",
        "zonnet",
        "solcon",
        "onsbrabantnet",
        "online",
        "proton",
        "protonmail",
    ),
)
_MAIL = re.compile(
    rf"[\w.+-]+@(?:{'|'.join(_PRIVATE_DOMAINS)})\.(?:nl|com|net|be|me|co\.uk)(?![\w-]|\.\w)", re.IGNORECASE
)
_MOBILE = re.compile(r"(?<![\d+])(?:(?:\+|00)31[ -]?(?:\(0\))?[ -]?6|06)(?:[ -]?\d){8}(?!\d)")
_FIRST = r"[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)?"
_LAST = rf"(?:(?:van|de|der|den|het|ten|ter|te|el|al|in|op|'t|bin|ben)\s+){{0,3}}{_FIRST}"
_PUPIL = re.compile(rf"\b(?:[Ll]eerlinge?|[Ss]cholier|[Kk]leuter|[Ll]eerlingen)\s+({_FIRST}\s+{_LAST})\b")
_IN_GROUP = re.compile(rf"\b({_FIRST}\s+{_LAST})\s+(?:\(|uit\s+|van\s+|in\s+)groep\s+[1-8]\b")
#: What every text has that one of the two patterns fits; quick to look for.
_SIGN = re.compile(r"(?:ling|lingen|linge|lier|leuter)\s+[A-ZÀ-Ý]|[a-zà-ÿ]\s+(?:\(|uit\s+|van\s+|in\s+)groep\s+[1-8]")
#: Words that begin a sentence or a title with a capital, and are no first name.
_NO_NAME = {
    *("De", "Het", "Een", "Wij", "We", "Je", "Jij", "U", "Uw", "Dit", "Dat", "Deze", "Die", "Er", "Als", "In", "Op"),
    *("Voor", "Bij", "Alle", "Ook", "Vraag", "Kinderen", "Ouders", "Leerlingen", "Basisschool", "School", "Stichting"),
}


def mail_is_not_private(library: Library) -> Iterator[Problem]:
    """No text or contact holds a mail address at a provider for private people."""
    for said in library.said:
        for address in dict.fromkeys(_MAIL.findall(said.text)) if "@" in said.text else ():
            yield problem(
                "prive-mailadres",
                said.place,
                what=f"{address} lijkt een privéadres",
                expected="een mailadres van de school",
                value=address,
            )


def number_is_not_mobile(library: Library) -> Iterator[Problem]:
    """No text or contact holds a Dutch mobile number: 06 and eight digits, or +31 6."""
    for said in library.said:
        for number in dict.fromkeys(_MOBILE.findall(said.text)) if "6" in said.text else ():
            yield problem(
                "mobiel-nummer",
                said.place,
                what=f"{number} is een mobiel nummer",
                expected="het vaste nummer van de school",
                value=number,
            )


def pupils_are_not_named(library: Library) -> Iterator[Problem]:
    """No text names a pupil: a first and last name behind `leerling` and the like, or before `uit groep 7`."""
    for said in library.said:
        for name in dict.fromkeys(_people(said.text)) if _SIGN.search(said.text) else ():
            if not _NO_NAME & set(name.split()):
                yield problem(
                    "naam-leerling",
                    said.place,
                    what=f"{name} lijkt de naam van een leerling",
                    expected="een tekst zonder namen van leerlingen",
                    value=name,
                )


def _people(text: str) -> list[str]:
    return [*_PUPIL.findall(text), *_IN_GROUP.findall(text)]


PRIVACY_CHECKS = (mail_is_not_private, number_is_not_mobile, pupils_are_not_named)
