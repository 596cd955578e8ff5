"""What most tests start from: the small valid base library, with changes laid over it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from build_tools import plan, site
from build_tools.findings import read
from build_tools.load import load
from build_tools.model import Item, Library
from build_tools.problems import Problem, SourceFaults
from build_tools.render import Page, render
from build_tools.source import parse, read_folder
from build_tools.views.view import View

TESTS = Path(__file__).parent
PROJECT = TESTS.parent
BASE = TESTS / "base"
ARTICLES = "protocols/de-wilg/articles"

Changes = Mapping[str, str | bytes | None]


def sources(changes: Changes | None = None) -> dict[str, bytes]:
    """The base library's files with `changes` laid over them; None takes a file away."""
    files: dict[str, bytes] = read_folder(BASE)
    for path, content in (changes or {}).items():
        files.pop(path, None)
        if content is not None:
            files[path] = content.encode() if isinstance(content, str) else content
    return dict(sorted(files.items()))


def edited(path: str, **fields: Any) -> dict[str, str]:
    """A base file with some top-level fields changed, as JSON (which is YAML); None takes a field away."""
    data = parse(path, (BASE / path).read_bytes()).data | fields
    return {path: json.dumps({name: value for name, value in data.items() if value is not None})}


def article(name: str = "proef", **fields: Any) -> dict[str, str]:
    """An article file for staff on the topic `telefoon`, with some fields changed or added."""
    data: dict[str, Any] = {
        "id": name,
        "title": "Proefregel",
        "section": "regels",
        "position": 90,
        "text": "Zet de telefoon uit.",
        "audiences": ["staff"],
        "norms": [norm()],
    }
    return {f"{ARTICLES}/{name}.yml": json.dumps(data | fields)}


def norm(topic: str = "telefoon", stance: str = "required", parties: tuple[str, ...] = ("staff",), **rest: str) -> Any:
    """A norm as data."""
    return {"topic": topic, "parties": list(parties), "stance": stance, **rest}


def protocol(name: str, short_title: str, *articles: dict[str, str], **fields: Any) -> dict[str, str]:
    """A second protocol: its protocol.yml, and articles moved to its folder."""
    data: dict[str, Any] = {
        "id": name,
        "title": f"Afspraken van {short_title}",
        "short_title": short_title,
        "organisation": f"Basisschool {short_title}",
        "kind": "school",
        "summary": "Nog een verzonnen protocol.",
        "numbering": "Zonder nummers.",
        "document": {"title": "Verzonnen"},
        "sections": [{"id": "regels", "title": "Regels"}],
        "read_on": "2026-06-01",
    }
    files = {f"protocols/{name}/protocol.yml": json.dumps(data | fields)}
    for one in articles:
        files |= {path.replace("de-wilg", name): text for path, text in one.items()}
    return files


def library(*changes: Changes) -> Library:
    """The library that the base makes with these changes; fails on a fault of form."""
    merged: dict[str, str | bytes | None] = {}
    for change in changes:
        merged |= change
    return load(sources(merged))[0]


def pages_and_views(files: Mapping[str, bytes]) -> list[tuple[Page, View]]:
    """Every page of a whole site, with the view that it was made of."""
    made: list[tuple[Page, View]] = []

    def noted(view: View, **rest: Any) -> Page:
        made.append((render(view, **rest), view))
        return made[-1][0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "render", noted)
        site.make_site(files)
    return made


def item(found: Library, name: str, protocol_id: str = "de-wilg") -> Item:
    """The one item with this id."""
    (only,) = (one for one in found.protocols[protocol_id].items if one.id == name)
    return only


def findings(files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """Every fault and warning, as a reader of the command line gets them."""
    try:
        return tuple(read(files)[1])
    except SourceFaults as faults:
        return faults.problems
