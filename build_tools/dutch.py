"""Dutch for what others say: click, whose messages come from the catalogue in `locale/`, the system, the calendar."""

from __future__ import annotations

import errno
import gettext
import os
from collections.abc import Iterable
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


def speak_dutch() -> None:
    """Let every message of this process come from our catalogue, whatever the user's language settings are.

    click looks messages up in gettext's default domain; the environment decides the language.
    """
    os.environ["LANGUAGE"] = "nl"
    gettext.bindtextdomain("messages", str(LOCALE))


def counted(number: int, one: str, more: str) -> str:
    """`1 fout`, `2 fouten`."""
    return f"{number} {one if number == 1 else more}"


def in_words(names: Iterable[str]) -> str:
    """`a, b en c`."""
    found = list(names)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} en {found[-1]}" if found else ""


_REASONS = {
    errno.ENOENT: "dit bestaat niet",
    errno.ENOTDIR: "dit is geen map",
    errno.EISDIR: "dit is een map en geen bestand",
    errno.EEXIST: "dit bestaat al",
    errno.ENOTEMPTY: "deze map is niet leeg",
    errno.EACCES: "u mag hier niet bij",
    errno.EPERM: "u mag hier niet bij",
    errno.EROFS: "hier mag niet worden geschreven",
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "de schijf is vol",
    errno.EBUSY: "een ander programma is hiermee bezig",
    errno.EMFILE: "er staan te veel bestanden tegelijk open",
    errno.ENFILE: "er staan te veel bestanden tegelijk open",
    errno.ENAMETOOLONG: "deze naam is te lang",
    errno.ELOOP: "deze koppeling leidt in een kring",
    errno.EIO: "de schijf geeft een fout",
    errno.ETIMEDOUT: "de schijf of het netwerk antwoordt niet",
    errno.EINVAL: "het systeem kent deze naam of handeling niet",
}


def reason(refused: OSError) -> str:
    """Why the system refused, without place and remedy."""
    number = refused.errno
    if number is None:
        return str(refused)  # no refusal of the system: a library has made one of its own
    return _REASONS.get(number) or f"het systeem geeft fout {errno.errorcode.get(number, number)}"
