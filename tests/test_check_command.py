"""`protocolwijzer check`: its forms for people and programs, the day, the web, and what it may not read."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from build_tools.cli import main
from build_tools.outcome import OUTCOME_SCHEMA
from tests.host import served
from tests.library import article, edited, sources

PROTOCOL = "protocols/de-wilg/protocol.yml"
REVIEW = {"text": "Elk jaar.", "next": "2026-09-01"}
OLD = "protocol_src/protocols/de-wilg/articles/proef.yml"


def write(folder: Path, *changes: dict[str, str]) -> None:
    """The base library with these changes, as `protocol_src` in a folder."""
    merged = {path: content for change in changes for path, content in change.items()}
    for path, content in sources(merged).items():
        target = folder / "protocol_src" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the command runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return tmp_path


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments], catch_exceptions=False)


def outcome(*arguments: str) -> dict[str, object]:
    """The JSON of a check, which has its documented shape."""
    found: dict[str, object] = json.loads(check("--format", "json", *arguments).stdout)
    jsonschema.validate(found, OUTCOME_SCHEMA, format_checker=jsonschema.FormatChecker())
    return found


def codes(found: dict[str, object], part: str = "findings") -> list[str]:
    return [one["code"] for one in found[part]]  # type: ignore[attr-defined]


def test_a_warning_is_told_and_stops_nothing(folder: Path) -> None:
    write(folder, article(text="Op Hyves geldt dit ook."))
    result = check()
    assert result.exit_code == 0
    assert result.stdout == "In orde: 1 protocol, 4 regels, 1 waarschuwing.\n"
    assert result.stderr.startswith(f"{OLD}:1:")
    assert "[platform-gestopt]" in result.stderr


def test_json_tells_findings_and_what_was_accepted(folder: Path) -> None:
    reason = {"code": "platform-hernoemd", "value": "twitter", "reason": "Zo is het vastgesteld.", "on": "2026-06-01"}
    write(folder, article(text="Op Hyves en Twitter geldt dit ook.", accepted=[reason]))
    found = outcome("--today", "2026-07-01")
    assert (found["today"], codes(found), codes(found, "accepted")) == (
        "2026-07-01",
        ["platform-gestopt"],
        ["platform-hernoemd"],
    )
    assert found["summary"] == {
        "protocols": 1, "rules": 4, "errors": 0, "warnings": 1, "notices": 0, "accepted": 1,
    }  # fmt: skip
    assert found["findings"][0]["value"] == "hyves"  # type: ignore[index]
    assert found["accepted"][0]["reason"] == "Zo is het vastgesteld."  # type: ignore[index]


def test_json_tells_faults_of_form_too_and_ends_with_1(folder: Path) -> None:
    write(folder, {"site.yml": "name: [\n"})
    result = check("--format", "json")
    found = json.loads(result.stdout)
    jsonschema.validate(found, OUTCOME_SCHEMA)
    assert (result.exit_code, codes(found), found["summary"]["errors"]) == (1, ["yaml"], 1)


def test_github_shows_each_finding_at_its_line(folder: Path) -> None:
    write(folder, article(text="Op Hyves is 100% van de regels van kracht."))
    result = check("--format", "github")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"::warning file={OLD},line=1,col=")
    assert ",title=Een platform dat niet meer bestaat::Hyves is gestopt" in result.stdout
    assert result.stdout.count("\n") == 1


def test_github_reads_signs_of_its_own_as_text(folder: Path) -> None:
    write(folder, edited("site.yml", parameters={"a": "x"}), {"protocols/de-wilg/50%,a:b.txt": "x"})
    result = check("--format", "github")
    assert "file=protocol_src/protocols/de-wilg/50%25%2Ca%3Ab.txt," in result.stdout
    assert result.exit_code == 1


def test_what_was_accepted_is_shown_with_its_reason_to_who_asks(folder: Path) -> None:
    write(folder, article(text="Op Hyves.", accepted=[{"code": "platform-gestopt", "reason": "Zo is het."}]))
    assert "platform-gestopt" not in check().stderr
    assert "reden: Zo is het.\n" in check("--accepted").stderr


@pytest.mark.parametrize(
    ("today", "epoch", "expected"),
    [
        ("2026-08-01", None, ["herziening-nabij"]),
        ("2026-10-01", None, ["herziening-voorbij"]),
        (None, "1780000000", []),  # 28 May 2026
        (None, "1790812800", ["herziening-voorbij"]),  # 1 October 2026
        ("2026-05-28", "1790812800", []),
    ],
)
def test_the_day_is_given_or_that_of_source_date_epoch(
    folder: Path, monkeypatch: pytest.MonkeyPatch, today: str | None, epoch: str | None, expected: list[str]
) -> None:
    write(folder, edited(PROTOCOL, review=REVIEW))
    if epoch:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert codes(outcome(*(["--today", today] if today else []))) == expected


def test_a_day_that_is_none_is_refused(folder: Path) -> None:
    write(folder)
    assert check("--today", "morgen").exit_code == 2


def test_the_web_is_asked_only_when_asked_for(folder: Path) -> None:
    (folder / "host").mkdir()
    (folder / "host" / "er.html").write_text("er")
    with served(folder / "host") as host:
        local = host.replace("localhost", "127.0.0.1")
        write(folder, article(text=f"Zie [dit]({local}/er.html#deel) en [dat]({local}/weg.html)."))
        assert codes(outcome()) == []
        found = outcome("--links")
    assert codes(found) == ["link-dood"]
    assert found["findings"][0]["value"] == f"{local}/weg.html"  # type: ignore[index]


def test_a_link_that_was_accepted_is_needless_only_when_the_web_was_asked(folder: Path) -> None:
    (folder / "host").mkdir()
    accepted = [{"code": "link-dood", "reason": "Het archief is soms dicht."}]
    with served(folder / "host") as host:
        write(folder, article(text=f"Zie [dit]({host.replace('localhost', '127.0.0.1')}/).", accepted=accepted))
        assert codes(outcome()) == []
        assert codes(outcome("--links")) == ["acceptatie-overbodig"]


def test_a_file_that_may_not_be_read_is_a_fault_in_dutch(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, article())

    opened = os.open

    def refuse(path: str, *how: Any, **rest: Any) -> int:
        if str(path).endswith("proef.yml"):
            raise PermissionError(13, "Permission denied", path)
        return opened(path, *how, **rest)

    monkeypatch.setattr("os.open", refuse)  # rights would let the superuser through
    result = check()
    assert (result.exit_code, result.stderr.count("\n")) == (1, 2)
    assert result.stderr.startswith(f"{OLD}:1:1: u mag dit niet lezen; ")
    assert "geef uzelf leesrechten" in result.stderr
    assert "[onleesbaar]" in result.stderr


def test_a_folder_that_may_not_be_opened_is_a_fault_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, article())
    scandir = os.scandir

    def refuse(path: Path | str) -> object:
        if str(path).endswith("articles"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    result = check()
    assert result.exit_code == 1
    assert "protocol_src/protocols/de-wilg/articles:1:1: u mag dit niet lezen" in result.stderr
