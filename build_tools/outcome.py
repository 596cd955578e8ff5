"""What a check found, for other programs: JSON with its schema, and annotations of a GitHub workflow."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from build_tools.checks import AcceptedFinding
from build_tools.model import Library
from build_tools.problems import CODES, Problem, Severity

SCHEMA_VERSION = 1
_LEVELS: dict[Severity, str] = {"fout": "error", "waarschuwing": "warning", "opmerking": "notice"}


def as_json(
    problems: Sequence[Problem], accepted: Sequence[AcceptedFinding], library: Library | None, today: date
) -> str:
    """The outcome as JSON, in the shape of `OUTCOME_SCHEMA`."""
    protocols = tuple(library.protocols.values()) if library else ()
    levels = [_LEVELS[found.severity] for found in problems]
    content = {
        "schema_version": SCHEMA_VERSION,
        "today": str(today),
        "summary": {
            "protocols": len(protocols),
            "rules": sum(len(protocol.items) for protocol in protocols),
            **{f"{level}s": levels.count(level) for level in _LEVELS.values()},
            "accepted": len(accepted),
        },
        "findings": [_finding(found) for found in problems],
        "accepted": [
            _finding(one.problem)
            | {"reason": one.acceptance.reason, "on": str(one.acceptance.on) if one.acceptance.on else None}
            for one in accepted
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _finding(found: Problem) -> dict[str, Any]:
    return {
        "file": found.place.file,
        "line": found.place.line,
        "column": found.place.column,
        "severity": _LEVELS[found.severity],
        "code": found.code,
        "title": CODES[found.code].title,
        "what": found.what,
        "expected": found.expected,
        "remedy": found.remedy,
        "value": found.value or None,
        "acceptable": CODES[found.code].acceptable,
    }


def as_annotations(problems: Iterable[Problem]) -> str:
    """A line for each problem that GitHub shows beside the line of the file.

    Form: docs.github.com, workflow commands: `::warning file=...,line=...,col=...,title=...::message`.
    """
    return "".join(f"{_annotation(found)}\n" for found in problems)


def _annotation(found: Problem) -> str:
    place = found.place
    where = {"file": place.file, "line": place.line, "col": place.column, "title": CODES[found.code].title}
    properties = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in where.items())
    message = f"{found.what}; verwacht: {found.expected}; {found.remedy} [{found.code}]"
    return f"::{_LEVELS[found.severity]} {properties}::{_escaped(message)}"


def _escaped(text: str, also: str = "") -> str:
    """Text as a workflow command reads it: percent signs, line ends, and in a property `also` what divides them."""
    for sign in f"%\r\n{also}":
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


_TEXT: dict[str, Any] = {"type": "string"}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_FINDING: dict[str, dict[str, Any]] = {
    "file": {"type": "string", "description": "Path as seen from where the command ran, with forward slashes."},
    "line": {"type": "integer", "minimum": 1},
    "column": {"type": "integer", "minimum": 1},
    "severity": {"enum": list(_LEVELS.values()), "description": "Only an error stops a build."},
    "code": {"enum": list(CODES), "description": "The anchor of its explanation on the page redactie/meldingen/."},
    "title": _TEXT,
    "what": _TEXT,
    "expected": _TEXT,
    "remedy": _TEXT,
    "value": {"type": ["string", "null"], "description": "What an acceptance can name to cover only this."},
    "acceptable": {"type": "boolean"},
}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


#: JSON Schema (draft 2020-12) of the outcome; a change of shape is a new `schema_version`.
OUTCOME_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Uitkomst van protocolwijzer check",
    **_object(
        {
            "schema_version": {"const": SCHEMA_VERSION},
            "today": {"type": "string", "format": "date", "description": "The day that dates were compared with."},
            "summary": _object(
                dict.fromkeys(("protocols", "rules", "errors", "warnings", "notices", "accepted"), _COUNT)
            ),
            "findings": {"type": "array", "items": _object(_FINDING)},
            "accepted": {
                "type": "array",
                "items": _object(
                    _FINDING | {"reason": _TEXT, "on": {"type": ["string", "null"], "format": "date"}},
                ),
            },
        }
    ),
}
