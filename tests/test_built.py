"""The built HTML: each fault is found, and a sound site is silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.built import read_site
from build_tools.deliver import write_files

SOUND = {
    "index.html": """<!doctype html><html><head>
        <link rel="stylesheet" href="assets/stijl.css"><link rel="canonical" href="https://example.org/">
        <script src="assets/script.js"></script></head><body id="top">
        <a href="#top">boven</a> <a href="ouders/">ouders</a> <a href="ouders/#regel%20een">regel</a>
        <a href=".">hier</a> <a href="ouders/?p=a#regel%20een">met vraag</a> <a href="assets/stijl.css">bestand</a>
        <a id="naam">geen link</a>
        <a href="https://example.org/weg">elders</a> <a href="mailto:a@example.org">mail</a> <a href="tel:020">bel</a>
        <img src="assets/foto.png" srcset="assets/foto.png 1x, assets/foto.png 2x" alt="">
        <p style="background: url(assets/foto.png)"></p>
        <form action="."></form> <img src="data:image/png;base64,AAAA" alt=""></body></html>""",
    "ouders/index.html": """<html><body><h1 id="regel een">Ouders</h1>
        <a href="../">terug</a> <a href="../#top">top</a></body></html>""",
    "404.html": '<html><body><a href="/ouders/">ouders</a></body></html>',
    "leeg.html": "",
    "assets/stijl.css": "",
    "assets/script.js": "",
    "assets/foto.png": "",
}


def faults(folder: Path, body: str, path: str = "media/index.html") -> list[str]:
    write_files(folder, SOUND | {path: f"<html><body>{body}</body></html>"})
    return read_site(folder).faults()


def test_a_sound_site_is_silent(tmp_path: Path) -> None:
    write_files(tmp_path, SOUND)
    assert read_site(tmp_path).faults() == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<p id="a"></p><p id="a"></p><b id="a"></b>', 'de id "a" komt 3 keer voor'),
        ('<svg><g id="a"/></svg><p id="a"></p>', 'de id "a" komt 2 keer voor'),
        ('<a href="../weg/">x</a>', "de link ../weg/ leidt nergens heen"),
        ('<a href="../ouders">x</a>', "de link ../ouders leidt nergens heen"),
        ('<a href="../../index.html">x</a>', "de link ../../index.html leidt nergens heen"),
        ('<a href="../ouders/#weg">x</a>', "het anker van ../ouders/#weg bestaat niet"),
        ('<a href="#weg">x</a>', "het anker van #weg bestaat niet"),
        ('<map><area href="#weg" alt=""></map>', "het anker van #weg bestaat niet"),
        ('<a href="/ouders/">x</a>', "absolute link /ouders/"),
        ('<img src="weg.png">', "de link weg.png leidt nergens heen"),
        ('<script src="weg.js"></script>', "de link weg.js leidt nergens heen"),
        ('<link rel="stylesheet" href="weg.css">', "de link weg.css leidt nergens heen"),
        ('<img src="https://example.org/a.png">', "de pagina haalt iets op bij een ander: https://example.org/a.png"),
        ('<script src="//example.org/a.js"></script>', "de pagina haalt iets op bij een ander: //example.org/a.js"),
        ('<iframe src="https://example.org/"></iframe>', "de pagina haalt iets op bij een ander: https://example.org/"),
        (
            '<object data="https://example.org/x"></object>',
            "de pagina haalt iets op bij een ander: https://example.org/x",
        ),
        (
            '<link rel="preload" href="https://example.org/f">',
            "de pagina haalt iets op bij een ander: https://example.org/f",
        ),
    ],
)
def test_each_fault_is_found_once(tmp_path: Path, body: str, fault: str) -> None:
    assert faults(tmp_path, body) == [f"media/index.html: {fault}"]


@pytest.mark.parametrize(
    "body",
    [
        '<img srcset="https://example.org/a.png 2x" src="../assets/foto.png">',
        '<video poster="https://example.org/a.png"></video>',
        '<p style="background: url(https://example.org/a.png)"></p>',
        '<style>@import "https://example.org/a.css";</style>',
        '<form action="https://example.org/zoek"></form>',
    ],
)
def test_what_a_page_must_not_do_is_found(tmp_path: Path, body: str) -> None:
    assert len(faults(tmp_path, body)) == 1


def test_a_style_sheet_that_fetches_from_another_is_found(tmp_path: Path) -> None:
    write_files(tmp_path, SOUND | {"assets/stijl.css": "@font-face { src: url('https://example.org/a.woff2') }"})
    assert len(read_site(tmp_path).faults()) == 1


def test_faults_come_in_the_order_of_the_pages(tmp_path: Path) -> None:
    write_files(tmp_path, {"b.html": '<a href="x">x</a>', "a.html": '<a href="y">y</a>'})
    assert [fault.split(":")[0] for fault in read_site(tmp_path).faults()] == ["a.html", "b.html"]


def test_a_page_of_white_space_has_nothing_to_look_at(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(" \n", encoding="utf-8")
    assert read_site(tmp_path).faults() == []
