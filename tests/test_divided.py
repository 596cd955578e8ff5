"""A collection that site.yml wants in shares: built in them by one command, and only what changed is built again."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from filelock import FileLock

from build_tools.cli import main
from build_tools.deliver import write_files
from build_tools.divided import _say, _Told
from build_tools.overheard import Message
from build_tools.policy import EMBEDDED
from build_tools.shares import parse_share, read_share, shares_in
from tests.conftest import SHARE_SIZE, SUB_FOLDER
from tests.project import copy_project, made_once
from tests.test_unchanged import contents

pytestmark = pytest.mark.xdist_group("shares")


def build(project: Path, *options: str) -> Result:
    config = str(project / "mkdocs.yml")
    return CliRunner().invoke(main, ["build", "--config", config, "--zonder-pdf", *options])


@pytest.fixture(scope="module")
def built(run_folder: Path) -> Path:
    """A project of five protocols in shares of three and two, built."""

    def make(project: Path) -> None:
        copy_project(project, shares=SHARE_SIZE, url=f"https://school.example/{SUB_FOLDER}/")
        assert build(project).exit_code == 0

    return made_once(run_folder / "divided", make)


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Iterator[Path]:
    """The project, whose sources may be changed: afterwards they are as before. One test at a time has it."""
    with FileLock(f"{built}.taken"):
        shutil.copytree(built / "protocol_src", tmp_path / "before")
        yield built
        shutil.rmtree(built / "protocol_src")
        shutil.copytree(tmp_path / "before", built / "protocol_src")


def spoil(project: Path, protocol: str) -> str:
    """Spoil the first article of a protocol; its path."""
    article = min((project / "protocol_src/protocols" / protocol / "articles").glob("*.yml"))
    article.write_text(article.read_text(encoding="utf-8") + "\nonzin: 1\n", encoding="utf-8")
    return article.relative_to(project).as_posix()


def shares(project: Path) -> dict[str, int]:
    """When each share was written, by its name."""
    return {path.name: path.stat().st_ino for path in (project / ".cache/shares").glob("deel-??")}


def test_one_command_makes_what_shard_and_join_make(project: Path, joined: Path) -> None:
    assert build(project).exit_code == 0
    assert contents(project / "site") == contents(joined)


def test_only_the_share_that_changed_is_built_again(project: Path) -> None:
    article = min((project / "protocol_src/protocols/konot/articles").glob("*.yml"))
    text = article.read_text(encoding="utf-8")
    assert build(project).exit_code == 0
    before = shares(project)
    article.write_text(text.replace("title: ", "title: Weer anders ", 1), encoding="utf-8")
    assert build(project).exit_code == 0
    after = shares(project)
    assert [name for name in after if after[name] != before[name]] == ["deel-02"]
    assert "Weer anders" in (project / "site/deel-02/protocollen/konot/index.html").read_text(encoding="utf-8")


def test_the_faults_of_all_shares_are_told_and_the_site_stays(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    before = contents(project / "site")
    spoiled = [spoil(project, "mosalira"), spoil(project, "toermalijn")]
    result = build(project)
    assert result.exit_code == 1
    assert "De site blijft zoals hij was." in result.output
    for path in spoiled:
        assert f"{path.removeprefix('protocol_src/')}" in caplog.text
    assert contents(project / "site") == before


def test_a_share_that_is_no_more_goes(project: Path) -> None:
    settings = project / "protocol_src/site.yml"
    data = json.loads(settings.read_text(encoding="utf-8"))
    settings.write_text(json.dumps(data | {"protocols": data["protocols"][:SHARE_SIZE]}), encoding="utf-8")
    assert build(project).exit_code == 0
    assert [*shares(project)] == ["deel-01"]
    assert not (project / "site/deel-02").exists()


def test_guarded_for_the_web_the_kept_shares_stay_as_they_were_built(project: Path) -> None:
    before = contents(project / ".cache/shares/deel-01")
    assert build(project, "--profile", "web").exit_code == 0
    assert contents(project / ".cache/shares/deel-01") == before
    assert "Content-Security-Policy" in (project / "site/deel-01/index.html").read_text(encoding="utf-8")
    headers = (project / "site/_headers").read_text(encoding="utf-8")
    framed = [block.split("\n")[0] for block in headers.split("\n/") if "frame-ancestors *" in block]
    assert framed == [f"deel-01/{EMBEDDED}/*", f"deel-02/{EMBEDDED}/*"]
    assert "frame-ancestors *" in (project / f"site/deel-01/{EMBEDDED}/.htaccess").read_text(encoding="utf-8")


def test_what_no_share_can_tell_of_site_yml_is_told_at_its_place(tmp_path: Path) -> None:
    copy_project(tmp_path)
    settings = tmp_path / "protocol_src/site.yml"
    settings.write_text(
        "name: Samen\ndescription: Alle scholen.\nusage: Om te proberen.\nshares: 2\n"
        "protocols:\n  - konot\n  - toermalyn\n  - model\n  - konot\n"
        "redirects:\n  - old: protocollen/x/\n    new: deel-01/protocollen/konot/\n",
        encoding="utf-8",
    )
    result = build(tmp_path)
    assert result.exit_code == 1
    assert 'site.yml:7:5: protocol "toermalyn" bestaat niet' in result.output
    assert 'bedoelde u "toermalijn"?' in result.output
    assert 'site.yml:9:5: protocol "konot" staat er meer dan één keer' in result.output
    assert "site.yml:11:5: protocollen/x/ leidt niet verder binnen één deel" in result.output
    assert not (tmp_path / "site").exists()


MODEL_SCHOOL = """\
id: {name}
title: Sociale media
short_title: {name}
organisation: De Heggen
kind: school
status: concept
summary: Volgt het model.
extends: model
"""
COLLECTION = """\
name: Samen
description: Alle scholen.
usage: Om te proberen.
shares: 1
protocols:
  - vlier
  - els
accepted:
  - code: mobiel-nummer
    reason: Dat was er ooit.
"""


@pytest.fixture
def schools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A collection of two schools that brings nothing but what differs from the model; where commands run."""
    monkeypatch.chdir(tmp_path)
    files = {f"protocols/{name}/protocol.yml": MODEL_SCHOOL.format(name=name) for name in ("vlier", "els")}
    write_files(tmp_path / "protocol_src", {"site.yml": COLLECTION, **files})
    settings = "site_name: Samen\ntheme: {name: material}\nplugins: [protocolwijzer]\n"
    write_files(tmp_path, {"mkdocs.yml": settings, "docs/.gitkeep": ""})
    return tmp_path


def test_what_a_share_finds_in_site_yml_is_told_once_where_it_stands_now(
    schools: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def told() -> list[str]:
        caplog.clear()
        assert build(schools).exit_code == 0
        return [one.split(";")[0] for one in caplog.messages if "site.yml" in one]

    said = '"mobiel-nummer" wordt hier niet meer gevonden'
    assert told() == [f"protocolwijzer: protocol_src/site.yml:9:5: {said}"]
    kept = shares(schools)
    (schools / "protocol_src/site.yml").write_text(f"# Samen\n{COLLECTION}", encoding="utf-8")
    assert told() == [f"protocolwijzer: protocol_src/site.yml:10:5: {said}"]
    assert shares(schools).keys() == kept.keys()


def test_a_moved_line_of_site_yml_builds_no_share_again_that_said_nothing_of_it(schools: Path) -> None:
    settings = schools / "protocol_src/site.yml"
    settings.write_text(COLLECTION.partition("accepted:")[0], encoding="utf-8")
    assert build(schools).exit_code == 0
    kept = shares(schools)
    settings.write_text("# Samen\n" + settings.read_text(encoding="utf-8"), encoding="utf-8")
    assert build(schools).exit_code == 0
    assert shares(schools) == kept


def test_what_only_one_share_says_of_site_yml_does_not_count(caplog: pytest.LogCaptureFixture) -> None:
    def message(text: str) -> Message:
        return ("mkdocs.plugins.protocolwijzer", logging.WARNING, f"protocolwijzer: {text}")

    site, other, rule = message("p/site.yml:1:1: a"), message("site.yml:2:1: b"), message("p/x/protocol.yml: c")
    _say([_Told(said=[site, other, rule]), _Told(said=[site])])
    assert caplog.messages == [site[2], rule[2]]


def test_a_protocol_that_cannot_be_read_is_told_by_its_path_also_in_a_share(
    schools: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with (schools / "protocol_src/protocols/els/protocol.yml").open("a", encoding="utf-8") as main_file:
        main_file.write("review: [\n")
    assert build(schools).exit_code == 1
    assert "protocol_src/protocols/els/protocol.yml:10:1: een haak of accolade wordt niet gesloten" in caplog.text


def test_a_share_knows_where_its_own_part_of_site_yml_stands(tmp_path: Path) -> None:
    moved = "\nredirects:\n  - old: deel-01/x/\n    new: deel-01/y/\n  - old: deel-02/x/\n    new: deel-02/y/\n"
    (tmp_path / "site.yml").write_text(COLLECTION + moved, encoding="utf-8")
    site = parse_share(tmp_path, 2, 1)("site.yml", read_share(tmp_path, 2, 1)["site.yml"])
    lines = [site.place(path).line for path in [("protocols", 0), ("redirects", 0, "new"), ("accepted", 0)]]
    assert lines == [7, 16, 9]
    assert site.data["protocols"] == ["els"]


def test_an_address_that_moved_within_a_share_moves_in_that_share_alone(tmp_path: Path) -> None:
    moved = [{"old": "deel-02/protocollen/x/", "new": "deel-02/protocollen/konot/"}]
    source = copy_project(tmp_path, shares=SHARE_SIZE, redirects=moved).parent / "protocol_src"
    found = [json.loads(read_share(source, number, SHARE_SIZE)["site.yml"])["redirects"] for number in (1, 2)]
    assert found == [[], [{"old": "protocollen/x/", "new": "protocollen/konot/"}]]


def test_the_site_of_one_school_is_never_in_shares(tmp_path: Path) -> None:
    settings = tmp_path / "site.yml"
    settings.write_text("shares: 2\nprotocols: [konot, model]\n", encoding="utf-8")
    assert shares_in(tmp_path) == 2
    settings.write_text("shares: 2\nown_protocol: konot\nprotocols: [konot, model]\n", encoding="utf-8")
    assert shares_in(tmp_path) is None


def test_publish_says_what_to_do_with_a_collection_in_shares(project: Path) -> None:
    source = str(project / "protocol_src")
    result = CliRunner().invoke(main, ["publish", "--config", str(project / "mkdocs.yml"), "--source", source])
    assert result.exit_code == 1
    assert "protocolwijzer build --profile web" in result.output
