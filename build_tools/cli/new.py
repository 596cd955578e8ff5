"""`protocolwijzer new`: a school's own project, from answers given one at a time or as options."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from build_tools.cli.shared import err, out, show, shown
from build_tools.deliver import write_files
from build_tools.findings import read
from build_tools.packaged import SOURCES
from build_tools.picture import file_fault
from build_tools.problems import SourceFaults
from build_tools.project import completed, packaged_sources
from build_tools.reading import SEEN
from build_tools.records import ProtocolFile, validate
from build_tools.renewal import record
from build_tools.source import parse
from build_tools.start import (
    Question,
    as_json,
    missing,
    project_files,
    questions,
    refusal,
    understood,
    with_suggestions,
)

#: Where answers are kept until the project is there.
ANSWERS = ".protocolwijzer/antwoorden.json"
_MODEL = "protocols/model/protocol.yml"


def _model() -> ProtocolFile:
    """The model protocol that the package brings."""
    found = validate(ProtocolFile, parse(_MODEL, (SOURCES / _MODEL).read_bytes()).data)
    assert isinstance(found, ProtocolFile)  # noqa: S101 - the tests check what the package brings
    return found


ASKED = questions(_model())


def _sentence(text: str) -> str:
    return text if text.endswith("?") else f"{text}."


def _one_option_each(command: Callable[..., None]) -> Callable[..., None]:
    for question in reversed(ASKED):
        command = click.option(question.option, question.id, metavar="TEKST", help=_sentence(question.ask))(command)
    return command


@click.command(options_metavar="[OPTIES]")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="MAP")
@click.option("--no-input", "--geen-vragen", "silent", is_flag=True, help="Vraag niets; zeg in één keer wat ontbreekt.")
@_one_option_each
def new(folder: Path, silent: bool, **given: str | None) -> None:
    """Maak in MAP een begin voor de site van uw eigen school, met een vraag per keer.

    U bouwt voort op het model dat met Protocolwijzer meekomt: in MAP komt alleen wat bij u anders is. Enter neemt het
    antwoord over dat tussen haken staat. Stop met Ctrl+C wanneer u wilt: met dezelfde opdracht gaat u verder waar u
    was. Elke vraag is ook een optie; een vraag waarvan u de optie geeft, wordt niet gesteld.

    MAP moet leeg zijn of nog niet bestaan. Er wordt nooit iets overschreven.
    """
    kept = _kept_answers(folder)
    answers = kept | {
        question.id: understood(question, value) for question in ASKED if (value := given.get(question.id)) is not None
    }
    _refuse_faulty(answers)
    answers = with_suggestions(ASKED, answers) if silent else _asked(folder, answers, resumed=bool(kept))
    _refuse_incomplete(answers)
    _write_project(folder, answers)
    is_here = folder.resolve() == Path.cwd()
    where = "deze map. Lees" if is_here else f"{shown(folder)}. Lees daar"
    out().print(f"Uw project staat in {where} LEESMIJ.md. Ga nu verder met:", markup=False)
    if not is_here:
        out().print(f"  cd {_typed(folder)}", markup=False)
    out().print("  protocolwijzer check\n  protocolwijzer build")


def _typed(folder: Path) -> str:
    """The folder as it can be typed in any terminal."""
    path = shown(folder)
    return f'"{path}"' if " " in path else path


def _kept_answers(folder: Path) -> dict[str, str]:
    """The answers of a start that was broken off. A folder with anything else in it is refused."""
    state = folder / ANSWERS
    if not state.exists():
        if folder.is_dir() and any(folder.iterdir()):
            raise click.BadParameter("deze map is niet leeg; kies een andere", param_hint="MAP")
        return {}
    try:
        found = json.loads(state.read_text(encoding="utf-8"))
        return {question.id: str(found[question.id]) for question in ASKED if question.id in found}
    except (ValueError, TypeError) as error:
        raise click.ClickException(f"{state} is niet te lezen; verwijder dat bestand en begin opnieuw") from error


def _refusal(question: Question, answer: str) -> str | None:
    """What the answer should have been; a file must be there, and be a picture."""
    expected = refusal(question, answer)
    if expected or question.kind != "picture" or not answer:
        return expected
    fault = file_fault(Path(answer).expanduser())
    return f"een ander bestand, want {fault}" if fault else None


def _refuse_faulty(answers: Mapping[str, str]) -> None:
    """Tell at once of every answer that will not do, and stop."""
    faults = [
        f'{question.option}: "{answers[question.id]}" past niet; verwacht: {expected}'
        for question in ASKED
        if question.id in answers and (expected := _refusal(question, answers[question.id]))
    ]
    if faults:
        _stop(faults)


def _refuse_incomplete(answers: Mapping[str, str]) -> None:
    """Tell at once of every answer that is still needed, and stop."""
    lacking = [f"{question.option}: {_sentence(question.ask)} {question.hint}" for question in missing(ASKED, answers)]
    if lacking:
        _stop(["Er ontbreken nog antwoorden. Geef ze als optie:", *lacking])


def _stop(lines: list[str]) -> None:
    for line in lines:
        err().print(line, style="red", markup=False)
    raise SystemExit(2)


def _asked(folder: Path, answers: Mapping[str, str], *, resumed: bool) -> dict[str, str]:
    """The answers with what was still open asked one by one; each is kept at once."""
    if resumed:
        out().print("U was hier al begonnen; uw eerdere antwoorden zijn bewaard.")
    found = dict(answers)
    try:
        for number, question in enumerate(ASKED, 1):
            if question.id not in found:
                out().print(f"\n[{number}/{len(ASKED)}] {question.hint}", style="dim", markup=False)
                found[question.id] = _ask(question, found)
                write_files(folder, {ANSWERS: as_json(found)})
        return _looked_over(folder, found)
    except click.Abort as stopped:
        err().print(f"\nGestopt. Ga later verder met: protocolwijzer new {_typed(folder)}", markup=False)
        err().print("Zonder vragen kan ook: geef --no-input, en de antwoorden als opties.")
        raise SystemExit(2) from stopped


def _ask(question: Question, answers: Mapping[str, str]) -> str:
    """One answer that will do, or an empty one where that may be."""
    suggested = answers.get(question.id) or question.suggested(answers)

    def checked(text: str) -> str:
        answer = understood(question, text)
        if not answer and question.needed(answers):
            raise click.UsageError("hier is een antwoord nodig")
        if expected := _refusal(question, answer):
            raise click.UsageError(f"verwacht: {expected}")
        return answer

    return str(
        click.prompt(
            question.ask,
            default=suggested or "",
            show_default=bool(suggested),
            value_proc=checked,
            prompt_suffix=_suffix(question),
        )
    )


def _suffix(question: Question) -> str:
    return " " if question.ask.endswith("?") else ": "


def _looked_over(folder: Path, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers after a last look: any of them can be changed by its number."""
    found = dict(answers)
    while True:
        out().print()
        for number, question in enumerate(ASKED, 1):
            out().print(f"{number:3} {question.ask}{_suffix(question)}{found[question.id] or '(leeg)'}", markup=False)
        choice = click.prompt(
            "Enter om te maken, of het nummer van wat u wilt veranderen", default="", show_default=False
        )
        if not choice:
            return found
        if choice.isdecimal() and 0 < int(choice) <= len(ASKED):
            question = ASKED[int(choice) - 1]
            found[question.id] = _ask(question, found)
            write_files(folder, {ANSWERS: as_json(found)})
        else:
            out().print(f"Dat is geen nummer van 1 tot en met {len(ASKED)}.")


def _write_project(folder: Path, answers: Mapping[str, str]) -> None:
    """The project's files; the kept answers go only when all of them are there, so that it can be done again."""
    logo = Path(answers["logo"]).expanduser().read_bytes() if answers.get("logo") else None
    files = project_files(answers, _model(), logo)
    files |= {f"protocol_src/{SEEN}": _seen(files)}
    present = [path for path, content in files.items() if _differs(folder / path, content)]
    if present:
        _stop([f"{shown(folder / path)} staat er al en is anders; er is niets overschreven" for path in present])
    write_files(folder, files)
    state = folder / ANSWERS
    state.unlink(missing_ok=True)
    if state.parent.is_dir() and not any(state.parent.iterdir()):
        state.parent.rmdir()


def _seen(files: Mapping[str, str | bytes]) -> str:
    """What the new project has seen of the model. Stops, before anything is written, if the sources have a fault."""
    own = {
        path.removeprefix("protocol_src/"): content.encode() if isinstance(content, str) else content
        for path, content in files.items()
        if path.startswith("protocol_src/")
    }
    sources = completed(own, packaged_sources())
    try:
        return record(sources, read(sources)[0])
    except SourceFaults as faults:
        show(faults.problems)
        raise SystemExit(2) from faults


def _differs(path: Path, content: str | bytes) -> bool:
    expected = content.encode() if isinstance(content, str) else content
    return path.exists() and path.read_bytes() != expected
