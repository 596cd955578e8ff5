"""Rules over a whole library: each a small generator whose docstring is the rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from build_tools.checks.acceptance import AcceptedFinding, Judged, judge
from build_tools.checks.apart import found_apart, source_keys
from build_tools.checks.coverage import COVERAGE_CHECKS
from build_tools.checks.filling import FILLING_CHECKS
from build_tools.checks.links import LINK_CHECKS
from build_tools.checks.looks import LOOKS_CHECKS
from build_tools.checks.names import NAME_CHECKS
from build_tools.checks.outdated import OUTDATED_CHECKS
from build_tools.checks.paper import PAPER_CHECKS
from build_tools.checks.privacy import PRIVACY_CHECKS
from build_tools.checks.reading import READING_CHECKS
from build_tools.checks.remainder import REMAINDER_CHECKS
from build_tools.checks.upkeep import DATED_CHECKS, UPKEEP_CHECKS
from build_tools.checks.wordings import WORDING_CHECKS
from build_tools.model import Library
from build_tools.problems import Need, Problem

__all__ = ["CHECKS", "DATED_CHECKS", "AcceptedFinding", "Check", "Judged", "check", "found_apart", "source_keys"]

Check = Callable[[Library], Iterator[Problem]]
Local = Callable[[Sequence[Check], Library], Iterable[Problem]]

#: What these find in a protocol, they find without the others.
LOCAL_CHECKS: tuple[Check, ...] = (*WORDING_CHECKS, *OUTDATED_CHECKS, *PRIVACY_CHECKS, *READING_CHECKS, *PAPER_CHECKS)

_OTHER_CHECKS: tuple[Check, ...] = (
    *COVERAGE_CHECKS,
    *FILLING_CHECKS,
    *LOOKS_CHECKS,
    *REMAINDER_CHECKS,
    *UPKEEP_CHECKS,
    *NAME_CHECKS,
    *LINK_CHECKS,
)

CHECKS = (*_OTHER_CHECKS, *LOCAL_CHECKS)


def _everywhere(rules: Sequence[Check], library: Library) -> Iterator[Problem]:
    """What rules find in the whole library."""
    return (finding for rule in rules for finding in rule(library))


def check(
    library: Library,
    today: date | None = None,
    dead_links: Iterable[Problem] | None = None,
    local: Local = _everywhere,
) -> Judged:
    """Every finding of every check, in the order of the sources, apart from those that were accepted.

    Only with `today` is looked at what depends on the day; a build does without, so that it does not stop by itself
    later on. `dead_links` is what a look at the web gave, if there was one. `local` gives what LOCAL_CHECKS find.
    """
    found = [finding for rule in _OTHER_CHECKS for finding in rule(library)]
    found.extend(local(LOCAL_CHECKS, library))
    known: list[Need] = []
    if today:
        found.extend(finding for dated in DATED_CHECKS for finding in dated(library, today))
        known.append("day")
    if dead_links is not None:
        found.extend(dead_links)
        known.append("web")
    return judge(library, found, known)
