"""What editors accept: a finding may stay when its source says why, and an acceptance must still be needed.

An acceptance covers the findings of its code in the part where it stands: a rule, an advice list, protocol.yml or
site.yml. With a `value`, one in protocol.yml covers the whole protocol. Nothing covers more than that: a new finding
is never hidden by what was said about an old one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, cached_property, partial

from msgspec import Struct

from build_tools.model import AdviceList, Library, Protocol
from build_tools.problems import CODES, Need, Place, Problem, did_you_mean, problem
from build_tools.records import Accepted


class AcceptedFinding(Struct, frozen=True, kw_only=True):
    """A finding that may stay, with the reason of its editor."""

    problem: Problem
    acceptance: Accepted


class Judged(Struct, frozen=True, kw_only=True):
    """What remains to be looked at, and what was accepted; both in the order of the sources."""

    remaining: tuple[Problem, ...]
    accepted: tuple[AcceptedFinding, ...]


class _Standing(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """An acceptance in the part that it stands in; its place is looked up when it is asked for, as few are."""

    acceptance: Accepted
    within: str
    look: Callable[[], Place]

    @cached_property
    def place(self) -> Place:
        """Where it stands: one that is taken over stands in the file of another protocol."""
        return self.look()


def judge(library: Library, problems: Iterable[Problem], known: Collection[Need] = ()) -> Judged:
    """The problems that no acceptance covers, with those of the acceptances; `known` is what the run could look at."""
    standing = list(_standing(library))
    by_part: dict[str, list[_Standing]] = {}
    for one in standing:
        by_part.setdefault(one.within, []).append(one)
    covered: dict[Problem, _Standing] = {}
    used: set[_Standing] = set()
    all_found = list(problems)
    for found in all_found:
        if by := next(_covering(found, by_part), None):
            covered.setdefault(found, by)
            used.add(by)
    remaining = {found for found in all_found if found not in covered} | set(_unfit(standing, used, known))
    accepted = (AcceptedFinding(problem=found, acceptance=covered[found].acceptance) for found in sorted(covered))
    return Judged(remaining=tuple(sorted(remaining)), accepted=tuple(accepted))


def _covering(found: Problem, by_part: dict[str, list[_Standing]]) -> Iterator[_Standing]:
    """The acceptances that cover a finding: of its own part, and of its protocol when they name its value."""
    if not CODES[found.code].acceptable:
        return
    part = found.place.within
    for one in by_part.get(part, ()):
        if one.acceptance.code == found.code and one.acceptance.value in (None, found.value):
            yield one
    whole = part.partition("/")[0]
    for one in by_part.get(whole, ()) if whole != part else ():
        if (one.acceptance.code, one.acceptance.value) == (found.code, found.value):
            yield one


def _unfit(standing: Iterable[_Standing], used: Collection[_Standing], known: Collection[Need]) -> Iterator[Problem]:
    """Acceptances of nothing: of an unknown code, of what cannot be accepted, or of what is no longer found."""
    used_places = cache(lambda: {one.place for one in used})
    for one in standing:
        name = one.acceptance.code
        code = CODES.get(name)
        if code is None:
            may = [other.id for other in CODES.values() if other.acceptable]
            yield problem(
                "onbekende-verwijzing",
                one.place,
                what=f'er is geen code "{name}"',
                expected="een code van de controle",
                remedy=did_you_mean(name, may),
            )
        elif not code.acceptable:
            yield problem("niet-te-accepteren", one.place, what=f'"{name}" kan niet blijven staan', expected="herstel")
        elif one not in used and (code.needs is None or code.needs in known) and one.place not in used_places():
            about = f" bij {one.acceptance.value}" if one.acceptance.value else ""
            yield problem(
                "acceptatie-overbodig",
                one.place,
                what=f'"{name}"{about} wordt hier niet meer gevonden',
                expected="alleen acceptaties die nodig zijn",
            )


def _standing(library: Library) -> Iterator[_Standing]:
    yield from _placed(library.site.accepted, "", library.place_of)
    for name, protocol in library.protocols.items():
        yield from _placed(protocol.record.accepted, name, protocol.place_of)
        for advice in _lists(protocol):
            yield from _placed(advice.record.accepted, f"{name}/{advice.record.id}", advice.place_of)
        for item in protocol.items:
            yield from _placed(item.rule.accepted, f"{name}/{item.id}", item.place_of)


def _placed(accepted: Iterable[Accepted], within: str, place_of: Callable[..., Place]) -> Iterator[_Standing]:
    for number, acceptance in enumerate(accepted):
        yield _Standing(acceptance=acceptance, within=within, look=partial(place_of, "accepted", number))


def _lists(protocol: Protocol) -> Iterator[AdviceList]:
    for section in protocol.sections:
        yield from (block for block in section.blocks if isinstance(block, AdviceList))
