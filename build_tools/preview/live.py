"""A site that follows its sources: what it is now, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from secrets import token_bytes

from msgspec import Struct

from build_tools.findings import judged_library
from build_tools.kept import anew
from build_tools.load import load_partly
from build_tools.model import Library
from build_tools.parsing import Reread
from build_tools.plan import Plan, plan_site, planned_page
from build_tools.poster import can_print
from build_tools.preview.house import House, set_up
from build_tools.preview.notice import NO_SITE, NOT_YET, STAYS, Fault, Notice, of_sources
from build_tools.preview.pages import BARE, Answer, Edition, Pages
from build_tools.preview.watched import Inputs, look, watched
from build_tools.printing import kept_size, print_all
from build_tools.problems import BuildStopped, Problem, SourceFaults, errors, located
from build_tools.settings import SettingsFaults, shown
from build_tools.site import outline
from build_tools.texts import LookAgain
from build_tools.views.sheets import Sheet, sheets
from build_tools.views.shelf import Shelf


class _Unchecked(Struct, frozen=True, kw_only=True):
    """Sources that are shown already, but whose contents were not looked at yet."""

    files: Mapping[str, bytes]
    library: Library
    problems: Sequence[Problem]


class Live:
    """The site of a project as its files are now. What was good stays until there is something better.

    `take` and `check` are for one thread; any may ask for an answer. Raises BuildStopped, at the start only, when the
    project's settings cannot be read.
    """

    def __init__(self, config_file: Path) -> None:
        self.watched = watched(config_file)
        self.notice = Notice()
        self._config_file = config_file.absolute()
        self._inputs: Inputs | None = None
        self._edition: Edition | None = None
        self._is_furnished = False
        self._unchecked: _Unchecked | None = None
        self._remarks: frozenset[str] = frozenset()
        self._parse = Reread()
        self._look = LookAgain()
        self._pages = Pages()
        self._sizes: dict[str, int | None] = {}
        self.take()

    def answer(self, address: str) -> Answer:
        """What a browser gets for an address."""
        edition = self._edition
        return self._pages.answer(edition, address) if edition else Answer(body=BARE, status=503, is_page=True)

    def notice_at(self, address: str) -> Notice:
        """What a reader of this address has to know."""
        failed = self._pages.failure(self._edition, address) if self._edition else None
        if failed is None:
            return self.notice
        return Notice(lead=self.notice.lead or STAYS, faults=(*self.notice.faults, failed))

    def take(self, changed: Collection[Path] | None = None) -> bool:
        """Look again at the files that may have changed, or at all of them; whether anything did."""
        before = self._inputs
        if changed is None or self._config_file in changed:
            before = before if self._knows_where() else None
        try:
            self._inputs = look(self.watched, before, changed)
        except SourceFaults as faults:
            self._inputs = None
            self._refuse(self._told(faults.problems))
            return True
        if self._inputs == before:
            return False
        self._is_furnished = self._is_furnished and before is not None and self._inputs.looks == before.looks
        self._make(self._inputs.files)
        return True

    def _knows_where(self) -> bool:
        """Look in the settings which files there are; whether they are the same as before."""
        known = self.watched
        with suppress(BuildStopped):  # told when the house is set up
            self.watched = watched(self._config_file)
        return self.watched == known

    def check(self) -> list[str]:
        """Look at the contents of what `take` took; gives the warnings that were not there before."""
        waiting, self._unchecked = self._unchecked, None
        if waiting is None:
            return []
        found = judged_library(waiting.files, (waiting.library, waiting.problems)).remaining
        faults = self._told(errors(found))
        self.notice = Notice(lead=NOT_YET, faults=faults) if faults else Notice()
        return self._new_remarks(found)

    def _make(self, files: Mapping[str, bytes]) -> None:
        """A new edition of the site, unless the sources have faults of form."""
        self._parse.again()
        library, problems = load_partly(files, self._parse, self._look)
        if library is None or errors(problems):
            self._refuse(self._told(errors(judged_library(files, (library, problems)).remaining)))
            return
        try:
            self._edition = self._edition_of(library)
        except SettingsFaults as faults:
            self._refuse(of_sources(faults.problems))
            return
        except BuildStopped as stopped:
            self._refuse((Fault(what=str(stopped), said=str(stopped)),))
            return
        self._unchecked = _Unchecked(files=files, library=library, problems=problems)
        if self.notice.lead != NOT_YET:  # what was wrong with the contents stands until they were looked at again
            self.notice = Notice()

    def _edition_of(self, library: Library) -> Edition:
        """The site of a library, in the house that there is if that still fits. Raises BuildStopped."""
        shelf = Shelf(sheets=tuple(sheets(library)), size_of=self._size if can_print() else None)
        plan, before = plan_site(library, shelf), self._edition
        if before and self._is_furnished and outline(before.plan) == outline(plan):
            house, seal = before.house, before.seal
        else:
            self._is_furnished = False
            house, seal = self._house_for(plan, before), token_bytes()
            self._is_furnished = True
        return Edition(
            plan=plan,
            house=house,
            seal=seal,
            files=_made_together(plan),
            sheets={sheet.path: sheet for sheet in shelf.sheets},
            print_sheet=self._print,
        )

    def _house_for(self, plan: Plan, before: Edition | None) -> House:
        def markdown(path: str) -> str:
            return planned_page(plan, path).markdown

        return set_up(self._config_file, outline(plan), markdown, before.house if before else None)

    def _size(self, sheet: Sheet) -> int | None:
        """The size of a sheet when it was last printed: looked up once, since that asks for all that stands on it."""
        if sheet.path not in self._sizes and self._edition:
            self._sizes[sheet.path] = kept_size(sheet, self._edition.house.pdf_cache)
        return self._sizes.get(sheet.path)

    def _print(self, sheet: Sheet, cache: Path) -> bytes:
        made = print_all([sheet], cache=cache)[sheet.path]
        self._sizes[sheet.path] = len(made)
        return made

    def _refuse(self, faults: tuple[Fault, ...]) -> None:
        """Keep what was good."""
        self._unchecked = None
        self.notice = Notice(lead=STAYS if self._edition else NO_SITE, faults=faults)

    def _told(self, problems: Iterable[Problem]) -> tuple[Fault, ...]:
        """Faults with their places as seen from where the command was given."""
        return of_sources(located(problems, shown(self.watched.source)))

    def _new_remarks(self, found: Iterable[Problem]) -> list[str]:
        placed = located(found, shown(self.watched.source))
        remarks = [str(one) for one in placed if one.severity != "fout"]
        new = [one for one in remarks if one not in self._remarks]
        self._remarks = frozenset(remarks)
        return new


def _made_together(plan: Plan) -> dict[str, Callable[[], Mapping[str, str]]]:
    """For each data file what makes it and those that are made with it, once."""
    groups = [(group.paths, cache(partial(group.make, anew))) for group in plan.data]
    return {path: make for paths, make in groups for path in paths}
