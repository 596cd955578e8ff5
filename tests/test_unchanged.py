"""A warm build makes what a cold one makes, whatever was changed; a build of the same is not done again."""

from __future__ import annotations

import json
import logging
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import write_file
from msgspec.structs import replace

from build_tools import building, built, conversion, unchanged
from build_tools.building import at_once, build_site, guarded
from build_tools.crew import Crew, alone, together
from build_tools.deliver import write_files
from build_tools.kept import Recall
from build_tools.ledger import look, read_ledger, write_ledger
from build_tools.plan import Plan, planned_page
from build_tools.plugin import ProtocolwijzerPlugin, _tools, project_of
from build_tools.problems import BuildStopped
from build_tools.render import Page
from build_tools.unchanged import folder_digest, inputs_digest, note, stamp, still
from tests.project import small_project

RULE = "protocol_src/protocols/de-wilg/articles/telefoon-in-de-tas.yml"


def swap(path: str, old: str, new: str) -> Callable[[Path, pytest.MonkeyPatch], None]:
    def change(project: Path, _: pytest.MonkeyPatch) -> None:
        text = (project / path).read_text(encoding="utf-8")
        assert old in text
        (project / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def another_version(_: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(conversion, "version", lambda _: "99")
    patch.setattr(unchanged, "_libraries", lambda: ["markdown-99.dist-info"])


def without_guide(project: Path, _: pytest.MonkeyPatch) -> None:
    (project / "docs" / "redactie" / "zoekwoorden.md").unlink()
    for page in (project / "docs").rglob("*.md"):
        page.write_text(page.read_text(encoding="utf-8").replace("(zoekwoorden.md", "(index.md"), encoding="utf-8")


def with_page(project: Path, _: pytest.MonkeyPatch) -> None:
    (project / "docs" / "redactie" / "nog-een.md").write_text("# Nog een\n\n[alles](index.md)\n", encoding="utf-8")


def without_page(project: Path, _: pytest.MonkeyPatch) -> None:
    (project / "docs" / "redactie" / "nog-een.md").unlink()


CHANGES = [
    swap(RULE, "title: ", "title: Nieuw! "),
    swap("protocol_src/vocabulary/topics.yml", "title: ", "title: Anders "),
    swap(RULE, "title: Nieuw! ", "title: "),
    swap("protocol_src/site.yml", "name: Wilgwijzer", "name: Wilgenwijzer"),
    with_page,
    swap("docs/redactie/nog-een.md", "# Nog een", "# Nog een bladzijde"),
    swap("overrides/partials/footer.html", "Over de site", "Over deze hele site"),
    swap("mkdocs.yml", "permalink_title: Link naar dit stuk", "permalink_title: Hierheen"),
    without_guide,
    without_page,
    another_version,
]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file and, with nothing in it, every folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b"" for path in folder.rglob("*")
    }


def cold(config: Path) -> dict[str, bytes]:
    """The site that the project makes without anything kept."""
    bare = config.parent.parent / "bare"
    shutil.copytree(config.parent, bare, ignore=shutil.ignore_patterns(".cache", "site"))
    build_site(bare / "mkdocs.yml")
    made = contents(bare / "site")
    shutil.rmtree(bare)
    return made


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project, without PDFs: they have tests of their own."""
    monkeypatch.setattr("build_tools.printing.can_print", lambda: False)
    return small_project(tmp_path / "project")


def test_a_warm_build_equals_a_cold_one_after_every_kind_of_change(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_site(config)
    before = contents(config.parent / "site")
    for change in CHANGES:
        change(config.parent, monkeypatch)
        build_site(config)
        warm = contents(config.parent / "site")
        assert warm == cold(config)
        assert (warm == before) == (change is another_version)
        before = warm


def test_a_page_that_was_finished_before_is_not_made_again(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("build_tools.plugin.together", lambda _: alone())
    build_site(config)
    swap(RULE, "title: ", "title: Nieuw! ")(config.parent, monkeypatch)
    made: list[str] = []
    parts = conversion.Conversion.parts

    def noted(self: conversion.Conversion, body: str) -> conversion.Parts | None:
        made.append(body)
        return parts(self, body)

    monkeypatch.setattr(conversion.Conversion, "parts", noted)
    build_site(config)
    assert 0 < len(made) < 15
    assert all("Nieuw!" in body for body in made)


def test_a_page_whose_part_of_the_sources_is_the_same_is_not_even_written_in_markdown(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("build_tools.plugin.together", lambda _: alone())
    build_site(config)
    swap(RULE, "title: ", "title: Nieuw! ")(config.parent, monkeypatch)
    made: list[str] = []

    def noted(plan: Plan, path: str, recall: Recall) -> Page:
        made.append(path)
        return planned_page(plan, path, recall)

    monkeypatch.setattr("build_tools.plugin.planned_page", noted)
    build_site(config)
    assert {"ouders.md", "kinderen.md", "onderwerpen/telefoon.md", "protocollen/de-wilg.md"} <= set(made)
    assert not {"media.md", "inbedden/media.md", "onderwerpen/woordvoerder.md", "onderwerpen/foto-plaatsen.md"} & set(
        made
    )


def test_mkdocs_goes_through_the_pages_only_that_are_to_be_made(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("build_tools.plugin.together", lambda _: alone())
    build_site(config)
    swap(RULE, "title: ", "title: Nieuw! ")(config.parent, monkeypatch)
    read: list[str] = []
    prepare = ProtocolwijzerPlugin.on_pre_page

    def noted(self: ProtocolwijzerPlugin, page: MkDocsPage, **rest: Any) -> None:
        read.append(page.file.src_uri)
        prepare(self, page, **rest)

    monkeypatch.setattr(ProtocolwijzerPlugin, "on_pre_page", noted)
    build_site(config)
    assert "protocollen/de-wilg.md" in read
    assert not {"media.md", "onderwerpen/woordvoerder.md", "redactie/index.md"} & set(read)
    assert contents(config.parent / "site") == cold(config)


@pytest.mark.parametrize("crew", [alone, together])
def test_a_page_of_which_only_half_was_kept_is_made_again(
    config: Path, monkeypatch: pytest.MonkeyPatch, crew: Callable[[int], Crew]
) -> None:
    monkeypatch.setattr("build_tools.plugin.together", crew)
    build_site(config)
    shutil.rmtree(config.parent / "site")
    swap(RULE, "title: ", "title: Nieuw! ")(config.parent, monkeypatch)
    monkeypatch.setattr("build_tools.workshop.html_of", lambda *_: None)
    build_site(config)
    assert contents(config.parent / "site") == cold(config)


def test_a_link_of_a_page_written_by_hand_is_looked_at_though_the_page_stayed(
    config: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    page = config.parent / "docs" / "redactie" / "nog-een.md"
    page.write_text("# Nog een\n\n[regel](../protocollen/de-wilg.md#telefoon-in-de-tas)\n", encoding="utf-8")
    build_site(config)
    (config.parent / RULE).rename(config.parent / RULE.replace("telefoon-in-de-tas", "telefoon-thuis"))
    swap(RULE.replace("telefoon-in-de-tas", "telefoon-thuis"), "id: telefoon-in-de-tas", "id: telefoon-thuis")(
        config.parent, monkeypatch
    )
    with pytest.raises(BuildStopped):
        build_site(config)
    assert (
        'nog-een.md:3:9: het anker achter # van de link "../protocollen/de-wilg.md#telefoon-in-de-tas"' in caplog.text
    )


def test_where_two_things_go_to_one_place_mkdocs_decides_and_the_site_that_stands_is_not_written_to(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {"404.html": "ONDERLIGGEND", "over/index.html": "ONDERLIGGEND", "hallo.txt": "{{ config.site_name }}"}
    write_files(config.parent / "docs", own)
    config.write_text(f"{config.read_text(encoding='utf-8')}\nextra_templates: [hallo.txt]\n", encoding="utf-8")
    build_site(config)
    stood = contents(config.parent / "site")
    assert b"ONDERLIGGEND" not in stood["404.html"] + stood["over/index.html"]
    assert stood["hallo.txt"] == b"Wilgwijzer"
    swap("protocol_src/site.yml", "name: Wilgwijzer", "name: Wilgenwijzer")(config.parent, monkeypatch)

    def refused(*given: Any, **named: Any) -> Any:
        built.read_site(*given, **named)
        assert contents(config.parent / "site") == stood
        raise BuildStopped

    monkeypatch.setattr(building, "read_site", refused)
    with pytest.raises(BuildStopped):
        build_site(config)
    monkeypatch.setattr(building, "read_site", built.read_site)
    build_site(config)
    assert contents(config.parent / "site") == cold(config)


def test_the_order_of_a_set_decides_nothing(config: Path) -> None:
    keys = set()
    for order in ([0, 8], [8, 0]):  # a set of these two keeps the order in which they came
        settings = load_config(str(config))
        settings.extra["unlisted"] = frozenset(order)
        keys.add(_tools("a", settings, Files([])))
    assert len(keys) == 1


def test_of_a_site_with_a_fault_no_page_is_kept(config: Path) -> None:
    page = config.parent / "docs" / "redactie" / "nog-een.md"
    page.write_text("# Nog een\n\n[nergens](nergens.md)\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(BuildStopped):
            build_site(config)
    assert not (config.parent / ".cache" / "pages" / "html.sqlite").exists()


def test_of_a_site_whose_looks_changed_meanwhile_no_page_is_kept(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = building.build_checked

    def disturbed(*given: Any) -> Any:
        built = build(*given)
        swap("overrides/partials/footer.html", "Over de site", "Over deze hele site")(config.parent, monkeypatch)
        return built

    monkeypatch.setattr(building, "build_checked", disturbed)
    build_site(config)
    assert not (config.parent / ".cache" / "pages" / "html.sqlite").exists()


def test_a_second_build_builds_nothing_and_repeats_its_remarks(
    config: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings = config.parent / "protocol_src" / "site.yml"
    settings.write_text(settings.read_text() + "parameters:\n  naam: De Wilg\n")
    with caplog.at_level(logging.INFO, logger="mkdocs.plugins.protocolwijzer"):
        build_site(config)
        said = [record.getMessage() for record in caplog.records if record.name == "mkdocs.plugins.protocolwijzer"]
        made = contents(config.parent / "site")
        caplog.clear()
        left = (config.parent / ".protocolwijzer-site.abcd1234", config.parent / ".protocolwijzer-site.lock")
        left[0].mkdir()  # as a build leaves it that is killed
        left[1].touch()
        with monkeypatch.context() as patch:
            patch.setattr(building, "build_checked", lambda *_: pytest.fail("built again"))
            build_site(config)
        assert [path for path in left if path.exists()] == []
        assert [record.getMessage() for record in caplog.records] == said != []
    (config.parent / "site" / "index.html").write_text("bedorven")
    build_site(config)
    assert contents(config.parent / "site") == made


@pytest.mark.parametrize("line", ["hooks: [haak.py]", "copyright: !ENV [WIE, wij]", "INHERIT: mkdocs.yml"])
def test_a_project_with_code_or_values_from_elsewhere_is_always_built(config: Path, line: str) -> None:
    (config.parent / "haak.py").write_text("")
    if "INHERIT" in line:
        (config.parent / "meer.yml").write_text("INHERIT: mkdocs.yml\n")
        assert project_of(config.parent / "meer.yml").origin is None
        return
    config.write_text(config.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    assert project_of(config).origin is None


def test_every_file_right_and_name_counts(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    file = tmp_path / "a" / "b.txt"
    file.write_text("een")
    seen = {folder_digest(tmp_path)}
    for change in (
        lambda: file.write_text("twee"),
        lambda: file.chmod(0o600),
        lambda: file.rename(tmp_path / "a" / "c.txt"),
        lambda: (tmp_path / ".verborgen").write_text(""),
        lambda: (tmp_path / "kapot").symlink_to("nergens"),
    ):
        change()
        seen.add(folder_digest(tmp_path))
    assert len(seen) == 6
    found = look([tmp_path])
    assert inputs_digest(found, ["a", "bc"]) != inputs_digest(found, ["ab", "c"])


def test_of_what_decides_a_site_every_file_right_and_name_counts(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    file = tmp_path / "a" / "b.txt"
    file.write_text("een")
    seen = {inputs_digest(look([tmp_path]), [])}
    for change in (
        lambda: file.write_text("twee"),
        lambda: file.chmod(0o600),
        lambda: file.rename(tmp_path / "a" / "c.txt"),
        lambda: (tmp_path / ".verborgen").write_text(""),
    ):
        change()
        seen.add(inputs_digest(look([tmp_path]), []))
    assert len(seen) == 5


@pytest.mark.skipif(sys.platform == "win32", reason="making a link asks for rights there")
def test_a_link_to_nowhere_hides_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a", "sub/b"):
        (tmp_path / name).write_text(name)
    for name, to in {"lus": "lus", "onder": "a/c", "weg": "nergens", "elders": "sub"}.items():
        (tmp_path / name).symlink_to(to)
    (found,) = look([tmp_path]).values()
    assert {Path(name).relative_to(tmp_path).as_posix(): bool(status) for name, status in found.items()} == {
        "a": True,
        "lus": False,
        "onder": False,
        "weg": False,
        "sub/b": True,
    }


def test_a_file_is_read_again_only_when_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "map").mkdir()
    files = [tmp_path / "map" / name for name in ("a.txt", "b.txt")]
    for file in files:
        file.write_text("een")
    kept, later = tmp_path / "ledger.json", files[0].stat().st_mtime_ns + 10_000_000_000

    def told(name: str) -> str:
        """What the ledger has of a file, in a run of its own."""
        ledger = read_ledger(kept, later)
        found = look([tmp_path / "map"])[str(tmp_path / "map")]
        said = {Path(path).name: ledger.digest(path, status) for path, status in found.items() if status}
        write_ledger(kept, ledger)
        return said[name]

    first = told("a.txt")
    known = json.loads(kept.read_text())
    kept.write_text(json.dumps({path: [*line[:-1], "onthouden"] for path, line in known.items()}))
    assert told("a.txt") == "onthouden"
    files[0].write_text("twee")
    os.utime(files[0], ns=(0, later - 5_000_000_000))
    assert told("a.txt") not in (first, "onthouden")
    assert told("b.txt") == "onthouden"


def test_what_was_written_just_now_is_not_remembered(tmp_path: Path) -> None:
    file, kept = tmp_path / "a.txt", tmp_path / "ledger.json"
    file.write_text("een")
    ledger = read_ledger(kept, file.stat().st_mtime_ns + 1_000_000)
    ledger.digest(str(file), file.stat())
    write_ledger(kept, ledger)
    assert not ledger.lines
    assert not kept.exists()


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"a": 3}', b'{"a": [1, 2]}'])
def test_a_damaged_ledger_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "ledger.json"
    file.write_bytes(content)
    assert read_ledger(file, 0).before == {}


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"inputs": "a", "site": null, "messages": 3}'])
def test_a_damaged_note_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "note.json"
    file.write_bytes(content)
    assert still(file, "a", tmp_path) is None


def test_a_note_holds_for_these_inputs_and_this_site_only(tmp_path: Path) -> None:
    site, file = tmp_path / "site", tmp_path / "notes" / "note.json"
    site.mkdir()
    note(file, "a", folder_digest(site), ["gezegd"])
    assert still(file, "a", site) == ["gezegd"]
    assert still(file, "b", site) is None
    (site / "nieuw").touch()
    assert still(file, "a", site) is None


def test_a_stamp_is_another_one_after_every_write_and_none_just_after_one(tmp_path: Path) -> None:
    file = tmp_path / "b.txt"
    file.write_text("een")
    written = file.stat().st_mtime_ns
    later = written + 10_000_000_000
    assert stamp(look([tmp_path]), written + 1_000_000) is None
    first = stamp(look([tmp_path]), later)
    assert first == stamp(look([tmp_path]), later + 1) is not None
    os.utime(file, ns=(written, written + 1_000_000))
    assert stamp(look([tmp_path]), later) not in (first, None)
    (tmp_path / "nog.txt").touch()
    assert stamp(look([tmp_path]), later) not in (first, None)


def test_what_is_looked_at_together_or_in_turns_has_one_stamp(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("b", "a")]
    for folder in folders:
        folder.mkdir()
        (folder / "c.txt").touch()
    later = time.time_ns() + 10_000_000_000
    assert stamp(look(folders[:1]) | look(folders[1:]), later) == stamp(look(folders), later) is not None


def test_a_way_that_finds_out_by_itself_what_stayed_has_no_sources_looked_at_for_it(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []

    def noted(paths: Iterable[Path]) -> Any:
        looked.extend(paths)
        return look(paths)

    monkeypatch.setattr(building, "look", noted)
    sources = (config.parent / "protocol_src").resolve()
    for way, is_looked_at in ((at_once(config), True), (replace(at_once(config), name=None), False)):
        looked.clear()
        build_site(config, way=way)
        assert config.resolve() in looked
        assert (sources in looked) == is_looked_at


def test_a_disk_that_keeps_whole_seconds_is_trusted_later(tmp_path: Path) -> None:
    file = tmp_path / "b.txt"
    file.write_text("een")
    os.utime(file, ns=(0, 5_000_000_000))
    assert stamp(look([tmp_path]), 6_000_000_000) is None
    assert stamp(look([tmp_path]), 9_000_000_000) is not None


def test_what_stayed_the_same_is_the_same_file_with_its_old_date(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_site(config)
    site = config.parent / "site"
    before = {path: path.stat() for path in site.rglob("*.html")}
    swap(RULE, "title: ", "title: Nieuw! ")(config.parent, monkeypatch)
    build_site(config)
    kept = {path for path, old in before.items() if (old.st_ino, old.st_mtime_ns) == _inode(path)}
    assert site / "media" / "index.html" in kept
    assert site / "protocollen" / "de-wilg" / "index.html" not in kept
    assert {path.stat().st_nlink for path in before} == {1}


def test_a_page_that_stands_in_the_site_is_not_even_written(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("build_tools.plugin.together", lambda _: alone())
    build_site(config)
    written: list[str] = []

    def noted(content: bytes, path: str) -> None:
        written.append(Path(path).parent.name)
        write_file(content, path)

    monkeypatch.setattr("build_tools.workshop.write_file", noted)
    swap(RULE, "title: ", "title: Nieuw! ")(config.parent, monkeypatch)
    build_site(config)
    assert "media" not in written
    (config.parent / "site" / "media" / "index.html").write_text("bedorven")
    swap(RULE, "title: Nieuw! ", "title: ")(config.parent, monkeypatch)
    build_site(config)
    assert "media" in written
    assert contents(config.parent / "site") == cold(config)


def test_a_site_that_is_guarded_for_the_web_shares_no_file_with_the_one_that_stands(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_site(config)
    stood = contents(config.parent / "site")

    def finish(folder: Path) -> None:
        guarded(folder)
        assert contents(config.parent / "site") == stood

    monkeypatch.setitem(building.PROFILES, "web", finish)
    for _ in range(2):
        build_site(config, finish=finish)
        stood = contents(config.parent / "site")
        swap(RULE, "title: ", "title: Nieuw! ")(config.parent, monkeypatch)
    assert any(b"Content-Security-Policy" in content for content in stood.values())


def _inode(path: Path) -> tuple[int, int]:
    return path.stat().st_ino, path.stat().st_mtime_ns


def test_links_of_a_page_that_stayed_are_looked_at_again_when_a_page_that_it_leads_to_changed(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    faults = built.page_faults

    def noted(page: built.HtmlPage, *rest: Any) -> Any:
        looked.append(page.path)
        return faults(page, *rest)

    monkeypatch.setattr(built, "page_faults", noted)
    build_site(config)
    everything = set(looked)
    looked.clear()
    swap(RULE, "text: Leerlingen", "text: Volgens [afspraak](https://www.kennisnet.nl/) hebben leerlingen")(
        config.parent, monkeypatch
    )
    build_site(config)
    assert "protocollen/de-wilg/index.html" in looked
    assert "media/index.html" not in looked
    looked.clear()
    swap(RULE, "title: ", "title: Nieuw! ")(config.parent, monkeypatch)  # it is an anchor in a frame
    build_site(config)
    assert set(looked) == everything
