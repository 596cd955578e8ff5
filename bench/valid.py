"""`python -m bench.valid`: the Nu HTML checker looks at every page of the site.

What the theme or Markdown makes and we cannot mend stands in html_exceptions.tsv with its reason; one that is no
longer needed is a fault, like any error that is not in it.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bench.figures import publish
from build_tools.plugin import build_pages
from tests.library import PROJECT
from tests.project import copy_project

_CHECKER = PROJECT / ".cache" / "web" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
_EXCEPTIONS = Path(__file__).parent / "html_exceptions.tsv"


def exceptions() -> dict[str, str]:
    """The reason for each message that is allowed, by how the message begins."""
    with _EXCEPTIONS.open(encoding="utf-8", newline="") as lines:
        return {row["message"]: row["reason"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}


def judged(messages: Iterable[Mapping[str, Any]], allowed: Iterable[str]) -> tuple[list[str], dict[str, int]]:
    """The faults among the checker's messages, unused exceptions too, and how often each exception was needed."""
    used = dict.fromkeys(allowed, 0)
    faults = []
    for message in messages:
        exception = next((start for start in used if message["message"].startswith(start)), None)
        if exception:
            used[exception] += 1
        else:
            faults.append(f"{message['url']}:{message.get('lastLine', 1)}: {message['message']}")
    faults += [f"html_exceptions.tsv: no longer needed: {start}" for start, times in used.items() if not times]
    return faults, used


def messages(pages: Iterable[Path]) -> list[dict[str, Any]]:
    """What the checker says of the pages, errors and warnings. Raises OSError without Java."""
    java = shutil.which("java")
    if not java or not _CHECKER.exists():
        raise OSError("this needs Java and `make web-tools`")
    command = [java, "-Xmx1g", "-jar", str(_CHECKER), "--format", "json", "--stdout", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    found: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return found


def _main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "site"
        # without the policies: the checker takes every file on disk for one of another site
        build_pages(copy_project(Path(place) / "project"), folder)
        pages = sorted(folder.rglob("*.html"))
        allowed = exceptions()
        faults, used = judged(messages(pages), allowed)
    print("\n".join(faults) or "No errors but the exceptions.")
    rows = [("pages checked", len(pages)), ("errors and warnings", len(faults))]
    rows += [(f"exception: “{start} …”", times) for start, times in used.items()]
    publish("html", "make trust-html", rows)
    sys.exit(bool(faults))


if __name__ == "__main__":
    _main()
