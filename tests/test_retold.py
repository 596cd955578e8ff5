"""What MkDocs finds wrong in a school's own pages: told in Dutch, at the line where it stands."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from build_tools.cli import main
from build_tools.deliver import write_files
from build_tools.retold import in_dutch
from tests.library import BASE

SETTINGS = "site_name: Wilgwijzer\ntheme: {name: material}\nplugins: [protocolwijzer]\n"
PAGE = """\
# Onze school

[a](weg.md) [b](/ouders/) [c](ouders.md#weg) ![d](foto.png)
[e](#hier) [f](map/)
"""
TOLD = """\
docs/school.md:1:1: deze bladzijde staat niet in het menu
docs/nog.md:1:1: deze bladzijde staat niet in het menu
docs/school.md:3:5: de link "weg.md" leidt nergens heen
docs/school.md:3:17: de link "/ouders/" begint met een schuine streep
docs/school.md:3:51: de link "foto.png" leidt nergens heen
docs/school.md:4:16: de link "map/" leidt nergens heen
docs/school.md:4:5: het anker achter # van de link "#hier" bestaat niet
docs/school.md:3:31: het anker achter # van de link "ouders.md#weg" bestaat niet
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a school's project, which is also where commands run."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(BASE, "protocol_src")
    write_files(tmp_path, {"mkdocs.yml": SETTINGS})
    return tmp_path


def build(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What a build, which must not succeed, says of pages; its lines until the first semicolon."""
    assert CliRunner().invoke(main, ["build", "--zonder-pdf"], catch_exceptions=False).exit_code == 1
    lines = [line for message in caplog.messages for line in message.splitlines()]
    return [line.partition(";")[0] for line in lines if not line.startswith("protocolwijzer: ")]


def test_every_fault_in_a_page_is_told_where_it_stands(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    write_files(project, {"docs/school.md": PAGE, "docs/nog.md": "# Nog een\n"})
    assert sorted(build(caplog)) == sorted(TOLD.splitlines())
    assert 'bedoelde u "ouders.md"? [link-nergens-heen]' in caplog.text


def test_a_page_that_cannot_be_read_is_told_once(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    write_files(project, {"docs/school.md": b"# E\xe9n\n", "docs/x/index.md": "# A\n", "docs/x/README.md": "# B\n"})
    told = build(caplog)
    assert told.count("docs/school.md:1:1: deze bladzijde kan niet worden gelezen") == 1
    assert 'docs/x/README.md:1:1: deze bladzijde krijgt hetzelfde adres als "x/index.md"' in told
    assert not [one for one in told if re.search(r"\b(the|page|file)\b", one)]


def test_a_page_that_the_site_makes_itself_is_not_put_aside_in_silence(
    project: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_files(project, {"docs/ouders.md": "# Onze ouders\n"})
    (told,) = build(caplog)
    assert (
        told == "docs/ouders.md:1:1: deze bladzijde of dit bestand maakt Protocolwijzer zelf, en het uwe zou wegvallen"
    )


@pytest.mark.parametrize(
    ("template", "why"),
    [("{{ nergens.iets }}{% endblock %}", "'nergens' is undefined"), ("{{ nergens", "unexpected end of template")],
)
def test_a_template_of_the_school_that_fails_is_told_with_its_line(project: Path, template: str, why: str) -> None:
    settings = SETTINGS.replace("material}", "material, custom_dir: eigen}")
    begin = '{% extends "base.html" %}\n{% block content %}'
    write_files(project, {"mkdocs.yml": settings, "docs/.gitkeep": "", "eigen/main.html": begin + template})
    result = CliRunner().invoke(main, ["build", "--zonder-pdf"], catch_exceptions=False)
    assert result.exit_code == 1
    assert "eigen/main.html:2: het sjabloon kan niet worden gebruikt; verbeter het" in result.stderr
    assert f"Jinja zegt erover: {why}" in result.stderr


@pytest.mark.parametrize("doing", ["building", "reading"])
def test_what_the_system_refuses_is_no_fault_of_the_page_that_was_being_made(doing: str, tmp_path: Path) -> None:
    assert not in_dutch(f"Error {doing} page 'redactie/index.md': [Errno 28] No space left on device: 'a'", tmp_path)
    assert in_dutch("Error building page 'redactie/index.md': [Errno] is geen getal", tmp_path)


def test_what_mkdocs_seldom_says_stays_as_it_is(tmp_path: Path) -> None:
    seldom = "Template skipped: 'x.html' not found in theme directories."
    assert in_dutch(seldom, tmp_path) == seldom
