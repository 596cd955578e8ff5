"""Measures builds beside other engines on the same Markdown, and a preview: `python -m bench.build`.

Whole processes, in turns, medians; without PDFs, which the others do not make. Each figure stands beside its goal.
Zensical and Hugo take part when they are on PATH.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlencode
from urllib.request import urlopen

from bench.collection import project
from bench.process import COMMAND, surroundings

_BARE = "from build_tools import printing; printing.can_print = lambda: False; from build_tools.cli import run; run()"
OURS = (sys.executable, "-W", "ignore", "-c", _BARE)
BUILD = (COMMAND, "build", "--zonder-pdf")
MKDOCS = (sys.executable, "-W", "ignore", "-m", "mkdocs")
ADDRESS = "127.0.0.1:8765"
FEW = 5
_NAV = ("medewerkers", "ouders", "kinderen", "media", "onderwerpen/index", "protocollen/index", "begrippen")
_LEAN = """\
site_name: Protocolwijzer
theme: {name: material, language: nl, font: false, features: [navigation.prune, navigation.top, toc.follow]}
plugins: []
markdown_extensions: [build_tools.captions, abbr, attr_list, md_in_html, tables, {toc: {permalink: true, toc_depth: 3}}]
nav: [NAV]
not_in_nav: "*"
"""
_HUGO = 'baseURL = "/"\ndisableKinds = ["taxonomy", "term", "RSS"]\n[markup.goldmark.renderer]\nunsafe = true\n'
_HUGO_PAGE = "<!doctype html><html><body><main>{{ .Content }}</main></body></html>\n"

Run = Callable[[], float]


def seconds(command: Sequence[str], folder: Path) -> float:
    """How long a whole process takes, once the disk has what others wrote before. Raises CalledProcessError.

    Our build ends by having the system write out all that it holds, and would otherwise wait for their pages too.
    """
    if hasattr(os, "sync"):
        os.sync()
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, env=surroundings(), check=True, capture_output=True)  # noqa: S603 - our own
    return time.perf_counter() - started


def lean_project(ours: Path) -> Path:
    """The same Markdown for plain MkDocs with Material and a pruned navigation."""
    folder = ours.parent / "lean"
    seconds((*OURS, "render", str(folder / "docs")), ours)
    for page in (folder / "docs").rglob("*.md"):  # the templates that some pages name are ours
        page.write_text(re.sub(r"(?m)^template: .*\n", "", page.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    nav = ", ".join(f"{name}.md" for name in _NAV)
    (folder / "mkdocs.yml").write_text(_LEAN.replace("NAV", nav), encoding="utf-8")
    return folder


def hugo_project(lean: Path) -> Path:
    """The same Markdown for Hugo, with the barest of layouts."""
    folder = lean.parent / "hugo"
    shutil.copytree(lean / "docs", folder / "content")
    for index in (folder / "content").rglob("index.md"):
        index.rename(index.with_name("_index.md"))
    (folder / "layouts" / "_default").mkdir(parents=True)
    for name in ("single", "list"):
        (folder / "layouts" / "_default" / f"{name}.html").write_text(_HUGO_PAGE, encoding="utf-8")
    (folder / "hugo.toml").write_text(_HUGO, encoding="utf-8")
    return folder


def builds(ours: Path, lean: Path) -> dict[str, Run]:
    """What is measured, by its name; each run leaves the folder ready for the next."""

    def cold() -> float:
        for name in (".cache", "site"):
            shutil.rmtree(ours / name, ignore_errors=True)
        return seconds(BUILD, ours)

    def edited() -> float:
        edit(ours)
        return seconds(BUILD, ours)

    runs: dict[str, Run] = {
        "lean Material": lambda: seconds((*MKDOCS, "build", "--quiet"), lean),
        "cold": cold,
        "nothing changed": lambda: seconds(BUILD, ours),
        "one article edited": edited,
    }
    if shutil.which("zensical"):
        runs["Zensical, warm"] = lambda: seconds(("zensical", "build"), lean)
    if shutil.which("hugo"):
        bare = hugo_project(lean)
        runs["Hugo"] = lambda: seconds(("hugo", "--quiet"), bare)
    return runs


def edit(ours: Path) -> None:
    """Another title for one article, every time another one."""
    article = next(iter(sorted((ours / "protocol_src" / "protocols" / "de-mare" / "articles").glob("*.yml"))))
    lines = article.read_text(encoding="utf-8").split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith("title:"))
    lines[at] = f"title: Titel {time.time_ns() % 1_000_000}"
    article.write_text("\n".join(lines), encoding="utf-8")


@contextmanager
def preview(ours: Path) -> Iterator[None]:
    """The preview at ADDRESS, once it answers."""
    server = subprocess.Popen(  # noqa: S603 - our own command
        (*OURS, "serve", "--address", ADDRESS),
        cwd=ours,
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        if server.stdout:
            server.stdout.readline()  # it says where it answers
        yield
    finally:
        server.terminate()
        server.communicate()


def shown(page: str) -> str:
    """Load a page of the preview; the seal that it has."""
    with urlopen(f"http://{ADDRESS}/{page}") as answer:
        body: bytes = answer.read()
    return body.rpartition(b'data-gezien="')[2].partition(b'"')[0].decode()


@contextmanager
def opened(page: str) -> Iterator[Callable[[], None]]:
    """A page as a browser has it open; what this gives waits until the page is told to load itself again."""
    asked = urlencode({"adres": f"/{page}", "gezien": shown(page)})
    with urlopen(f"http://{ADDRESS}/_voorvertoning/gebeurtenissen?{asked}") as events:

        def wait() -> None:
            while events.readline() != b"event: reload\n":
                pass

        yield wait


def reload_times(ours: Path, page: str, runs: int) -> list[float]:
    """Seconds from saving an article until a page that shows it, open in a browser, has been loaded again."""
    times = []
    with preview(ours):
        for _ in range(runs + 1):
            with opened(page) as wait_for_reload:
                time.sleep(1)  # the contents are looked at after each edit; an editor takes longer for the next
                edit(ours)
                started = time.perf_counter()
                wait_for_reload()
                shown(page)
                times.append(time.perf_counter() - started)
    return times[1:]  # the first edit finds less of it in memory


#: Name of a run -> what it is divided by, and the goal for that.
GOALS = {
    "cold": ("lean Material", "0.50"),
    "nothing changed": ("cold", "0.12"),
    "one article edited": ("cold", "0.15"),
    "Zensical, warm": ("cold", "more than 1"),
    "Hugo": ("cold", None),
}


def compared(total: int, runs: int) -> Iterator[tuple[str, str]]:
    """What each build takes, in turns, and as a ratio of another in the same turns, beside its goal."""
    with tempfile.TemporaryDirectory() as scratch:
        ours = project(Path(scratch) / "ours", total).parent
        measured = builds(ours, lean_project(ours))
        times: dict[str, list[float]] = {name: [] for name in measured}
        for _ in range(runs):
            for name, run in measured.items():
                times[name].append(run())
    for name, found in times.items():
        base, goal = GOALS.get(name, (None, None))
        ratio = f"; {median(found) / median(times[base]):.2f} of {base}" if base else ""
        yield f"{total} protocols, {name}{f' (goal: {goal})' if goal else ''}", f"{median(found):.1f} s{ratio}"


def served(total: int, runs: int) -> Iterator[tuple[str, str]]:
    """Seconds from saving an article to its page, loaded again in the preview, beside the goal."""
    goal = 0.3 if total <= FEW else 0.5
    with tempfile.TemporaryDirectory() as scratch:
        ours = project(Path(scratch) / "ours", total).parent
        for page in ("protocollen/de-mare/", "medewerkers/"):
            waited = median(reload_times(ours, page, runs))
            yield f"{total} protocols, edit to reloaded page in `serve`, {page} (goal: {goal} s)", f"{waited:.2f} s"


def main() -> None:
    """Print each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--protocols", type=int, default=60)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    for what, found in (*compared(given.protocols, given.runs), *served(given.protocols, given.runs)):
        print(f"{what}: {found}", flush=True)


if __name__ == "__main__":
    main()
