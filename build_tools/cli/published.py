"""What `check` and `publish` share: whether every address of the last publication still leads somewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from build_tools.model import Library
from build_tools.plan import page_addresses
from build_tools.problems import SourceFaults
from build_tools.redirects import NotPublished, Published, read_articles, read_redirects, vanished

#: Where `publish` leaves its work, and where articles.json stands in that, and in a built site.
FOLDER = Path("publicatie")
_IN_FOLDER = ("website/data/articles.json", "data/articles.json", "articles.json")

PUBLISHED = click.option(
    "--published",
    type=click.Path(exists=True, path_type=Path),
    metavar="PAD",
    help="De vorige publicatie: de map ervan, of alleen articles.json. Zonder deze optie: de map publicatie.",
)


def published_before(given: Path | None, folder: Path) -> list[Published]:
    """The addresses of the publication that was given, or else of that in `folder`, where there may be none."""
    place = given or folder
    found = [place] if place.is_file() else [path for name in _IN_FOLDER if (path := place / name).is_file()]
    if given and not found:
        raise click.BadParameter("in deze map staat geen articles.json", param_hint="--published")
    try:
        return [*read_articles(found[0].read_bytes()), *_moved_before(found[0])] if found else []
    except NotPublished as wrong:
        raise click.BadParameter(f"{found[0]}: {wrong}", param_hint="--published") from wrong


def _moved_before(beside: Path) -> list[Published]:
    moved = beside.with_name("redirects.json")
    return read_redirects(moved.read_bytes()) if moved.is_file() else []


def see_that_none_vanished(library: Library, before: Sequence[Published]) -> None:
    """Raise SourceFaults with each address of before that leads nowhere now."""
    if faults := list(vanished(library, before, page_addresses(library))):
        raise SourceFaults(faults)
