"""The same sources give the same site on any day and machine, and a site tells nothing of the machine that built it."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.same import ELSEWHERE, HOME, build_in, differences, fingerprints

#: What surrounds the builds, by signs that no honest text holds.
_SIGNS = re.compile(rb"van-tester|/thuis/|een andere map|2026-01-31|2031-08-09|site-packages|/(?:home|Users|root|tmp)/")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The site of the small project, built in two surroundings that have nothing in common."""
    folder = tmp_path_factory.mktemp("omgevingen")
    return build_in(HOME, folder), build_in(ELSEWHERE, folder)


def test_two_builds_have_nothing_different(sites: tuple[Path, Path]) -> None:
    here, elsewhere = map(fingerprints, sites)
    assert differences(here, elsewhere) == []
    assert len(here) > 100


def readable(path: Path) -> Iterator[bytes]:
    """What a file holds, unpacked too."""
    content = path.read_bytes()
    yield content
    if path.suffix == ".gz":
        yield gzip.decompress(content)
    if path.suffix == ".pdf":
        for packed in _STREAM.findall(content):
            yield zlib.decompressobj().decompress(packed) if packed.startswith(b"x") else packed


def test_nothing_of_the_building_machine_is_in_the_site(sites: tuple[Path, Path]) -> None:
    told = [
        (path.relative_to(site).as_posix(), found[0])
        for site in sites
        for path in site.rglob("*")
        if path.is_file() and "redactie" not in path.parts and "ontwikkelaars" not in path.parts
        for text in readable(path)
        if (found := _SIGNS.search(text))
    ]
    assert told == []


def test_a_sitemap_dates_no_page_by_the_day_of_the_build(sites: tuple[Path, Path]) -> None:
    text = gzip.decompress((sites[0] / "sitemap.xml.gz").read_bytes())
    assert b"<loc>https://" in text
    assert b"lastmod" not in text
