"""Completes the settings of a school's mkdocs.yml with those that come with the package.

A school names its site and this plugin; looks, navigation and Markdown extensions come from the package's own
settings. Not with MkDocs' INHERIT, which asks for the path of an installed package, and not with a theme of our own,
which an editable install cannot offer from another folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from build_tools.packaged import GUIDES, LOOKS, SETTINGS

#: Settings that say where a project is and what runs there: never taken over.
_ITS_OWN = {"site_name", "docs_dir", "site_dir", "theme", "plugins", "watch", "nav"}
_OF_GUIDES = {".md", ".png", ".webp"}
#: About Protocolwijzer itself: a folder of `GUIDES`, and the setting that names its first page, no school's site has.
_OF_DEVELOPERS, _DEVELOPERS = "ontwikkelaars", "developers"


def furnished(config: MkDocsConfig) -> MkDocsConfig:
    """`config` with what its mkdocs.yml does not say taken from the package; lists and pairs are added to.

    In the menu an entry of the project takes the place of the package's entry for the same page. The package's own
    mkdocs.yml stays as it is.
    """
    house, names = deepcopy(_loaded(SETTINGS.read_bytes()))
    own = _given(Path(config.config_file_path))
    for name in names - _ITS_OWN:
        config[name] = _joined(house[name], config[name]) if name in own else house[name]
    config.nav = joined_menu(house.nav or [], own.get("nav") or [])
    if _DEVELOPERS not in (own.get("extra") or {}):
        config.extra.pop(_DEVELOPERS, None)
    config.mdx_configs = house.mdx_configs | config.mdx_configs
    _furnish_theme(config, house, own.get("theme"))
    return config


def settings_of_package() -> MkDocsConfig:
    """The package's own settings, without its plugins; not to be changed."""
    return _loaded(SETTINGS.read_bytes())[0]


@lru_cache(1)
def _loaded(_: bytes) -> tuple[MkDocsConfig, frozenset[str]]:
    """Those settings and what they name, as they are now: a preview may run while the package itself is worked on."""
    return load_config(str(SETTINGS), plugins=[]), frozenset(_given(SETTINGS))


def _given(file: Path) -> Mapping[str, Any]:
    """What a settings file itself says, before MkDocs adds its defaults; the settings are known to be sound by now."""
    if not file.is_file():
        return {}  # settings that were made in code
    with file.open("rb") as opened:
        found: Mapping[str, Any] = yaml_load(opened, get_yaml_loader())
        return found


def _joined(house: Any, own: Any) -> Any:
    """The project's value, after that of the package where both can stand."""
    match own:
        case list():
            present = {str(value) for value in own}
            return [*(value for value in house if str(value) not in present), *own]
        case dict():
            return {**house, **own}
    return own


def joined_menu(house: Sequence[Any], own: Sequence[Any]) -> list[Any]:
    """The package's menu with the project's entries, which keep their order and stand where their pages stood.

    One for another page stands before the entry that follows it, else last. The menu is a single row: what the project
    puts together under a title stands there page by page.
    """
    mine = list(_entries(own))
    replaced = set(map(page_of, mine))
    place_of = {page_of(entry): number for number, entry in enumerate(house)}
    places = sorted(place_of[page_of(entry)] for entry in mine if page_of(entry) in place_of)
    kept = [(number, entry) for number, entry in enumerate(house) if page_of(entry) not in replaced]
    placed, place = [], len(house)
    for entry in reversed(mine):
        place = places.pop() if page_of(entry) in place_of else place
        placed.append((place, entry))
    return [entry for _, entry in sorted([*kept, *reversed(placed)], key=itemgetter(0))]


def _entries(nav: Any) -> Iterator[Any]:
    """Every entry of a menu, those under a title too: a page, or its title and the page."""
    match nav:
        case list():
            for entry in nav:
                yield from _entries(entry)
        case dict():
            for title, inner in nav.items():
                yield from [{title: inner}] if isinstance(inner, str) else _entries(inner)
        case _:
            yield nav


def page_of(entry: Any) -> str:
    """The page, or the address, that an entry of a menu leads to."""
    return str(next(iter(entry.values())) if isinstance(entry, dict) else entry)


def menu_of_package() -> set[str]:
    """The pages in the package's menu."""
    return set(map(page_of, settings_of_package().nav or []))


def _furnish_theme(config: MkDocsConfig, house: MkDocsConfig, given: object) -> None:
    own = given if isinstance(given, dict) else {}
    for name in house.theme:
        if name not in (*own, "name", "locale"):
            config.theme[name] = house.theme[name]
    present = {os.path.realpath(folder) for folder in config.theme.dirs}
    if os.path.realpath(LOOKS) not in present:
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(LOOKS))


def guides(docs: Path) -> Iterator[tuple[str, bytes]]:
    """The package's hand-written pages, and their pictures, that the project's own folder does not have, by path.

    Those for developers of Protocolwijzer are no school's.
    """
    for path in sorted(path for path in GUIDES.rglob("*") if path.suffix in _OF_GUIDES):
        name = path.relative_to(GUIDES).as_posix()
        if not (docs / name).exists() and not name.startswith(f"{_OF_DEVELOPERS}/"):
            yield name, path.read_bytes()
