"""What the code can do is told to who uses it: every command, field and message."""

from __future__ import annotations

import re

import pytest

from build_tools.cli import COMMANDS
from build_tools.cli.new import ASKED
from build_tools.problems import CODES
from build_tools.publishing import frame_code
from build_tools.reading import VOCABULARY
from build_tools.records import AdviceFile, ArticleFile, ProtocolFile, Record, SiteFile, nested_records
from build_tools.site import make_site
from tests.library import PROJECT, sources

RECORDS: list[type[Record]] = [SiteFile, ProtocolFile, ArticleFile, AdviceFile, *VOCABULARY.values()]


def with_nested(records: list[type[Record]]) -> list[type[Record]]:
    found = list(records)
    for record in found:
        found.extend(inner for inner in nested_records(record) if inner not in found)
    return found


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The generated pages of the guide."""
    return {page.path: page.body for page in make_site(sources()).pages if page.path.startswith("redactie/")}


@pytest.mark.parametrize("code", CODES.values(), ids=lambda code: code.id)
def test_every_message_is_explained(pages: dict[str, str], code: object) -> None:
    found = CODES[code.id]  # type: ignore[attr-defined]
    page = pages["redactie/meldingen.md"]
    assert f"{{ #{found.id} }}" in page
    assert f"Code: `{found.id}` ({found.severity})." in page
    (section,) = re.findall(rf"^## [^\n]* {{ #{found.id} }}\n(.*?)(?=^## |\Z)", page, flags=re.MULTILINE | re.DOTALL)
    assert "Oplossing: " in section
    assert len(section.split()) > 8


@pytest.mark.parametrize("record", with_nested(RECORDS), ids=lambda record: record.__name__)
def test_every_field_is_explained(pages: dict[str, str], record: type[Record]) -> None:
    page = pages["redactie/velden.md"]
    (section,) = re.findall(
        rf"{{ #{record.__name__.lower()} }}\n(.*?)(?=^## |\Z)", page, flags=re.MULTILINE | re.DOTALL
    )
    rows = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| (?:ja|nee) \| ([^|]+) \|$", section, flags=re.MULTILINE))
    assert list(rows) == list(record.__struct_fields__)
    assert all(len(words) > 5 for words in rows.values())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert re.search(rf"^\| `{command}\b", (PROJECT / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)


def test_the_guide_on_publishing_shows_the_code_of_a_frame_as_it_is_made() -> None:
    guide = (PROJECT / "docs" / "redactie" / "publiceren.md").read_text(encoding="utf-8")
    made = frame_code("ouders", "https://ADRES-VAN-UW-SITE/inbedden/ouders/", "Afspraken voor ouders")
    assert "".join(made.split()) in "".join(guide.split())


@pytest.mark.parametrize("command", ["build", "check", "serve"])
def test_what_an_editor_types_is_in_the_guide(command: str) -> None:
    assert f"protocolwijzer {command}" in (PROJECT / "docs" / "redactie" / "index.md").read_text(encoding="utf-8")


def test_every_question_of_a_new_project_is_in_the_guide() -> None:
    guide = (PROJECT / "docs" / "redactie" / "beginnen.md").read_text(encoding="utf-8")
    assert [question.option for question in ASKED if f"`{question.option}`" not in guide] == []


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "README.nl.md",
        "docs/redactie/index.md",
        "docs/redactie/publiceren.md",
        "docs/redactie/beginnen.md",
        "docs/ontwikkelaars/architecture.md",
    ],
)
def test_no_document_names_a_command_that_is_not_there(name: str) -> None:
    text = (PROJECT / name).read_text(encoding="utf-8")
    commands = set(re.findall(r"`(?:uv run --no-sync )?protocolwijzer (\w+)", text))
    assert commands <= {*COMMANDS, "COMMAND"}


def test_every_link_to_a_message_leads_to_one(pages: dict[str, str]) -> None:
    for path in (PROJECT / "docs").rglob("*.md"):
        for page, anchor in re.findall(
            r"\]\((?:\.\./redactie/)?(meldingen|velden)\.md#([\w-]+)\)", path.read_text(encoding="utf-8")
        ):
            assert f"{{ #{anchor} }}" in pages[f"redactie/{page}.md"], f"{path.name}: {page}#{anchor}"


def test_the_changelog_has_an_entry_for_what_comes_next() -> None:
    text = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## ", text, flags=re.MULTILINE)
