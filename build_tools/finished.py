"""Pages as an earlier run finished them: what tells that they are the same, and apart from that how they read.

Most often a page still stands in the site, and its links were looked at: then neither its HTML nor its ids and links
are needed.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.msgpack import Decoder, encode

from build_tools.built import HtmlPage, KnownPage
from build_tools.deliver import seal_of
from build_tools.kept import Reader, digest


class Finished(Struct, frozen=True, kw_only=True):
    """What others need to know of a page that was made: its anchors, those it links to by page, and how it reads."""

    anchors: set[str]
    links: dict[str, dict[str, str]]
    html: HtmlPage | None


class Recalled(Struct, frozen=True, kw_only=True, dict=True):
    """What is known of a page that an earlier run finished: as `Finished`, but for the seal of its HTML packed."""

    seal: str
    path: str
    seal_of_page: bytes
    seal_of_ids: bytes
    packed: bytes

    @cached_property
    def _done(self) -> Finished:
        return _FINISHED.decode(zlib.decompress(self.packed))

    def _look(self) -> HtmlPage:
        assert self._done.html  # noqa: S101 - `packed` was given it
        return self._done.html

    @property
    def anchors(self) -> set[str]:
        """As of `Finished`."""
        return self._done.anchors

    @property
    def links(self) -> dict[str, dict[str, str]]:
        """As of `Finished`."""
        return self._done.links

    @property
    def html(self) -> KnownPage:
        """How it reads."""
        return KnownPage(path=self.path, seal=self.seal_of_page, seal_of_ids=self.seal_of_ids, look=self._look)


_FINISHED, _RECALLED = Decoder(Finished), Decoder(Recalled)


def packed(key: bytes, html: str, done: Finished) -> dict[bytes, bytes]:
    """A finished page for a later run, what is known of it and the HTML apart, by key; nothing if it was not read.

    What cannot be written in UTF-8 is written as MkDocs does it.
    """
    if done.html is None:
        return {}
    content = html.encode(errors="xmlcharrefreplace")
    known = Recalled(
        seal=seal_of(content),
        path=done.html.path,
        seal_of_page=done.html.seal,
        seal_of_ids=done.html.seal_of_ids,
        packed=zlib.compress(encode(done), 1),
    )
    return {key: encode(known), key_of_html(key): zlib.compress(content, 1)}


def key_of_html(key: bytes) -> bytes:
    """The key of the HTML of a page with this key."""
    return digest("html", key)


def finished(earlier: Reader, keys: Sequence[bytes]) -> dict[bytes, Recalled]:
    """What is known of the pages with these keys that an earlier run finished, by key."""
    return {key: _RECALLED.decode(value) for key, value in earlier(keys).items()}


def html_of(earlier: Reader, key: bytes) -> bytes | None:
    """The HTML of a page with this key; None when it is not there."""
    at = key_of_html(key)
    found = earlier([at]).get(at)
    return found and zlib.decompress(found)
