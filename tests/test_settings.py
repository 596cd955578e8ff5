"""What is wrong in mkdocs.yml, and a project that lacks a part: told in Dutch, where it stands and how to mend it."""

from __future__ import annotations

import errno
import os
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from build_tools.cli import main
from build_tools.dutch import reason
from build_tools.plugin import source_folder
from build_tools.settings import SettingsFaults, docs_folder, read_settings
from tests.library import BASE

SETTINGS = """\
# De instellingen
site_name: Wilgwijzer # onze naam
theme:
  name: material
plugins:
  - protocolwijzer
"""
#: Words that MkDocs, YAML or the system would say.
ENGLISH = re.compile(r"\b(the|not|is not|invalid|expected|option|value|found|isn't|path|unrecognised)\b", re.IGNORECASE)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a school's project as `protocolwijzer new` would leave it, which is also where commands run."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(BASE, "protocol_src")
    Path("docs").mkdir()
    Path("mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("plugins:", "plugins: [", "mkdocs.yml:6:3: een haak of accolade wordt niet gesloten"),
        ("theme:", "\ttheme:", "mkdocs.yml:3:1: er staat een tab; verwacht: spaties"),
        (SETTINGS, "Wilgwijzer\n", "mkdocs.yml:1:1: hier staan geen instellingen; verwacht: site_name"),
        (SETTINGS, "5\n", "mkdocs.yml:1:1: hier staan geen instellingen; verwacht: site_name"),
        (SETTINGS, "", "mkdocs.yml:1:1: site_name ontbreekt; verwacht: site_name: ...; vul site_name in"),
        ("Wilgwijzer", "!!python/name:nergens.iets x", "mkdocs.yml:2:12: MkDocs kan dit niet lezen"),
        ("theme:", "INHERIT: weg.yml\ntheme:", 'mkdocs.yml:3:1: het bestand "weg.yml" bestaat niet'),
        ("Wilgwijzer", "12", "mkdocs.yml:2:1: site_name is een getal; verwacht: tekst; verbeter de waarde"),
        ("material", "materiaal", 'mkdocs.yml:4:3: het thema "materiaal" bestaat niet; verwacht: name: material'),
        ("material", "readthedocs", "mkdocs.yml:4:3: dit thema heeft niet wat Protocolwijzer ervan gebruikt"),
        ("material", "material\n  language: xx", 'mkdocs.yml:5:3: het thema kent de taal "xx" niet'),
        ("material", "material\n  custom_dir: weg", 'mkdocs.yml:5:3: de map "weg" bestaat niet'),
        ("  name: material", "  palette: zwart", "mkdocs.yml:3:1: het thema heeft geen naam; verwacht: name: material"),
        ("wijzer\n", "wijzer\n  - serach\n", 'mkdocs.yml:7:5: de plugin "serach" is niet geïnstalleerd'),
        ("wijzer\n", "wijzer\n  - serach\n", 'bedoelde u "search"? [instelling]'),
        ("  - protocolwijzer", "  - search", "mkdocs.yml:5:1: de plugin protocolwijzer ontbreekt"),
        ("- protocolwijzer", "- protocolwijzer: {sorce: x}", 'mkdocs.yml:6:22: onbekende instelling "sorce"'),
        ("- protocolwijzer", "- protocolwijzer: {sorce: x}", 'bedoelde u "source"? [instelling]'),
        ("- protocolwijzer", "- protocolwijzer: {source: 5}", "mkdocs.yml:6:22: source is een getal; verwacht: tekst"),
        ("- protocolwijzer", "protocolwijzer", "mkdocs.yml:5:1: de lijst plugins klopt niet"),
        ("theme:", "site_nmae: x\ntheme:", 'mkdocs.yml:3:1: onbekende instelling "site_nmae"'),
        ("theme:", "site_nmae: x\ntheme:", 'bedoelde u "site_name"? [instelling]'),
        ("theme:", "site_url: school\ntheme:", "mkdocs.yml:3:1: site_url is geen webadres"),
        ("theme:", "docs_dir: weg\ntheme:", 'mkdocs.yml:3:1: de map "weg" bestaat niet'),
        ("theme:", "site_dir: docs/site\ntheme:", "mkdocs.yml:3:1: site_dir ligt op een plek waar"),
        ("theme:", "hooks: [weg.py]\ntheme:", 'mkdocs.yml:3:9: het bestand "weg.py" bestaat niet'),
        ("theme:", "nav: ouders.md\ntheme:", "mkdocs.yml:3:1: nav is geen lijst"),
        ("theme:", "nav: [12]\ntheme:", "mkdocs.yml:3:1: nav heeft een regel die geen bladzijde noemt"),
        ("theme:", "markdown_extensions: [weg]\ntheme:", 'mkdocs.yml:3:23: de Markdown-uitbreiding "weg" is niet te'),
        ("theme:", "validation: {anchors: ja}\ntheme:", "mkdocs.yml:3:14: anchors is ja; verwacht: een van 'warn'"),
        ("theme:", "extra_css: a.css\ntheme:", "mkdocs.yml:3:1: extra_css is tekst; verwacht: een lijst"),
    ],
)
def test_a_fault_in_the_settings_is_told_in_dutch_where_it_stands(project: Path, old: str, new: str, told: str) -> None:
    assert old in SETTINGS
    Path("mkdocs.yml").write_text(SETTINGS.replace(old, new), encoding="utf-8")
    with pytest.raises(SettingsFaults, match=re.escape(told)) as refused:
        read_settings(Path("mkdocs.yml"))
    if "MkDocs kan dit niet lezen" not in told:
        assert not ENGLISH.search(str(refused.value))


def test_a_name_and_a_value_that_are_wrong_come_at_once_and_what_nobody_knows_is_quoted(project: Path) -> None:
    wrong = SETTINGS.replace("theme:", "dev_addr: school\niets: 1\ntheme:")
    Path("mkdocs.yml").write_text(wrong, encoding="utf-8")
    with pytest.raises(SettingsFaults) as refused:
        read_settings(Path("mkdocs.yml"))
    quoted, unknown = map(str, refused.value.problems)
    assert 'mkdocs.yml:3:1: de waarde van "dev_addr" klopt niet;' in quoted
    assert "MkDocs zegt erover: Must be a string of format 'IP:PORT' [instelling]" in quoted
    assert '"iets"' in unknown


def test_settings_without_a_fault_may_have_what_sources_may_not(project: Path) -> None:
    Path("mkdocs.yml").write_text(
        SETTINGS + "copyright: &ons !ENV [NIETS, wij]\nextra: {wie: *ons}\n", encoding="utf-8"
    )
    assert read_settings(Path("mkdocs.yml")).copyright == "wij"


def test_pages_can_be_rendered_for_an_engine_with_other_settings(project: Path) -> None:
    Path("mkdocs.yml").write_text("site_name: Wilgwijzer\nvan_een_ander: 1\n", encoding="utf-8")
    assert docs_folder(Path("mkdocs.yml")) == project / "docs"


@pytest.mark.parametrize("command", [["build"], ["serve"], ["render", "uit"], ["publish"], ["shard"], ["join"]])
def test_every_command_tells_a_fault_in_the_settings_and_ends_with_1(project: Path, command: list[str]) -> None:
    Path("delen").mkdir()
    Path("mkdocs.yml").write_text(SETTINGS.replace("material", "materiaal"), encoding="utf-8")
    result = invoke(*command)
    assert result.exit_code == 1
    assert 'mkdocs.yml:4:3: het thema "materiaal" bestaat niet' in result.stderr
    assert "Config value" not in result.output


@pytest.mark.parametrize(
    "command",
    [["build"], ["check"], ["serve"], ["render", "uit"], ["publish"], ["shard"], ["shard", "1"], ["join"]],
    ids=" ".join,
)
def test_sources_that_are_not_there_are_told_with_their_name_and_what_to_do(project: Path, command: list[str]) -> None:
    Path("delen").mkdir()
    shutil.rmtree("protocol_src")
    result = invoke(*command)
    assert result.exit_code == 2
    assert "protocol_src bestaat hier niet. Ga eerst naar de map van uw project" in result.stderr
    assert not ENGLISH.search(result.stderr)


def test_sources_in_another_folder_are_told_by_the_name_that_the_settings_give(project: Path) -> None:
    Path("mkdocs.yml").write_text(SETTINGS.replace("wijzer\n", "wijzer: {source: bronnen}\n"), encoding="utf-8")
    settings = Path("mkdocs.yml").read_text(encoding="utf-8").replace("Wilgwijzer: {source: bronnen}", "Wilgwijzer")
    Path("mkdocs.yml").write_text(settings, encoding="utf-8")
    assert source_folder(Path("mkdocs.yml")) == project / "bronnen"
    result = invoke("build")
    assert result.exit_code == 2
    assert "bronnen bestaat hier niet." in result.stderr
    assert "noem die dan in mkdocs.yml" in result.stderr


def test_a_menu_names_no_page_that_is_not_there(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    menu = "nav:\n  - Vergelijken: vergelijken/index.md\n  - Meer:\n    - Eigen: eigen.md\n    - ouder.md\n"
    Path("mkdocs.yml").write_text(SETTINGS + menu, encoding="utf-8")
    assert invoke("build", "--zonder-pdf").exit_code == 1
    assert 'mkdocs.yml:10:7: de bladzijde "eigen.md" bestaat niet' in caplog.text
    assert 'mkdocs.yml:11:7: de bladzijde "ouder.md" bestaat niet' in caplog.text
    assert "vergelijken" not in caplog.text


def test_schema_and_explain_tell_of_sources_that_they_cannot_read(project: Path) -> None:
    Path("protocol_src/site.yml").write_text("name: [\n", encoding="utf-8")
    explained = invoke("explain", "foto")
    assert explained.exit_code == 1
    assert explained.stderr.startswith("protocol_src/site.yml:2:1: een haak of accolade")
    shutil.rmtree("protocol_src")
    made = invoke("schema")
    assert made.exit_code == 1
    assert made.stderr.startswith("protocol_src:1:1: dit bestaat niet; verwacht: de map met bronbestanden")


def test_shard_tells_of_a_site_yml_that_is_not_there_as_the_others_do(project: Path) -> None:
    Path("protocol_src/site.yml").unlink()
    result = invoke("shard")
    assert result.exit_code == 1
    assert result.stderr.startswith("protocol_src/site.yml:1:1: site.yml ontbreekt; verwacht: dit bestand")


def test_the_system_speaks_dutch() -> None:
    spoken = [reason(OSError(number, os.strerror(number))) for number in errno.errorcode]
    assert not [one for one in spoken if ENGLISH.search(one)]
    assert reason(OSError(errno.ENOENT, "No such file or directory")) == "dit bestaat niet"
    assert reason(OSError(errno.ENOTCONN, "Not connected")) == "het systeem geeft fout ENOTCONN"
    assert reason(OSError("een eigen reden")) == "een eigen reden"
