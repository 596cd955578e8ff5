"""A view: what one page shows, and where the page stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from msgspec import Struct


class View(Struct, frozen=True, kw_only=True):
    """One page before it is Markdown; subclasses add what their template shows.

    `assets` names the script and style sheet, below overrides/assets, that only pages of its kind load. `layout` names
    the theme's template that the page stands in, when it is not the usual one with header, menu and search. `moved_to`
    is the address that the page only leads on to. `for_children` says that the banner has a child for its
    reader.
    """

    path: str
    template: str
    title: str
    description: str
    searchable: bool = False
    wide: bool = False
    assets: str | None = None
    layout: str | None = None
    moved_to: str | None = None
    for_children: bool = False


#: What makes each page, by the page's Markdown path: who asks for one page does not wait for the others.
Makers: TypeAlias = Mapping[str, Callable[[], View]]
