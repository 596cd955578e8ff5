"""The sites that are measured: ours, and the same pages with the theme's default search."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

import yaml

from bench.collection import collection
from build_tools.data import articles
from build_tools.load import load
from build_tools.plugin import build_pages
from build_tools.search import search_files
from build_tools.search_rules import rules_of
from build_tools.source import read_folder

PROJECT = Path(__file__).parents[1]


def build_ours(folder: Path) -> Path:
    """The site as it is published."""
    build_pages(PROJECT / "mkdocs.yml", folder)
    return folder


def build_default(folder: Path) -> Path:
    """The same pages with the theme as it comes, and its own search."""
    config = yaml.safe_load((PROJECT / "mkdocs.yml").read_text(encoding="utf-8"))
    config["docs_dir"] = str(PROJECT / "docs")
    config["plugins"] = ["search", {"protocolwijzer": {"source": str(PROJECT / "protocol_src")}}]
    config["theme"] = {"name": "material", "language": "nl", "font": False}
    for name in ("extra_css", "extra_javascript", "watch"):
        config.pop(name)
    file = folder.with_suffix(".yml")
    file.write_text(yaml.safe_dump(config), encoding="utf-8")
    build_pages(file, folder)
    return folder


def articles_of(site: Path) -> list[dict[str, Any]]:
    """What data/articles.json of a built site holds."""
    found: list[dict[str, Any]] = json.loads((site / "data/articles.json").read_text(encoding="utf-8"))["articles"]
    return found


def enlarge(site: Path, folder: Path, total: int) -> Path:
    """A copy of our site whose search index is that of `total` protocols; its pages are those of the few."""
    shutil.copytree(site, folder)
    shutil.rmtree(folder / "search")
    library, _ = load(collection(read_folder(PROJECT / "protocol_src"), total))
    protocols = [(protocol.id, protocol.record.short_title) for protocol in library.shown]
    rules = [rules_of([*map(json.dumps, articles(library))])]
    for path, content in search_files(library.vocabulary, protocols, rules).items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    return folder


def gzipped(site: Path, pattern: str) -> int:
    """Bytes of the matching files, each gzipped."""
    return sum(len(gzip.compress(file.read_bytes())) for file in site.glob(pattern))
