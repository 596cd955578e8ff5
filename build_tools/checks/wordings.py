"""A reader's own wording may simplify, never change the rule: numbers, groups and stance stay.

The stance is read from signal words, not understood: a check on what an author may overlook, which errs on the
side of silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from build_tools.checks.coverage import every_item
from build_tools.dutch import in_words
from build_tools.model import Item, Library
from build_tools.problems import Problem, problem
from build_tools.records import AudienceId, StanceId
from build_tools.source import Path

#: How many texts of a run are remembered: schools that build on one model share most of theirs.
MANY = 20_000

_AUDIENCES: tuple[AudienceId, ...] = ("staff", "parents", "children", "media")
_NUMBER_WORDS = {
    "twee": "2", "drie": "3", "vier": "4", "vijf": "5", "zes": "6", "zeven": "7", "acht": "8", "negen": "9",
    "tien": "10", "elf": "11", "twaalf": "12", "dertien": "13", "veertien": "14", "vijftien": "15", "zestien": "16",
}  # fmt: skip
_DIGITS = r"\d+(?:[ \u2013-]\d+)*"
_UNITS = r"jaar|keer|maal|uur|minuten|dagen|weken|maanden"
_WORDS = "|".join(_NUMBER_WORDS)
_NUMBER = re.compile(rf"\b(?:{_DIGITS}|(?:{_WORDS})(?= (?:{_UNITS})\b))", re.IGNORECASE)
_ANY_NUMBER = re.compile(rf"\b(?:{_DIGITS}|{_WORDS})\b", re.IGNORECASE)
_LAW = re.compile(r"\b(?:artikel|artikelen|art\.|lid)\s+\d+(?:\.\d+)*", re.IGNORECASE)
_LIST_MARK = re.compile(r"^\s*\d+\.\s", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[[^\]]{1,3}\]")
_GROUP = re.compile(r"\bgroep(?:en)?\s+((?:\d)(?:\s*(?:,|en|tot en met|t/m|of)\s*(?:groep\s+)?\d)*)", re.IGNORECASE)

_NEGATION = re.compile(
    r"\b(?:niet|geen|nooit|niemand|niets|nergens|zonder|verboden|stop|alleen|laat|vermijd)\b", re.IGNORECASE
)
_CONDITION = re.compile(
    r"\b(?:alleen|als|wanneer|pas|eerst|tenzij|behalve|zonder|mits|zolang|soms|kan|kunnen|kun|mag|mogen|wil|zelf|zelfs|"
    r"misschien|soms|bepaalt|bepalen|beslist|kiest|kiezen|hangt|afhankelijk|vraag|vraagt|met|na|voor|vooraf|indien|"
    r"liever|hoeft|uitzondering|toestemming|anders|goedvindt|goedvinden)\b",
    re.IGNORECASE,
)
_FREE = re.compile(
    r"\b(?:je|u) mag\b(?!.{0,60}\b(?:niet|geen|nooit|alleen|pas|als|niemand|nergens|met)\b)", re.IGNORECASE
)
_ABSOLUTE = re.compile(r"\b(?:nooit|altijd|verboden|moet|moeten|verplicht|nergens)\b", re.IGNORECASE)
_SOFT = re.compile(r"\b(?:liever|probeer|het beste|bij voorkeur|als je wilt|als u wilt)\b", re.IGNORECASE)


class Telling(Struct, frozen=True, kw_only=True):
    """A rule as some reader is told it; without groups it is for all groups of the rule."""

    item: Item
    path: Path
    text: str
    groups: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        """The field that holds it, as a message calls it."""
        return ".".join(str(part) for part in self.path if part != "text")


def numbers_stay(library: Library) -> Iterator[Problem]:
    """A wording names the same numbers as its text; numbers of laws may be left out.

    A number is digits, or a number word with a unit (`zestien jaar`): `twee dingen` only counts what follows.
    A wording for some groups need not name the groups of the rule.
    """
    for told in tellings(library):
        text, for_groups = told.item.rule.text, {str(group) for group in (*told.item.rule.groups, *told.groups)}
        free = {str(group) for group in _groups(text)} if told.groups else set()
        added = _numbers(told.text, _NUMBER) - _numbers(text, _ANY_NUMBER) - for_groups
        lost = _numbers(_LAW.sub("", text), _NUMBER) - _numbers(told.text, _ANY_NUMBER) - free
        if added:
            yield _number_problem(told, f"noemt {_in_a_row(added)}, de regel niet")
        if lost:
            yield _number_problem(told, f"noemt {_in_a_row(lost)} niet, de regel wel")


def groups_stay(library: Library) -> Iterator[Problem]:
    """Groups that a wording names are those of the rule; a rule for some groups says so in `groups`.

    A wording for some groups is for groups of the rule, and names no other group than those it is for.
    """
    for told in tellings(library):
        rule = told.item.rule
        allowed = told.groups or _groups(rule.text) | set(rule.groups)
        if rule.groups and not told.groups <= set(rule.groups):
            yield problem(
                "groepen-wijken-af",
                told.item.place_of(*told.path),
                what=f'{told.name} van "{told.item.id}" is voor groep {_listed(told.groups)}',
                expected=f"alleen groep {_listed(rule.groups)}, net als de regel",
            )
        if strange := _groups(told.text) - allowed:
            yield problem(
                "groepen-wijken-af",
                told.item.place_of(*told.path),
                what=f'{told.name} van "{told.item.id}" noemt groep {_listed(strange)}',
                expected=f"groep {_listed(allowed)}" if allowed else "geen groepen",
            )


def text_keeps_to_the_groups(library: Library) -> Iterator[Problem]:
    """A rule for some groups speaks of no other group: only those in `groups` get to see it."""
    for item in every_item(library):
        groups = set(item.rule.groups)
        if groups and (strange := _groups(item.rule.text) - groups):
            yield problem(
                "groepen-wijken-af",
                item.place_of("groups"),
                what=f'text van "{item.id}" noemt groep {_listed(strange)}, groups niet',
                expected=f"[{_listed(groups | strange)}] bij groups, of een tekst zonder die groep",
                remedy="vul groups aan of pas de tekst aan",
            )


def one_wording_per_group(library: Library) -> Iterator[Problem]:
    """No group has two wordings of one rule."""
    for item in every_item(library):
        seen: set[int] = set()
        for number, wording in enumerate(item.rule.wording.children_for):
            if twice := seen & set(wording.groups):
                yield problem(
                    "groepen-wijken-af",
                    item.place_of("wording", "children_for", number, "groups"),
                    what=f"groep {_listed(twice)} heeft al een eigen tekst",
                    expected="één tekst per groep",
                    remedy="haal de groep bij een van de teksten weg",
                )
            seen |= set(wording.groups)


def stance_stays(library: Library) -> Iterator[Problem]:
    """A wording keeps ban, command, permission and condition: it is not softer and not stricter than the rule."""
    for told in tellings(library):
        stances = {norm.stance for norm in told.item.rule.norms}
        for what, expected in _stance_faults(told.text, told.item.rule.text, stances):
            yield problem(
                "standpunt-wijkt-af",
                told.item.place_of(*told.path),
                what=f'{told.name} van "{told.item.id}" {what}',
                expected=expected,
            )


def _stance_faults(wording: str, text: str, stances: set[StanceId]) -> Iterator[tuple[str, str]]:
    if not stances:
        return
    if stances <= {"forbidden"} and not _NEGATION.search(wording):
        yield "bevat geen verbod, de regel wel", "niet, geen, nooit of een ander woord voor nee"
    if stances <= {"conditional"} and not _CONDITION.search(wording):
        yield "laat de voorwaarde weg", "alleen, als, pas, zonder, kan of een ander woord voor de voorwaarde"
    if not stances & {"allowed", "conditional"} and _FREE.search(wording) and not _FREE.search(text):
        yield "geeft toestemming die de regel niet geeft", "geen 'je mag' of 'u mag' zonder voorwaarde"
    if stances <= {"allowed", "conditional", "recommended", "discouraged"}:
        for word in sorted({found.lower() for found in _ABSOLUTE.findall(wording)}):
            if not _ABSOLUTE.search(text):
                yield f'is strenger dan de regel: "{word}"', "een raad of voorwaarde, zoals in de regel"
    if stances <= {"forbidden", "required"} and _SOFT.search(wording) and not _SOFT.search(text):
        yield "maakt van een verbod of plicht een raad", "een verbod of plicht, zoals in de regel"


def tellings(library: Library) -> Iterator[Telling]:
    """Every wording of every rule: by reader, for some groups, and on paper."""
    for item in every_item(library):
        wording = item.rule.wording
        for name in _AUDIENCES:
            if text := getattr(wording, name):
                yield Telling(item=item, path=("wording", name), text=text)
        if wording.poster:  # a poster names its group by itself
            groups = frozenset(item.rule.groups)
            yield Telling(item=item, path=("wording", "poster"), text=wording.poster, groups=groups)
        for number, own in enumerate(wording.children_for):
            path = ("wording", "children_for", number, "text")
            yield Telling(item=item, path=path, text=own.text, groups=frozenset(own.groups))


@lru_cache(maxsize=MANY)
def _numbers(text: str, pattern: re.Pattern[str]) -> frozenset[str]:
    """The numbers in a text as bare digits; marks of lists and footnotes are no numbers."""
    plain = _FOOTNOTE.sub("", _LIST_MARK.sub("", text))
    found = pattern.findall(plain)
    return frozenset(_NUMBER_WORDS.get(number.lower(), re.sub(r"\D", "", number)) for number in found)


def _in_a_row(numbers: Iterable[str]) -> str:
    """`3, 7 en 16`."""
    return in_words(sorted(numbers, key=lambda number: (len(number), number)))


def _listed(groups: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(groups)))


def _groups(text: str) -> set[int]:
    """The groups that a text names; `groep 6 t/m 8` names those between as well."""
    named: set[int] = set()
    for found in _GROUP.findall(text):
        digits = [int(digit) for digit in re.findall(r"\d", found)]
        through = re.search(r"tot en met|t/m", found, re.IGNORECASE)
        named |= set(range(min(digits), max(digits) + 1)) if through else set(digits)
    return named


def _number_problem(told: Telling, what: str) -> Problem:
    return problem(
        "getal-wijkt-af",
        told.item.place_of(*told.path),
        what=f'{told.name} van "{told.item.id}" {what}',
        expected="dezelfde getallen als in text",
    )


WORDING_CHECKS = (numbers_stay, groups_stay, text_keeps_to_the_groups, one_wording_per_group, stance_stays)
