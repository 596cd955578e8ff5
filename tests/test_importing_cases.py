"""Whole documents and the drafts that they make: the name of the folder is the sentence that is true."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from build_tools.importing.intake import take_in, with_draft
from build_tools.source import parse, read_folder
from tests.library import TESTS, library, sources

CASES = sorted(path for path in (TESTS / "imports").iterdir() if path.is_dir())
DAY = date(2026, 3, 2)


def drafted(case: Path) -> str:
    """What stands where in the draft of a case, without the proposals."""
    (document,) = case.glob("document.*")
    intake = take_in(document.name, document.read_bytes(), protocol="proef", library=library(), day=DAY)
    loaded = with_draft(sources(), intake.draft).protocols["proef"]
    data = {path: parse(path, text.encode()).data for path, text in intake.draft.files.items()}
    main = data["protocols/proef/protocol.yml"]
    lines = [f"{main['title']} | {main['organisation']} | {main['status']}"]
    lines += [f"besluit: {one['action']} {one['body']} {one.get('date', '-')}" for one in main.get("decisions", ())]
    lines += [f"parameter: {one['id']} ({one['type']})" for one in main.get("parameters", ())]
    lines += [f"opmerking: {one['text']}" for one in main.get("notes", ())]
    for section in loaded.sections:
        lines.append(f"## {section.record.title}" + (f" | {section.record.intro}" if section.record.intro else ""))
        for block in section.blocks:
            if hasattr(block, "rule"):
                lines.extend(_rule("artikel", block.rule))
            else:
                lines.append(f"lijst {block.record.kind}: {block.record.title} | {block.record.intro or '-'}")
                lines.extend(line for item in block.items for line in _rule("advies", item.rule))
    rest: Any = data.get("protocols/proef/rest.yml", {"entries": ()})
    lines += [
        f"rest: {one['text']} ({one['reason']}){' beslist' if 'decision' in one else ''}" for one in rest["entries"]
    ]
    return "\n".join(lines) + "\n"


def _rule(kind: str, rule: Any) -> list[str]:
    text = rule.text.replace("\n", " / ")
    notes = [f"  voetnoot {one.mark}: {one.text}" for one in rule.footnotes]
    return [f"{kind} {rule.number or '-'}: {text}", *notes, *(f"  opmerking: {one.text}" for one in rule.notes)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    assert drafted(case) == (case / "draft.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_word_of_the_document_is_lost(case: Path) -> None:
    files = read_folder(case)
    (name,) = (name for name in files if name.startswith("document."))
    intake = take_in(name, files[name], protocol="proef", library=library(), day=DAY)
    assert set(intake.draft.fates) == set(range(len(intake.paper.paragraphs)))
    for at, one in enumerate(intake.paper.paragraphs):
        fate = intake.draft.fates[at]
        assert fate.became
        assert not fate.file or fate.file == "protocol.yml" or f"protocols/proef/{fate.file}" in intake.draft.files, one
