"""Measures the comparison with many protocols, those of `bench.collection`: `python -m bench.compare`."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser

from bench.browse import browser
from bench.collection import collection
from build_tools.alike import alike
from build_tools.comparison_scripts import comparison_scripts
from build_tools.deliver import write_files
from build_tools.load import load
from build_tools.model import Library
from build_tools.render import render
from build_tools.slices import Slices
from build_tools.source import read_folder
from build_tools.views.comparison import comparison_views

PROJECT = Path(__file__).parents[1]


def _timed(label: str, started: float) -> None:
    print(f"| {label} | {time.perf_counter() - started:.1f} s |")


def measure(total: int) -> None:
    """The comparison of `total` protocols: its pages and scripts, their size, and the grouping of all texts."""
    print(f"\n### {total} protocols\n\n| step | measured |\n| --- | --- |")
    files = collection(read_folder(PROJECT / "protocol_src"), total)
    started = time.perf_counter()
    library, _ = load(files)
    _timed("read and load all sources", started)
    started = time.perf_counter()
    pages = {page.path: len(page.markdown) for page in (render(view) for view in comparison_views(library))}
    _timed(f"make {len(pages)} pages, texts grouped per topic", started)
    started = time.perf_counter()
    scripts = {path: len(text.encode()) for path, text in comparison_scripts(Slices(library=library)).items()}
    _timed(f"make {len(scripts)} scripts", started)
    _group(library)
    largest = max((size, path) for path, size in pages.items())
    protocol = max(size for path, size in scripts.items() if not path.endswith("/index.js"))
    print(f"| first page, Markdown | {pages['vergelijken/index.md'] / 1000:.0f} kB |")
    print(f"| largest page, Markdown | {largest[0] / 1000:.0f} kB ({largest[1]}) |")
    print(f"| largest script of one protocol | {protocol / 1000:.0f} kB |")


def _group(library: Library) -> None:
    texts = [item.rule.text for protocol in library.shown for item in protocol.items]
    started = time.perf_counter()
    groups = alike(texts)
    _timed(f"group all {len(texts)} texts into {len(groups)} groups of likes", started)


def visit(total: int) -> None:
    """The comparison's pages of `total` protocols in a real browser, from disk: opening, and choosing two protocols."""
    library, _ = load(collection(read_folder(PROJECT / "protocol_src"), total))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = {page.path: page.markdown for page in (render(view) for view in comparison_views(library))}
        write_files(folder / "docs", pages | comparison_scripts(Slices(library=library)))
        build(load_config(str(_config(folder)), site_dir=str(folder / "site")))
        file = folder / "site/vergelijken/index.html"
        print(f"| first page of {total}, HTML | {file.stat().st_size / 1000:.0f} kB |")
        chosen = ",".join(protocol.id for protocol in library.shown[-2:])
        with browser() as found:
            _open(found, f"open it, {total} protocols to choose from", file.as_uri())
            _open(found, "open it with two protocols chosen", f"{file.as_uri()}?p={chosen}")


def _open(found: Browser, label: str, address: str) -> None:
    context = found.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    started = time.perf_counter()
    page.goto(address)
    page.locator("form[data-pw-ready]").wait_for()
    _timed(label, started)
    context.close()


def _config(folder: Path) -> Path:
    """The project's mkdocs.yml for the comparison's pages alone: their links to other pages lead nowhere."""
    config = yaml.safe_load((PROJECT / "mkdocs.yml").read_text(encoding="utf-8"))
    config |= {
        "docs_dir": str(folder / "docs"),
        "plugins": [],
        "nav": None,
        "not_in_nav": None,
        "validation": {},
        "watch": [],
    }
    config["theme"]["custom_dir"] = str(folder / "overrides")
    shutil.copytree(PROJECT / "overrides", folder / "overrides")
    file = folder / "mkdocs.yml"
    file.write_text(yaml.safe_dump({name: value for name, value in config.items() if value is not None}))
    return file


if __name__ == "__main__":
    for count in map(int, sys.argv[1:] or ("60", "600")):
        measure(count)
        visit(count)
