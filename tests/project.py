"""The project's own sources, copied so that a test can change them and build a whole site."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from filelock import FileLock

from build_tools.deliver import replace_folder
from build_tools.source import parse
from tests.library import BASE, PROJECT

_FOLDERS = ("docs", "overrides", "protocol_src")


def copy_project(target: Path, **site: Any) -> Path:
    """mkdocs.yml of a copy below `target` of all that a site is made of, with fields of site.yml changed."""
    target.mkdir(parents=True, exist_ok=True)
    for name in _FOLDERS:
        shutil.copytree(PROJECT / name, target / name)
    settings = target / "protocol_src" / "site.yml"
    data = parse(settings.name, settings.read_bytes()).data | site
    settings.write_text(json.dumps(data), encoding="utf-8")  # JSON is YAML
    return Path(shutil.copy(PROJECT / "mkdocs.yml", target))


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """`folder`, filled by the first of the workers that comes for it; the others wait."""
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            replace_folder(folder, make)
    return folder


def read_data(site: Path, name: str) -> dict[str, Any]:
    """A data file of a built site: `read_data(site, "articles")`."""
    content: dict[str, Any] = json.loads((site / "data" / f"{name}.json").read_text(encoding="utf-8"))
    return content


def read_articles(site: Path) -> list[dict[str, Any]]:
    """Every rule and decision in the data of a built site."""
    articles: list[dict[str, Any]] = read_data(site, "articles")["articles"]
    return articles


def small_project(target: Path) -> Path:
    """mkdocs.yml of a project below `target` with the pages and looks of this one, and the small base library."""
    for name in ("docs", "overrides"):
        shutil.copytree(PROJECT / name, target / name)
    shutil.copytree(BASE, target / "protocol_src")
    return Path(shutil.copy(PROJECT / "mkdocs.yml", target))
