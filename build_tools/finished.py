"""Pages as an earlier run finished them: how they read, and apart from that what others need to know of them.

A page that still stands in the site is not needed itself.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from msgspec import Struct
from msgspec.json import Decoder, encode

from build_tools.built import HtmlPage
from build_tools.deliver import seal_of
from build_tools.kept import Reader, digest


class Finished(Struct, frozen=True, kw_only=True):
    """What others need to know of a page that was made: its anchors, those it links to by page, and how it reads."""

    anchors: set[str]
    links: dict[str, dict[str, str]]
    html: HtmlPage | None


class Recalled(Struct, frozen=True, kw_only=True):
    """What is known of a page that an earlier run finished, and the seal of its HTML."""

    done: Finished
    seal: str


_DECODER = Decoder(Recalled)


def packed(key: bytes, html: str, done: Finished) -> dict[bytes, bytes]:
    """A finished page for a later run, what is known of it and the HTML apart, by key.

    What cannot be written in UTF-8 is written as MkDocs does it.
    """
    content = html.encode(errors="xmlcharrefreplace")
    known = encode(Recalled(done=done, seal=seal_of(content)))
    return {key: zlib.compress(known, 1), key_of_html(key): zlib.compress(content, 1)}


def key_of_html(key: bytes) -> bytes:
    """The key of the HTML of a page with this key."""
    return digest("html", key)


def finished(earlier: Reader, keys: Sequence[bytes]) -> dict[bytes, Recalled]:
    """What is known of the pages with these keys that an earlier run finished, by key."""
    return {key: _DECODER.decode(zlib.decompress(value)) for key, value in earlier(keys).items()}


def html_of(earlier: Reader, key: bytes) -> bytes | None:
    """The HTML of a page with this key; None when it is not there."""
    at = key_of_html(key)
    found = earlier([at]).get(at)
    return found and zlib.decompress(found)
