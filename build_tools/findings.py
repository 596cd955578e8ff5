"""What is found in sources: everything that is wrong in them, or the library that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from build_tools.checks import AcceptedFinding, check, together, where_changed
from build_tools.found import Earlier
from build_tools.load import load_partly
from build_tools.model import Library
from build_tools.parsing import Parse
from build_tools.plan import page_addresses
from build_tools.problems import Place, Problem, SourceFaults, did_you_mean, errors, problem
from build_tools.redirects import redirect_problems
from build_tools.render import PICTOGRAMS
from build_tools.renewal import renewals
from build_tools.source import parse


class Findings(Struct, frozen=True, kw_only=True):
    """What a check found: the library as far as it is sound, what remains to be looked at, and what was accepted."""

    library: Library | None
    remaining: tuple[Problem, ...]
    accepted: tuple[AcceptedFinding, ...]


def findings(
    files: Mapping[str, bytes],
    today: date | None = None,
    dead_links: Callable[[Library], Iterable[Problem]] | None = None,
    parse: Parse = parse,
    before: Earlier | None = None,
) -> Findings:
    """Every problem in the sources; with `today` and `dead_links` also what depends on the day and on the web.

    What was found `before` need not be found again.
    """
    return judged_library(files, load_partly(files, parse, before=before), today, dead_links, before)


def judged_library(
    files: Mapping[str, bytes],
    loaded: tuple[Library | None, Sequence[Problem]],
    today: date | None = None,
    dead_links: Callable[[Library], Iterable[Problem]] | None = None,
    before: Earlier | None = None,
) -> Findings:
    """What `findings` gives, of sources that were loaded: as far as they are sound, and with what is wrong in them."""
    library, problems = loaded
    if library is None:
        return Findings(library=None, remaining=tuple(problems), accepted=())
    dead = dead_links(library) if dead_links else None
    is_whole = not errors(problems)  # a protocol of which a part is missing follows from more than its own files
    judged = check(library, today, dead, where_changed(before) if before and is_whole else together)
    found = [*judged.remaining, *_undrawn(library)]
    sure = _sure(found, problems) if errors(problems) else [*found, *_moved_wrongly(library)]
    remaining = tuple(sorted({*problems, *sure, *renewals(files, library)}))
    return Findings(library=library, remaining=remaining, accepted=judged.accepted)


def read(
    files: Mapping[str, bytes], parse: Parse = parse, before: Earlier | None = None
) -> tuple[Library, list[Problem]]:
    """The checked library and its warnings, on any day the same; `before` as in `findings`.

    Raises SourceFaults with every fault.
    """
    found = findings(files, parse=parse, before=before)
    if found.library is None or errors(found.remaining):
        raise SourceFaults(found.remaining)
    return found.library, list(found.remaining)


def _undrawn(library: Library) -> Iterator[Problem]:
    """A pictogram of the vocabulary has a drawing in the package."""
    drawn = {path.stem for path in PICTOGRAMS.glob("*.svg")}
    for name in library.vocabulary.pictograms:
        if name not in drawn:
            yield problem(
                "onbekende-verwijzing",
                Place(file="vocabulary/pictograms.yml"),
                what=f'van pictogram "{name}" is er geen tekening',
                expected="een pictogram dat Protocolwijzer heeft",
                remedy=did_you_mean(name, drawn),
            )


def _moved_wrongly(library: Library) -> Iterator[Problem]:
    """Faults in the table of moved addresses."""
    if library.site.redirects and not library.site.shares:  # each share tells of its own
        yield from redirect_problems(library, page_addresses(library))


def _sure(found: Iterable[Problem], problems: Iterable[Problem]) -> list[Problem]:
    """Faults of content that do not follow from one of form: no warnings, and nothing about a file that has one."""
    faulty = {fault.place.file for fault in errors(problems)}
    return [fault for fault in errors(found) if fault.place.file not in faulty]
