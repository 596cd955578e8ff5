"""Rules over a whole library: each a small generator whose docstring is the rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from build_tools.checks.coverage import COVERAGE_CHECKS
from build_tools.checks.filling import FILLING_CHECKS
from build_tools.checks.looks import LOOKS_CHECKS
from build_tools.checks.remainder import REMAINDER_CHECKS
from build_tools.checks.wordings import WORDING_CHECKS
from build_tools.model import Library
from build_tools.problems import Problem

Check = Callable[[Library], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    *COVERAGE_CHECKS,
    *FILLING_CHECKS,
    *LOOKS_CHECKS,
    *REMAINDER_CHECKS,
    *WORDING_CHECKS,
)


def check(library: Library) -> list[Problem]:
    """Every finding of every check, in the order of the sources."""
    return sorted({finding for rule in CHECKS for finding in rule(library)})
