"""Where each part of a rule comes from: in a chain of model, board and school, by file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from msgspec import to_builtins

from build_tools.cli import main
from build_tools.deliver import write_files
from build_tools.explain import Explanation, Said, explain, known_rules
from build_tools.load import load
from tests.library import Changes, article, edited, sources

RULE = "telefoon-in-de-tas"
MODEL = "protocols/de-wilg"
BOARD = "protocols/stichting"
SCHOOL = "protocols/de-els"
BLANK = {"id": "naam_school", "label": "Naam", "type": "text", "hint": "Vul in."}


def below(name: str, base: str, **fields: object) -> dict[str, str]:
    """The protocol.yml of one that builds on another."""
    data = {"id": name, "title": name, "short_title": name, "organisation": name, "kind": "school", "summary": name}
    return {f"protocols/{name}/protocol.yml": json.dumps(data | {"extends": base} | fields, indent=1)}


def chain(*files: Changes) -> dict[str, bytes]:
    """Model, board and school, with these files laid over them; the site is the school's."""
    merged: dict[str, str | bytes | None] = {
        **edited(f"{MODEL}/protocol.yml", parameters=[BLANK]),
        **article("met-blank", text="Dit geldt op {{ naam_school }}."),
        **below("stichting", "de-wilg"),
        **below("de-els", "stichting"),
        **edited("site.yml", own_protocol="de-els", protocols=["de-els"]),
    }
    for one in files:
        merged |= one
    return sources(merged)


def rule_of(folder: str, text: str) -> dict[str, str]:
    return {f"{folder}/articles/{RULE}.yml": f"id: {RULE}\n{text}"}


def explained(*files: Changes, rule: str = RULE) -> Explanation:
    found = explain(chain(*files), "de-els", rule)
    assert found
    return found


def parts(found: Explanation) -> dict[str, tuple[str | None, list[str]]]:
    """For each part: whose counts, and whose it overrules."""
    return {
        part.name: (part.counts.protocol if part.counts else None, [said.protocol for said in part.overruled])
        for part in (*found.parts, *found.parameters)
    }


def where(said: Said | None) -> tuple[str, int]:
    assert said
    return said.place.file, said.place.line


def test_a_rule_that_nobody_changed_comes_from_the_model_whole() -> None:
    found = explained()
    assert found.chain == ("de-els", "stichting", "de-wilg")
    assert list(parts(found).values()) == [("de-wilg", [])] * len(found.parts)


def test_each_part_is_of_the_nearest_that_has_it_and_says_what_it_overrules() -> None:
    found = explained(
        rule_of(BOARD, "title: Telefoon weg\nposition: 5\n"), rule_of(SCHOOL, "\n\ntitle: Telefoon in de kluis\n")
    )
    assert parts(found)["title"] == ("de-els", ["stichting", "de-wilg"])
    assert parts(found)["position"] == ("stichting", ["de-wilg"])
    assert parts(found)["text"] == ("de-wilg", [])
    title = next(part for part in found.parts if part.name == "title")
    assert where(title.counts) == (f"{SCHOOL}/articles/{RULE}.yml", 4)
    assert where(title.overruled[1]) == (f"{MODEL}/articles/{RULE}.yml", 3)


@pytest.mark.parametrize(
    ("board", "school"),
    [
        ("text: Anders.\n", "title: Kort\n"),
        ("title: Kort\n", "text: Anders.\n"),
        ("wording:\n  children: Kort.\n", "title: Kort\n"),
        ("wording:\n  children: Kort.\n", "text: Anders.\n"),
        ("text: Anders.\n", "wording:\n  children: Kort.\n"),
        ("wording:\n  children: Kort.\n", "wording:\n  parents: Voor u.\n"),
    ],
)
def test_what_it_says_to_count_is_what_the_site_shows(board: str, school: str) -> None:
    files = chain(rule_of(BOARD, board), rule_of(SCHOOL, school))
    found = explain(files, "de-els", RULE)
    assert found
    library, _ = load(files)
    (item,) = (one for one in library.protocols["de-els"].items if one.id == RULE)
    counted = {part.name: part.counts.value for part in found.parts if part.counts}
    assert counted["text"] == item.rule.text
    shown = to_builtins(item.rule.wording)
    assert {name: text for name, text in counted.items() if name.startswith("wording")} == {
        f"wording.{reader}": text for reader, text in shown.items() if text
    }


def test_words_that_fell_away_with_another_text_are_told() -> None:
    found = explained(rule_of(SCHOOL, "text: Anders.\n"))
    assert parts(found)["wording.children"] == (None, ["de-wilg"])


@pytest.mark.parametrize("folder", [BOARD, SCHOOL])
def test_a_rule_that_was_left_out_says_by_whom_and_why(folder: str) -> None:
    found = explained(rule_of(folder, "left_out: Hier heeft niemand een telefoon.\n"))
    assert found.left_out
    assert (found.left_out.protocol, found.left_out.value) == (
        folder.split("/")[1],
        "Hier heeft niemand een telefoon.",
    )
    assert parts(found)["title"] == ("de-wilg", [])


def test_a_blank_says_where_its_value_was_filled_in() -> None:
    filled = (
        below("stichting", "de-wilg", values={"naam_school": "Stichting"}),
        below("de-els", "stichting", values={"naam_school": "De Els"}),
        edited("site.yml", own_protocol="de-els", protocols=["de-els"], parameters={"naam_school": "Onze Els"}),
    )
    assert parts(explained(rule="met-blank"))["naam_school"] == (None, [])
    assert parts(explained(filled[0], rule="met-blank"))["naam_school"] == ("stichting", [])
    assert parts(explained(*filled, rule="met-blank"))["naam_school"] == ("site.yml", ["de-els", "stichting"])


def test_a_value_of_the_board_fills_the_schools_blank() -> None:
    board = below("stichting", "de-wilg", values={"naam_school": "een school van de stichting"})
    library, found = load(chain(board, below("de-els", "stichting", values={})))
    assert found == []
    assert library.protocols["de-els"].record.values == {"naam_school": "een school van de stichting"}


def test_an_item_of_a_list_comes_from_the_nearest_list_with_items() -> None:
    assert parts(explained(rule="verwijs-door"))["text"] == ("de-wilg", [])
    kept = explained({f"{SCHOOL}/advice/persadvies.yml": "id: persadvies\ntitle: Pers\n"}, rule="verwijs-door")
    assert parts(kept)["text"] == ("de-wilg", [])
    own = {f"{SCHOOL}/advice/persadvies.yml": "id: persadvies\nentries:\n  - id: anders\n    title: Anders\n"}
    assert explain(chain(own), "de-els", "verwijs-door") is None
    assert parts(explained(own, rule="anders"))["title"] == ("de-els", [])
    gone = {f"{SCHOOL}/advice/persadvies.yml": "id: persadvies\nleft_out: Wij verwijzen door.\n"}
    assert explained(gone, rule="persadvies").left_out


def test_every_rule_of_the_chain_is_known_and_can_be_explained() -> None:
    files = chain(rule_of(SCHOOL, "left_out: Nee.\n"))
    for rule in known_rules(files, "de-els"):
        assert explain(files, "de-els", rule), rule


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_files(tmp_path / "protocol_src", chain(rule_of(SCHOOL, "title: Telefoon in de kluis\n")))
    return tmp_path


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["explain", *arguments], catch_exceptions=False)


def test_the_command_tells_it_for_the_own_protocol(project: Path) -> None:
    result = invoke(RULE)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{RULE}: Telefoon in de kluis\nKeten: de-els -> stichting -> de-wilg\n")
    assert f"titel: de-els (protocol_src/{SCHOOL}/articles/{RULE}.yml:2)" in result.stdout
    assert f"in plaats van de-wilg (protocol_src/{MODEL}/articles/{RULE}.yml:3)" in result.stdout
    assert json.loads(invoke(RULE, "--json").stdout)["chain"] == ["de-els", "stichting", "de-wilg"]


def test_another_protocol_can_be_asked_for(project: Path) -> None:
    assert "Keten: de-wilg\n" in invoke(RULE, "--protocol", "de-wilg").stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["telefoon-in-tas"], f'bedoelde u "{RULE}"?'),
        ([RULE, "--protocol", "de-elz"], 'bedoelde u "de-els"?'),
        (["xyz"], 'de-els heeft geen regel "xyz"'),
    ],
)
def test_what_is_not_there_is_refused_with_a_suggestion(project: Path, arguments: list[str], told: str) -> None:
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def test_in_a_collection_the_only_protocol_with_the_rule_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own = article("alleen-hier")
    files = sources(
        {path.replace("de-wilg", "de-iep"): text for path, text in own.items()} | below("de-iep", "de-wilg")
    )
    write_files(tmp_path / "protocol_src", files)
    assert "Keten: de-iep -> de-wilg\n" in invoke("alleen-hier").stdout
    several = invoke(RULE)
    assert several.exit_code == 2
    assert "kies met --protocol" in several.stderr
    assert 'geen enkel protocol heeft een regel "nergens"' in invoke("nergens").stderr
