"""Several processes make what one makes, and a fault in one of them stops all."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from pathlib import Path

import pytest
from mkdocs.structure.pages import Page

from build_tools import crew, plugin, workshop
from build_tools.building import build_site
from build_tools.crew import Crew, HelperLost, alone, together
from build_tools.problems import BuildStopped
from tests.project import small_project
from tests.test_unchanged import contents

pytestmark = pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="only Linux makes a crew")


@pytest.fixture
def cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2})


@pytest.mark.usefixtures("cores")
def test_each_part_is_made_once_whoever_takes_it() -> None:
    hands = together(500)
    mine = [part for part in range(500) if hands.takes(part)]
    if hands.is_helper:
        hands.hand_in(mine)
    theirs = hands.results()
    assert len(theirs) == 2
    assert sorted([*mine, *theirs[0], *theirs[1]]) == list(range(500))


@pytest.mark.usefixtures("cores")
def test_a_helper_that_is_lost_is_noticed() -> None:
    hands = together(2)
    if hands.is_helper:
        os._exit(3)
    with pytest.raises(HelperLost):
        hands.results()
    hands.dismiss()


@pytest.mark.usefixtures("cores")
def test_helpers_are_dismissed_whatever_they_do() -> None:
    hands = together(2)
    while hands.is_helper:
        pass
    helpers = list(hands.helpers)
    hands.dismiss()
    for helper in helpers:
        with pytest.raises(ProcessLookupError):
            os.kill(helper, 0)


def test_a_helper_to_whom_nobody_listens_any_more_ends_without_a_word() -> None:
    """The first process met a fault, as a full disk, at the same moment."""
    reading, writing = os.pipe()
    helper = os.fork()
    if helper == 0:
        os.close(reading)
        with suppress(BaseException):
            Crew(answer=writing).hand_in(b"x" * 1_000_000)
        os._exit(9)
    os.close(writing)
    os.close(reading)
    assert os.waitstatus_to_exitcode(os.waitpid(helper, 0)[1]) == 1


@pytest.mark.parametrize("parts", [0, 1, 10**6])
def test_who_has_little_or_far_too_much_to_do_is_alone(parts: int) -> None:
    assert together(parts) == alone()
    assert alone().takes(0)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("build_tools.printing.can_print", lambda: False)
    return small_project(tmp_path / "project")


@pytest.mark.usefixtures("cores")
def test_together_they_build_the_site_that_one_builds(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bool] = []

    def counted(parts: int) -> crew.Crew:
        hands = together(parts)
        made.append(bool(hands.helpers))
        return hands

    monkeypatch.setattr(plugin, "together", counted)
    monkeypatch.setattr(plugin, "_looks_are_ours", lambda _: True)
    build_site(config)
    site, kept = contents(config.parent / "site"), contents(config.parent / ".cache" / "pages")
    monkeypatch.setattr(plugin, "together", lambda _: alone())
    for name in ("site", ".cache"):
        (config.parent / name).rename(config.parent / f"{name}-together")
    build_site(config)
    assert contents(config.parent / "site") == site
    assert made == [True]
    assert set(kept) == {"html.sqlite", "pieces.sqlite"}


def test_a_project_with_templates_of_its_own_is_built_by_one(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugin, "together", lambda _: pytest.fail("helped"))
    footer = config.parent / "overrides" / "partials" / "footer.html"
    footer.write_text(footer.read_text(encoding="utf-8") + "<!-- {{ pages | length }} -->", encoding="utf-8")
    build_site(config)


@pytest.mark.usefixtures("cores")
@pytest.mark.parametrize("ending", ["warning", "fault", "death"])
def test_what_goes_wrong_in_a_helper_stops_the_build(
    config: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, ending: str
) -> None:
    take = workshop.Workshop.take

    def worse(shop: workshop.Workshop, page: Page) -> None:
        take(shop, page)
        if shop.crew.is_helper and not isinstance(page, workshop.PageElsewhere):
            if ending == "death":
                os._exit(9)
            if ending == "fault":
                raise ValueError(page.file.src_uri)
            logging.getLogger("mkdocs.ding").warning("dit klopt niet")

    monkeypatch.setattr(workshop.Workshop, "take", worse)
    monkeypatch.setattr(plugin, "_looks_are_ours", lambda _: True)
    with pytest.raises(BuildStopped):
        build_site(config)
    assert {"warning": "dit klopt niet", "fault": "Error reading page", "death": ""}[ending] in caplog.text
    assert not (config.parent / "site").exists()
