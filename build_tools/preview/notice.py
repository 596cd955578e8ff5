"""What is wrong, as the panel in the browser shows it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from msgspec import Struct, to_builtins

from build_tools.problems import Problem

STAYS = "U ziet de laatste goede versie. Is de fout hersteld, dan ververst deze bladzijde vanzelf."
NOT_YET = "U ziet de nieuwe tekst al, maar zo kan de site niet worden gebouwd."
NO_SITE = "Er is nog geen goede versie om te tonen. Is de fout hersteld, dan verschijnt de bladzijde vanzelf."


class Fault(Struct, frozen=True, kw_only=True):
    """One thing to mend: where it stands, what is wrong, what was expected, how to mend it.

    Lines and columns count from 1; 0 when nobody knows.
    """

    what: str
    file: str = ""
    line: int = 0
    column: int = 0
    expected: str = ""
    remedy: str = ""
    code: str = ""
    said: str = ""

    def __str__(self) -> str:
        """On one line, for a terminal."""
        return self.said or f"{self.file}: {self.what}"


class Notice(Struct, frozen=True, kw_only=True):
    """What the panel tells: what the reader looks at meanwhile, and every fault; without faults there is no panel."""

    lead: str = ""
    faults: tuple[Fault, ...] = ()

    @property
    def message(self) -> str:
        """For the browser."""
        return json.dumps(to_builtins(self), ensure_ascii=False)


def of_sources(problems: Iterable[Problem]) -> tuple[Fault, ...]:
    """Faults of the sources; their places are those in the project."""
    return tuple(
        Fault(
            file=one.place.file,
            line=one.place.line,
            column=one.place.column,
            what=one.what,
            expected=one.expected,
            remedy=one.remedy,
            code=one.code,
            said=str(one),
        )
        for one in problems
    )
