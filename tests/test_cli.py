"""The command line: what each command does, says and leaves on disk, and how it ends."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from build_tools.cli import COMMANDS, main
from build_tools.cli import build as build_command
from build_tools.cli import serve as serve_command
from build_tools.problems import CODES, BuildStopped
from tests.library import BASE, TESTS
from tests.project import small_project

FAULTY = TESTS / "cases" / "every-fault-of-several-files-comes-in-one-run"
RULE = "protocol_src/protocols/de-wilg/articles/telefoon-in-de-tas.yml"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a small project, which is also where commands run."""
    monkeypatch.chdir(tmp_path)
    small_project(tmp_path)
    return tmp_path


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def spoil(project: Path) -> str:
    """Put a fault in a source; the line that reports it."""
    rule = project / RULE
    rule.write_text(rule.read_text().replace("stance: required", "stance: requird"))
    return f'{RULE}:11:5: "requird" is geen waarde van norms[1].stance'


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_check_says_that_all_is_well(project: Path) -> None:
    result = invoke("check")
    assert (result.exit_code, result.stdout) == (0, "In orde: 1 protocol, 3 regels, 0 waarschuwingen.\n")
    assert result.stderr == ""


def test_check_tells_every_fault_with_its_place_and_remedy(project: Path) -> None:
    place = spoil(project)
    result = invoke("check")
    assert result.exit_code == 1
    line, count = result.stderr.splitlines()
    assert line.startswith(place)
    assert line.endswith('bedoelde u "required"? [onbekende-waarde]')
    assert count == "1 fout, 0 waarschuwingen. De site blijft zoals hij was."
    assert result.stdout == ""


def test_check_tells_the_faults_of_all_files_in_one_run(project: Path) -> None:
    shutil.copytree(FAULTY / "sources", project / "protocol_src", dirs_exist_ok=True)
    result = invoke("check")
    expected = (FAULTY / "findings.txt").read_text(encoding="utf-8").splitlines()
    assert result.stderr.splitlines()[:-1] == [f"protocol_src/{line}" for line in expected]
    assert result.exit_code == 1


def test_what_stops_a_build_is_told_before_what_does_not(project: Path) -> None:
    rule, settings = project / RULE, project / "protocol_src" / "protocols" / "de-wilg" / "protocol.yml"
    rule.write_text(rule.read_text().replace("Zet je telefoon uit", "Zet je 2 telefoons uit"))
    settings.write_text(settings.read_text() + "values:\n  naam: De Wilg\n")
    fault, between, warning, count = invoke("check").stderr.splitlines()
    assert "[getal-wijkt-af]" in fault
    assert between == "Waarschuwingen, die niets tegenhouden:"
    assert "[waarde-zonder-parameter]" in warning
    assert count == "1 fout, 1 waarschuwing. De site blijft zoals hij was."


def test_a_command_that_is_not_there_gets_a_suggestion() -> None:
    result = invoke("chekc")
    assert result.exit_code == 2
    assert "Het commando chekc bestaat niet. Bedoelde u 'check'?" in result.stderr


def test_a_warning_holds_nothing_up(project: Path) -> None:
    settings = project / "protocol_src" / "site.yml"
    settings.write_text(settings.read_text() + "parameters:\n  naam: De Wilg\n")
    result = invoke("check")
    assert result.exit_code == 0
    assert "[waarde-zonder-parameter]" in result.stderr
    assert "1 waarschuwing." in result.stdout


def test_brackets_in_a_message_are_not_taken_for_colours(project: Path) -> None:
    rule = project / RULE
    rule.write_text(rule.read_text().replace("topic: telefoon", 'topic: "[bold]telefoon[/bold]"'))
    assert "past niet bij norms[1].topic" in (stderr := invoke("check").stderr)
    assert stderr.count("\n") == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["onbekend"],
        ["check", "--source", "weg"],
        ["check", "--onbekend"],
        ["build", "--config", "weg.yml"],
        ["render"],
        ["render", "docs/nieuw"],
        ["render", "protocol_src"],
        ["render", "overrides"],
        ["diff"],
        ["diff", "--from", "bestaat-niet"],
    ],
)
def test_what_cannot_be_run_ends_with_2_and_changes_nothing(project: Path, arguments: list[str]) -> None:
    before = contents(project)
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert result.stderr != ""
    assert contents(project) == before


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "De schijf is vol (site/index.html). Maak ruimte en probeer het opnieuw."),
        (errno.EDQUOT, "De schijf is vol (site/index.html). Maak ruimte en probeer het opnieuw."),
        (
            errno.EACCES,
            "Geen toegang (site/index.html). Zorg dat u hier mag lezen en schrijven, ook in de map erboven.",
        ),
        (errno.EROFS, "Geen toegang (site/index.html). Zorg dat u hier mag lezen en schrijven, ook in de map erboven."),
        (errno.EIO, "Lezen of schrijven lukt niet (site/index.html): de schijf geeft een fout."),
    ],
)
def test_what_the_disk_refuses_is_told_and_ends_with_2(
    project: Path, monkeypatch: pytest.MonkeyPatch, number: int, told: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), "site/index.html")

    monkeypatch.setattr(build_command, "build_site", refuse)
    result = invoke("build")
    assert result.exit_code == 2
    assert result.stderr.lstrip() == f"{told}\nEr is niets veranderd.\n"


def test_any_command_tells_in_dutch_that_it_may_not_write(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "afspraken.txt").write_text("Afspraken\n\n1. Leerlingen bellen niet in de les.\n")

    def refuse(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)  # a real one would let the superuser through
    for arguments in (["import", "afspraken.txt"], ["schema"]):
        result = invoke(*arguments)
        assert result.exit_code == 2
        assert result.stderr.lstrip().startswith("Geen toegang (")


@pytest.mark.parametrize("arguments", [["check"], ["build"], ["publish"], ["explain", "x"], ["import", "a.txt"]])
def test_outside_a_project_one_is_told_to_go_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Afspraken\n")
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert "Ga eerst naar de map van uw project" in result.stderr
    assert "protocolwijzer new" in result.stderr


def test_render_writes_pages_and_data_and_takes_the_hand_written_ones_along(project: Path) -> None:
    result = invoke("render", "uit")
    assert result.exit_code == 0
    written = contents(project / "uit")
    assert {"index.md", "medewerkers.md", "protocollen/de-wilg.md", "data/articles.json", "redactie/index.md"} <= set(
        written
    )
    assert written["medewerkers.md"].startswith(b"---\ntitle:")
    assert result.stdout.endswith("staan in uit.\n")


def test_render_twice_writes_the_same_bytes_and_nothing_old_stays(project: Path) -> None:
    invoke("render", "uit")
    first = contents(project / "uit")
    (project / "uit" / "oud.md").write_text("weg")
    assert invoke("render", "uit").exit_code == 0
    assert contents(project / "uit") == first


def test_render_leaves_the_last_folder_when_a_source_has_a_fault(project: Path) -> None:
    invoke("render", "uit")
    before = contents(project)
    spoil(project)
    assert invoke("render", "uit").exit_code == 1
    after = contents(project)
    changed = {path for path in before if before[path] != after[path]}
    assert {path for path in changed if not path.startswith(".cache/")} == {RULE}
    assert after.keys() == before.keys()


def test_schema_writes_a_schema_for_every_kind_and_keeps_other_settings(project: Path) -> None:
    settings = project / ".vscode" / "settings.json"
    settings.parent.mkdir()
    settings.write_text('{"editor.rulers": [100]}')
    assert invoke("schema", "schemas").exit_code == 0
    written = json.loads(settings.read_text())
    assert written["editor.rulers"] == [100]
    named = {Path(one).name for one in written["yaml.schemas"]}
    of_extending = {f"{kind}-of-extending.schema.json" for kind in ("protocol", "article", "advice")}
    assert {path.name for path in (project / "schemas").iterdir()} == named | of_extending


def test_schema_can_leave_the_editor_alone_and_refuses_settings_it_cannot_read(project: Path) -> None:
    assert invoke("schema", "schemas", "--no-editor").exit_code == 0
    assert not (project / ".vscode").exists()
    (project / ".vscode").mkdir()
    (project / ".vscode" / "settings.json").write_text("// opmerking\n{}")
    result = invoke("schema", "schemas")
    assert result.exit_code == 1
    assert "geen geldige JSON" in result.stderr
    assert (project / ".vscode" / "settings.json").read_text() == "// opmerking\n{}"


@pytest.fixture
def without_mkdocs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that takes no time: test_plugin does the real one."""
    monkeypatch.setattr(build_command, "show_log", lambda: None)
    monkeypatch.setattr(serve_command, "show_log", lambda: None)


def test_build_says_where_the_site_is_and_how_to_look_at_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, without_mkdocs: None
) -> None:
    monkeypatch.setattr(build_command, "build_site", lambda *_, **__: project / "site")
    result = invoke("build")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].startswith(
        "De site staat in site. Bekijk hem: python -m http.server --directory site"
    )


def test_build_stopped_by_mkdocs_ends_with_1(
    project: Path, monkeypatch: pytest.MonkeyPatch, without_mkdocs: None
) -> None:
    def stop(*_: object, **__: object) -> Path:
        raise BuildStopped("Aborted with 1 warnings in strict mode!")

    monkeypatch.setattr(build_command, "build_site", stop)
    result = invoke("build")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines()[-1] == "De site blijft zoals hij was."


def test_serve_starts_the_preview_at_the_address(
    project: Path, monkeypatch: pytest.MonkeyPatch, without_mkdocs: None
) -> None:
    started: list[tuple[Path, tuple[str, int]]] = []
    monkeypatch.setattr(serve_command, "preview", lambda config, address, *_: started.append((config, address)))
    assert invoke("serve", "--address", "127.0.0.1:8123").exit_code == 0
    assert started == [(Path("mkdocs.yml"), ("127.0.0.1", 8123))]


def test_serve_says_in_dutch_why_it_does_not_start(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ("onzin", "127.0.0.1:99999"):
        assert "verwacht: een adres en een poort" in invoke("serve", "--address", wrong).stderr
    Path("mkdocs.yml").write_text("site_name: [\n", encoding="utf-8")
    faulty = invoke("serve")
    assert faulty.exit_code == 1
    assert "De voorvertoning is niet begonnen" in faulty.stderr


def test_serve_ends_quietly_from_the_keyboard(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(serve_command, "preview", stopped)
    result = invoke("serve")
    assert (result.exit_code, result.stdout) == (0, "De voorvertoning is gestopt.\n")


def test_an_address_in_use_is_told_with_another_to_try(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EADDRINUSE, "Address already in use")

    monkeypatch.setattr(serve_command, "preview", refuse)
    result = invoke("serve")
    assert result.exit_code == 2
    assert "--address 127.0.0.1:8001" in result.stderr


def test_a_day_in_another_form_is_refused_in_dutch(project: Path) -> None:
    result = invoke("check", "--today", "31-12-2026")
    assert result.exit_code == 2
    assert "31-12-2026 is geen datum" in result.stderr
    assert "2026-08-31" in result.stderr


@pytest.mark.parametrize("moment", ["", "gisteren", "-1", "1.5", "\u0661", "4354819200", "9" * 5000])
def test_a_day_of_the_surroundings_that_is_none_is_refused_in_dutch(
    project: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
    result = invoke("build")
    assert result.exit_code == 2
    assert f'SOURCE_DATE_EPOCH is "{moment}"; verwacht: een aantal seconden' in result.stderr
    assert not (project / "site").exists()


@pytest.mark.parametrize("moment", ["0", "1767225600", "4354819199"])
def test_a_day_of_the_surroundings_is_taken(project: Path, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
    assert invoke("check").exit_code == 0


def test_diff_tells_what_changed_since_a_folder(project: Path) -> None:
    shutil.copytree(BASE, project / "oud")
    assert "Er is niets veranderd." in invoke("diff", "--from", "oud").stdout
    rule = project / RULE
    rule.write_text(rule.read_text().replace("stance: required", "stance: recommended"))
    result = invoke("diff", "--from", "oud")
    assert result.exit_code == 0
    assert "### Soepeler" in result.stdout
    assert invoke("diff", "--from", "oud", "--output", "uit/wijzigingen.md").stdout == ""
    assert (project / "uit" / "wijzigingen.md").read_text() == result.stdout


def command_of(name: str) -> click.Command:
    found = main.get_command(click.Context(main), name) if name else main
    assert found
    return found


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_in_dutch_and_says_all(command: str) -> None:
    result = invoke(*([command] if command else []), "--help")
    assert result.exit_code == 0
    assert result.output.startswith("Gebruik:")
    english = ("Usage", "Options", "Commands", "Show this message", "[default", "required")
    assert [word for word in english if word in result.output] == []
    parameters = command_of(command).params
    for parameter in parameters:
        assert isinstance(parameter, click.Argument) or parameter.opts[0] in result.output
        assert isinstance(parameter, click.Argument) or parameter.help or "--help" in parameter.opts


def test_the_list_of_commands_says_what_each_does() -> None:
    shown = invoke("--help").output
    assert [name for name in COMMANDS if f"  {name} " not in shown] == []
    for name, text in COMMANDS.items():
        assert (command_of(name).help or "").startswith(text)


def test_an_unknown_command_is_refused() -> None:
    result = invoke("bestaat-niet")
    assert result.exit_code == 2
    assert "bestaat-niet" in result.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented_in_dutch(command: str) -> None:
    words = command_of(command).help or ""
    assert len(words) > 60
    assert words.split()[0] in ("Bouw", "Controleer", "Schrijf", "Toon", "Vertel", "Maak")


def protocolwijzer(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The installed command in a process of its own, as a terminal of 60 columns would run it."""
    return subprocess.run(
        [Path(sys.executable).parent / "protocolwijzer", *arguments],
        cwd=cwd,
        env=os.environ | {"COLUMNS": "60", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_installed_command_ends_with_0_1_or_2(project: Path) -> None:
    well = protocolwijzer("check", cwd=project)
    assert (well.returncode, well.stdout.split(":")[0], well.stderr) == (0, "In orde", "")
    place = spoil(project)
    ill = protocolwijzer("check", cwd=project)
    assert (ill.returncode, ill.stdout) == (1, "")
    assert ill.stderr.startswith(place), "a message is never broken over lines, so that editors can follow it"
    assert protocolwijzer("chek", cwd=project).returncode == 2


@pytest.mark.parametrize(
    ("ending", "code"), [("raise SystemExit(2)", 2), ("raise SystemExit", 0), ("raise OSError('op')", 1)]
)
def test_a_process_ends_with_its_code_and_all_that_was_to_be_done(ending: str, code: int) -> None:
    program = f"""
import atexit, sys
from build_tools import cli

def main():
    atexit.register(print, "gedaan", end="")
    {ending}

cli.main = main
cli.run()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (code, "gedaan")
    assert ("OSError: op" in done.stderr) == (code == 1)


def test_every_code_says_how_to_mend_it() -> None:
    assert [code.id for code in CODES.values() if not (code.title and code.explanation and code.remedy)] == []
