"""A school's new project: the questions, the answers that will do, the folder it may stand in, and what it makes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from build_tools.cli import main
from build_tools.cli.new import ANSWERS, ASKED
from build_tools.deliver import write_files
from build_tools.findings import read
from build_tools.picture import picture_fault
from build_tools.project import completed, packaged_sources, read_project
from build_tools.site import make_site
from build_tools.start import Question, refusal

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>'

#: An answer to every question, in the order of asking.
ANSWERED = {
    "school": "De Vlier",
    "instelling": "Stichting De Heggen",
    "bevoegd_gezag": "Bestuur van De Heggen",
    "vragen_functie": "de directie",
    "vragen_telefoon": "013 555 01 23",
    "vragen_email": "info@school.example",
    "pers_functie": "de woordvoerder",
    "pers_telefoon": "013 555 01 24",
    "pers_email": "pers@school.example",
    "kleur": "#7a1fa2",
    "logo": "logo.svg",
    "datum_instemming": "2026-09-15",
    "datum_vaststelling": "2026-10-01",
    "evaluatie": "2028-09-01",
    "titel": "Sociale media op De Vlier",
    "naam": "De Vlier: afspraken",
    "adres": "https://school.example/afspraken/",
    "id": "vlier",
}
NEEDED = ("school", "instelling", "bevoegd_gezag", "vragen_functie", "vragen_telefoon", "pers_functie", "pers_email")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a logo in it, where the command runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "logo.svg").write_bytes(SVG)
    return tmp_path


def new(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["new", *arguments], input=typed, catch_exceptions=False)


def command(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def options(*names: str) -> list[str]:
    """The options that answer these questions."""
    return [part for question in ASKED if question.id in names for part in (question.option, ANSWERED[question.id])]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def lines(*names: str) -> str:
    """What someone types who answers these questions and leaves the others to Enter."""
    return "".join(f"{ANSWERED[question.id] if question.id in names else ''}\n" for question in ASKED)


def test_every_question_has_an_answer_here_in_the_order_of_asking() -> None:
    assert [question.id for question in ASKED] == list(ANSWERED)


def test_answers_typed_and_answers_given_as_options_make_the_same_project(folder: Path) -> None:
    typed = new("getypt", typed=lines(*ANSWERED) + "\n")
    assert typed.exit_code == 0, typed.output
    given = new("gegeven", "--no-input", *options(*ANSWERED))
    assert given.exit_code == 0, given.output
    made = contents(folder / "getypt")
    assert made == contents(folder / "gegeven")
    assert made["docs/assets/logo.svg"] == SVG
    assert ANSWERS not in made


def test_the_project_holds_only_what_differs_and_its_site_has_the_schools_colour_and_logo(folder: Path) -> None:
    new("school", "--no-input", *options(*ANSWERED))
    sources = {path for path in contents(folder / "school") if path.startswith("protocol_src/")}
    own = {"site.yml", "seen.json", "protocols/vlier/protocol.yml"}
    assert sources == {f"protocol_src/{path}" for path in own}
    files = read_project(folder / "school" / "protocol_src")
    library, found = read(files)
    assert found == []
    assert library.own
    assert library.own.record.status == "vastgesteld"
    assert [item.origin for item in library.own.items] == ["equal"] * len(library.protocols["model"].items)
    site = make_site(files)
    assert (site.name, site.url, site.logo) == (ANSWERED["naam"], ANSWERED["adres"], "assets/logo.svg")
    assert site.style
    assert "--pw-brand: #7a1fa2;" in site.data[site.style]


def test_what_is_not_known_yet_stays_open_and_the_check_says_so(folder: Path) -> None:
    assert new("school", "--no-input", *options(*NEEDED)).exit_code == 0
    library, found = read(read_project(folder / "school" / "protocol_src"))
    assert [problem.code for problem in found] == ["besluit-zonder-datum"] * 2
    assert library.own
    assert library.own.record.status == "concept"


@pytest.mark.parametrize(
    ("dated", "status"),
    [((), "concept"), (("datum_instemming",), "concept"), (("datum_vaststelling",), "vastgesteld")],
)
def test_a_new_protocol_is_a_concept_until_a_decision_adopts_it(
    folder: Path, dated: tuple[str, ...], status: str
) -> None:
    assert new("school", "--no-input", *options(*NEEDED, *dated)).exit_code == 0
    library, found = read(read_project(folder / "school" / "protocol_src"))
    assert library.own
    assert library.own.record.status == status
    assert {problem.code for problem in found} == {"besluit-zonder-datum"}


def test_without_questions_everything_that_is_missing_is_told_at_once(folder: Path) -> None:
    result = new("school", "--no-input", *options("school", "vragen_functie", "vragen_telefoon"))
    assert result.exit_code == 2
    told = [line.split(":")[0] for line in result.stderr.splitlines()[1:]]
    assert told == ["--instelling", "--bevoegd-gezag", "--pers-functie", "--pers-email"]
    assert not (folder / "school").exists()


def test_every_faulty_option_is_told_at_once(folder: Path) -> None:
    result = new("school", "--kleur", "#ffcc00", "--evaluatie", "morgen", "--logo", "weg.png", "--id", "De Vlier")
    assert result.exit_code == 2
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["--kleur", "--logo", "--evaluatie", "--id"]
    assert not (folder / "school").exists()


def test_a_start_that_is_broken_off_goes_on_where_it_was(folder: Path) -> None:
    every = lines(*ANSWERED).splitlines(keepends=True)
    stopped = new("school", typed="".join(every[:5]))
    assert stopped.exit_code == 2
    assert "Ga later verder met: protocolwijzer new school" in stopped.stderr
    assert list(contents(folder / "school")) == [ANSWERS]
    resumed = new("school", typed="".join(every[5:]) + "\n")
    assert resumed.exit_code == 0
    assert "U was hier al begonnen" in resumed.stdout
    new("anders", "--no-input", *options(*ANSWERED))
    assert contents(folder / "school") == contents(folder / "anders")


def test_an_answer_that_will_not_do_is_asked_again_with_what_was_expected(folder: Path) -> None:
    every = lines(*ANSWERED).splitlines(keepends=True)
    at = list(ANSWERED).index("kleur")
    result = new("school", typed="".join([*every[:at], "#ffcc00\n", *every[at:]]) + "\n")
    assert result.exit_code == 0
    assert "wit is hierop niet te lezen; #" in result.output


def test_an_answer_can_be_changed_before_the_project_is_made(folder: Path) -> None:
    result = new("school", typed=lines(*ANSWERED) + "99\n1\nDe Iep\n\n")
    assert result.exit_code == 0
    assert "Dat is geen nummer" in result.stdout
    assert b"school: De Iep" in contents(folder / "school")["protocol_src/protocols/vlier/protocol.yml"]


def test_a_folder_with_something_in_it_is_refused_and_stays_as_it_is(folder: Path) -> None:
    assert new("school", "--no-input", *options(*NEEDED)).exit_code == 0
    before = contents(folder)
    again = new("school", "--no-input", *options(*ANSWERED))
    assert again.exit_code == 2
    assert "deze map is niet leeg" in again.stderr
    assert contents(folder) == before


def test_a_file_that_came_in_between_is_never_overwritten(folder: Path) -> None:
    new("school", typed="De Vlier\n")
    (folder / "school" / "mkdocs.yml").write_text("van mij")
    before = contents(folder)
    result = new("school", "--no-input", *options(*ANSWERED))
    assert result.exit_code == 2
    assert "mkdocs.yml staat er al" in result.stderr
    assert contents(folder) == before


def test_a_folder_with_a_space_is_told_as_it_must_be_typed(folder: Path) -> None:
    result = new("mijn map")
    assert 'protocolwijzer new "mijn map"' in result.stderr


def test_a_project_in_this_very_folder_is_called_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "leeg").mkdir()
    monkeypatch.chdir(tmp_path / "leeg")
    result = new(".", "--no-input", *options(*set(ANSWERED) - {"logo"}))
    assert result.exit_code == 0, result.output
    assert "Uw project staat in deze map. Lees LEESMIJ.md." in result.output
    assert "  cd " not in result.output


def test_kept_answers_that_cannot_be_read_are_refused(folder: Path) -> None:
    (folder / "school" / ".protocolwijzer").mkdir(parents=True)
    (folder / "school" / ANSWERS).write_text("kapot")
    result = new("school")
    assert result.exit_code == 1
    assert "niet te lezen" in result.stderr


def test_a_date_may_be_typed_the_dutch_way_round(folder: Path) -> None:
    typed = new("getypt", typed=lines(*ANSWERED).replace("2026-09-15", "15-9-2026") + "\n")
    assert typed.exit_code == 0, typed.output
    given = [part.replace("2026-09-15", "15 september 2026") for part in options(*ANSWERED)]
    assert new("gegeven", "--no-input", *given).exit_code == 0
    main_file = "protocol_src/protocols/vlier/protocol.yml"
    assert b"datum_instemming: '2026-09-15'" in contents(folder / "getypt")[main_file]
    assert contents(folder / "getypt") == contents(folder / "gegeven")


REFUSED = [
    ("text", "<b>De Vlier</b>"),
    ("text", "De {{ Vlier }}"),
    ("text", "# De Vlier"),
    ("text", "De Vlier" * 50),
    ("text", "De\x07Vlier"),
    ("date", "2026-02-30"),
    ("phone", "bel maar"),
    ("email", "info"),
    ("url", "school.example"),
    ("id", "De Vlier"),
    ("id", "model"),
    ("colour", "paars"),
    ("colour", "#ffcc00"),
    ("picture", "logo.jpg"),
]


@pytest.mark.parametrize(("kind", "answer"), REFUSED)
def test_an_answer_of_the_wrong_kind_is_refused(kind: str, answer: str) -> None:
    question = Question(id="x", ask="?", hint="-", kind=kind)  # type: ignore[arg-type]
    assert refusal(question, answer)
    assert refusal(question, "") is None


@pytest.mark.parametrize(
    "answer", ["'t Kompas", "De Vlier: klein & fijn", "Sint-Jan #2", "*Ster*", "yes", "null", "1.0"]
)
def test_any_name_of_a_school_comes_back_as_it_was_typed(folder: Path, answer: str) -> None:
    given = ANSWERED | {"school": answer}
    arguments = [part for question in ASKED for part in (question.option, given[question.id])]
    assert new("school", "--no-input", *arguments).exit_code == 0
    library, _ = read(read_project(folder / "school" / "protocol_src"))
    assert library.own
    assert library.own.record.organisation == answer
    assert library.own.record.values["school"] == answer


DANGEROUS = [
    b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    b'<svg xmlns="http://www.w3.org/2000/svg"><image href="https://elders.example/a.png"/></svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg"><style>@import "https://elders.example/a.css"</style></svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg"><rect style="fill:url(https://elders.example/a)"/></svg>',
    b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>',
    b"<html/>",
    b"geen svg",
    b"",
]


@pytest.mark.parametrize("content", DANGEROUS)
def test_an_svg_that_does_more_than_draw_is_no_logo(content: bytes) -> None:
    assert picture_fault("logo.svg", content)


def test_a_png_is_known_by_its_content_and_no_picture_may_be_huge() -> None:
    png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
    assert picture_fault("logo.png", png) is None
    assert picture_fault("logo.png", b"GIF89a")
    assert picture_fault("logo.gif", b"GIF89a")
    assert picture_fault("logo.png", png + bytes(600_000))
    assert picture_fault("logo.svg", SVG) is None


BOARD = """\
id: stichting
title: Protocol van de stichting
short_title: De stichting
organisation: Stichting De Heggen
kind: board
summary: De stichting volgt het model.
extends: model
values:
  instelling: Stichting De Heggen
  bevoegd_gezag: Het bestuur van De Heggen
"""


def test_a_board_stands_between_the_model_and_the_school(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert new("school", "--no-input", *options(*ANSWERED)).exit_code == 0
    school = folder / "school" / "protocol_src" / "protocols" / "vlier"
    main_file = school / "protocol.yml"
    text = main_file.read_text(encoding="utf-8").replace("extends: model", "extends: stichting")
    kept = [line for line in text.splitlines() if not line.startswith(("  instelling:", "  bevoegd_gezag:"))]
    main_file.write_text("\n".join(kept), encoding="utf-8")
    write_files(
        school.parent / "stichting",
        {
            "protocol.yml": BOARD,
            "articles/bij-twijfel.yml": "id: bij-twijfel\ntitle: Twijfel? Vraag het\n",
            "articles/lessen-op-afstand.yml": "id: lessen-op-afstand\nleft_out: Wij geven geen les op afstand.\n",
        },
    )
    write_files(school, {"articles/voor-wie.yml": "id: voor-wie\ntitle: Voor wie dit geldt\n"})
    monkeypatch.chdir(folder / "school")
    assert command("check").exit_code == 0
    library, _ = read(read_project(folder / "school" / "protocol_src"))
    assert library.own
    rules = {item.id: item for item in library.own.items}
    assert rules["bij-twijfel"].rule.title == "Twijfel? Vraag het"
    assert rules["voor-wie"].origin == "reworded"
    assert "lessen-op-afstand" not in rules
    assert len(rules) == len(library.protocols["model"].items) - 1
    assert library.own.record.values["bevoegd_gezag"] == "Het bestuur van De Heggen"
    make_site(read_project(folder / "school" / "protocol_src"))
    assert "Keten: vlier -> stichting -> model" in command("explain", "bij-twijfel").stdout


OLDER = "protocols/model/articles/bij-twijfel.yml"


@pytest.fixture
def upgraded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sources of a project that was started when the model had another rule on doubt, and one less."""
    assert new("school", "--no-input", *options(*ANSWERED)).exit_code == 0
    seen = folder / "school" / "protocol_src" / "seen.json"
    record = json.loads(seen.read_text(encoding="utf-8"))
    record["files"][OLDER] = record["files"][OLDER].replace("stance: required", "stance: recommended")
    del record["files"]["protocols/model/articles/blijft-openbaar.yml"]
    seen.write_text(json.dumps(record), encoding="utf-8")
    monkeypatch.chdir(folder / "school")
    return folder / "school" / "protocol_src"


def test_a_newer_model_is_told_until_the_school_says_that_it_was_read(upgraded: Path) -> None:
    told = command("check")
    assert told.exit_code == 0
    assert '"Model protocol sociale media" is vernieuwd (1 strenger, 1 toegevoegd)' in told.stderr
    shown = command("diff", "--model")
    assert "\nSTRENGER\n" in shown.stdout
    assert "Titel: {+Berichten blijven openbaar+}" in shown.stdout
    assert "<" not in shown.stdout
    assert command("diff", "--model", "--output", "model.md").stdout == ""
    assert "### Strenger { #sinds-toen-stricter }" in Path("model.md").read_text(encoding="utf-8")
    assert "[model-vernieuwd]" in command("check").stderr
    assert "Vastgelegd in protocol_src/seen.json" in command("diff", "--model", "--accept").stdout
    assert "[model-vernieuwd]" not in command("check").stderr
    assert command("diff", "--model").stdout.startswith("Er is in het model niets veranderd")


@pytest.mark.parametrize("text", ["title: Twijfel\n", "left_out: Niet nodig.\n"])
def test_a_file_of_the_schools_own_on_a_rule_that_changed_is_pointed_at(upgraded: Path, text: str) -> None:
    write_files(upgraded, {"protocols/vlier/articles/bij-twijfel.yml": f"id: bij-twijfel\n{text}"})
    assert "[model-vernieuwd-onder-eigen-tekst]" in command("check").stderr


def test_a_rule_that_the_model_no_longer_has_is_told_beside_the_fault_in_the_schools_file(upgraded: Path) -> None:
    seen = json.loads((upgraded / "seen.json").read_text(encoding="utf-8"))
    gone = seen["files"][OLDER].replace("id: bij-twijfel", "id: vervallen").replace("twijfel", "zekerheid")
    seen["files"]["protocols/model/articles/vervallen.yml"] = gone.replace("bij-zekerheid-raad", "bij-twijfel-raad")
    write_files(
        upgraded,
        {"seen.json": json.dumps(seen), "protocols/vlier/articles/vervallen.yml": "id: vervallen\ntitle: Weg\n"},
    )
    told = command("check")
    assert told.exit_code == 1
    assert "[ontbrekend-veld]" in told.stderr
    assert "het model is daar nu ook anders (vervallen)" in told.stderr


def test_a_record_that_cannot_be_read_is_told_and_can_be_made_anew(upgraded: Path) -> None:
    (upgraded / "seen.json").write_text("kapot")
    assert "seen.json is niet te lezen" in command("check").stderr
    assert command("diff", "--model").exit_code == 1
    assert command("diff", "--from", "protocol_src").exit_code == 1
    (upgraded / "seen.json").unlink()
    assert command("diff", "--model", "--accept").exit_code == 0
    assert command("check").stderr == ""


def test_a_school_compared_with_its_earlier_sources_is_told_of_the_model_as_it_was_then(
    upgraded: Path, tmp_path: Path
) -> None:
    then = Path(shutil.copytree(upgraded, tmp_path / "toen"))
    told = command("diff", "--from", str(then))
    assert "Wat er veranderde: De Vlier" in told.stdout
    assert "### Strenger" in told.stdout


def test_without_a_record_nothing_is_told_but_one_can_be_made(upgraded: Path) -> None:
    (upgraded / "seen.json").unlink()
    assert command("check").stderr == ""
    assert "nog niet vastgelegd" in command("diff", "--model", "--accept").stderr
    assert (upgraded / "seen.json").exists()


def test_a_project_gets_the_lists_it_lacks_and_only_the_protocols_it_builds_on() -> None:
    packaged = packaged_sources()
    alone = completed({"site.yml": b"-", "protocols/een/protocol.yml": b"id: een\n"}, packaged)
    assert {path for path in alone if path.startswith("protocols/")} == {"protocols/een/protocol.yml"}
    assert {path for path in packaged if path.startswith("vocabulary/")} < set(alone)
    building = completed({"protocols/een/protocol.yml": b"extends: model\n"}, packaged)
    assert set(packaged) < set(building)


def test_a_list_or_protocol_of_the_project_takes_the_place_of_the_packages() -> None:
    own = {
        "vocabulary/platforms.yml": b"- id: eigen\n",
        "protocols/model/protocol.yml": b"id: model\n",
        "protocols/een/protocol.yml": b"extends: model\n",
    }
    found = completed(own, packaged_sources())
    assert {path: found[path] for path in own} == own
    assert {path for path in found if path.startswith("protocols/model/")} == {"protocols/model/protocol.yml"}
