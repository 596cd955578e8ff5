"""Cases as folders: the name is the sentence that is true, sources in, findings and pages out.

A case holds only what differs from `base/`: files in `sources/`, and in `without.txt` the base files to leave out.
`findings.txt` is every line that `check` prints, and `remarks.txt` what `check --vergelijking` adds. A file in
`pages/` is the page's Markdown; a line `[...]` stands for any lines, so that a case shows just what its sentence is
about.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from build_tools.load import load
from build_tools.problems import CODES
from build_tools.remarks import comparison_remarks
from build_tools.render import TEMPLATES
from build_tools.site import make_site
from build_tools.source import read_folder
from build_tools.views.joint import Share, joint_views
from tests.library import TESTS, findings, library, pages_and_views, sources

CASES = sorted(path for path in (TESTS / "cases").iterdir() if path.is_dir())
ELSEWHERE = {
    "trage-yaml": "test_source.py: no source file can take libyaml away",
    "adres-verdwenen": "test_redirects.py: the sources do not hold what was published before",
    "herziening-nabij": "test_checks.py: depends on the day",
    "herziening-voorbij": "test_checks.py: depends on the day",
    "instelling": "test_settings.py: mkdocs.yml is none of the sources",
    "link-dood": "test_check_command.py: depends on the web",
}
ANYTHING = re.compile(r"^\[\.\.\.\]\n", re.MULTILINE)


def files_of(case: Path) -> dict[str, bytes]:
    leave_out = case / "without.txt"
    without = dict.fromkeys(leave_out.read_text(encoding="utf-8").split()) if leave_out.exists() else {}
    overlay = read_folder(case / "sources") if (case / "sources").exists() else {}
    return sources({**without, **overlay})


def expected(case: Path, name: str) -> list[str]:
    """The lines of a file of the case; none when there is no such file."""
    file = case / name
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def pages_of(case: Path) -> dict[str, str]:
    folder = case / "pages"
    return {path: content.decode() for path, content in read_folder(folder).items()} if folder.exists() else {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    files = files_of(case)
    assert [str(found) for found in findings(files)] == expected(case, "findings.txt")
    if remarks := expected(case, "remarks.txt"):
        assert [str(found) for found in comparison_remarks(load(files)[0])] == remarks
    shown = pages_of(case)
    made = {page.path: page.markdown for page in make_site(files).pages} if shown else {}
    for path, text in shown.items():
        assert first_difference(text, made[path]) is None, made[path]


def first_difference(expected: str, actual: str) -> str | None:
    """The first passage of the expected text that does not stand where it should; passages keep their order."""
    start, *middle = ANYTHING.split(expected)
    if not middle:
        return None if actual == expected else expected
    *middle, end = middle
    if not actual.startswith(start):
        return start
    position = len(start)
    for passage in middle:
        found = actual.find(passage, position)
        if found < 0:
            return passage
        position = found + len(passage)
    return None if actual.endswith(end) and position + len(end) <= len(actual) else end


def test_a_case_without_findings_or_pages_says_that_all_is_well() -> None:
    assert [case.name for case in CASES if not list(case.iterdir())] == []


def test_every_code_fires_in_a_case() -> None:
    lines = [line for case in CASES for name in ("findings.txt", "remarks.txt") for line in expected(case, name)]
    fired = {line.rsplit("[", 1)[1].rstrip("]") for line in lines}
    assert fired | ELSEWHERE.keys() == CODES.keys()
    assert not fired & ELSEWHERE.keys()


def test_every_template_makes_a_page_of_a_case() -> None:
    rendered = {
        view.template
        for case in CASES
        if (shown := pages_of(case))
        for page, view in pages_and_views(files_of(case))
        if page.path in shown
    }
    around = {view.template for view in joint_views(library(), [Share(name="deel-01", protocols=(("a", "A"),))])}
    assert rendered | around == {path.name for path in TEMPLATES.glob("[!_]*.j2")}
