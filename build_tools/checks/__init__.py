"""Rules over a whole library: each a small generator whose docstring is the rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from build_tools.checks.acceptance import AcceptedFinding, Judged, judge
from build_tools.checks.apart import Informed, found_apart
from build_tools.checks.coverage import COVERAGE_CHECKS, protocol_is_shown
from build_tools.checks.filling import FILLING_CHECKS, parameter_is_used
from build_tools.checks.links import contact_has_a_whole_address, knowing_pages, links_lead_somewhere
from build_tools.checks.looks import LOOKS_CHECKS
from build_tools.checks.names import knowing_schools, no_other_school_is_named
from build_tools.checks.outdated import OUTDATED_CHECKS
from build_tools.checks.paper import PAPER_CHECKS
from build_tools.checks.privacy import PRIVACY_CHECKS
from build_tools.checks.reading import READING_CHECKS
from build_tools.checks.remainder import REMAINDER_CHECKS
from build_tools.checks.upkeep import DATED_CHECKS, UPKEEP_CHECKS
from build_tools.checks.wordings import WORDING_CHECKS
from build_tools.found import Earlier
from build_tools.model import Library
from build_tools.problems import Need, Problem

__all__ = ["CHECKS", "DATED_CHECKS", "AcceptedFinding", "Check", "Judged", "check", "together", "where_changed"]

Check = Callable[[Library], Iterator[Problem]]
Local = Callable[[Library], Iterable[Problem]]

#: What these find in a protocol, they find without the others.
LOCAL_CHECKS: tuple[Check, ...] = (
    *COVERAGE_CHECKS,
    parameter_is_used,
    contact_has_a_whole_address,
    *WORDING_CHECKS,
    *OUTDATED_CHECKS,
    *PRIVACY_CHECKS,
    *READING_CHECKS,
    *PAPER_CHECKS,
)

#: These know something of all protocols beforehand, each with what makes it know that.
INFORMED_CHECKS: Mapping[Check, Callable[[Library], Informed]] = {
    no_other_school_is_named: knowing_schools,
    links_lead_somewhere: knowing_pages,
}

#: These look at protocols beside each other, or at few things.
_OTHER_CHECKS: tuple[Check, ...] = (
    protocol_is_shown,
    *FILLING_CHECKS,
    *LOOKS_CHECKS,
    *REMAINDER_CHECKS,
    *UPKEEP_CHECKS,
)

CHECKS = (*_OTHER_CHECKS, *LOCAL_CHECKS, *INFORMED_CHECKS)


def together(library: Library) -> Iterator[Problem]:
    """What rules that look in one protocol at a time find in the whole library."""
    return (finding for rule in (*LOCAL_CHECKS, *INFORMED_CHECKS) for finding in rule(library))


def where_changed(before: Earlier) -> Local:
    """What finds the same, but looks only in protocols that are not as they were in an earlier run."""

    def find(library: Library) -> Iterator[Problem]:
        informed = [inform(library) for inform in INFORMED_CHECKS.values()]
        return found_apart(LOCAL_CHECKS, informed, library, before)

    return find


def check(
    library: Library,
    today: date | None = None,
    dead_links: Iterable[Problem] | None = None,
    local: Local = together,
) -> Judged:
    """Every finding of every check, in the order of the sources, apart from those that were accepted.

    Only with `today` is looked at what depends on the day; a build does without, so that it does not stop by itself
    later on. `dead_links` is what a look at the web gave, if there was one. `local` is `together` or `where_changed`.
    """
    found = [finding for rule in _OTHER_CHECKS for finding in rule(library)]
    found.extend(local(library))
    known: list[Need] = []
    if today:
        found.extend(finding for dated in DATED_CHECKS for finding in dated(library, today))
        known.append("day")
    if dead_links is not None:
        found.extend(dead_links)
        known.append("web")
    return judge(library, found, known)
