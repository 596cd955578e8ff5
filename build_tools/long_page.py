"""What is looked at in the HTML of a long page, part by part: after an edit most parts read as in an earlier run."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import chain, pairwise

from msgspec import Struct
from msgspec.json import Decoder, encode

from build_tools.built import HtmlPage, read_page
from build_tools.kept import Recall, digest

#: A page of more characters than this is read in parts.
LONG = 300_000
_TITLE = re.compile("<h[23] ")
#: What holds no tags, whatever it looks like: where it begins, and where it ends.
_WITHOUT_TAGS = {
    "<script": "</script",
    "<style": "</style",
    "<textarea": "</textarea",
    "<title": "</title",
    "<!--": "-->",
}
_BEGINS = re.compile("|".join(_WITHOUT_TAGS))


def read_long_page(path: str, text: str, recall: Recall) -> HtmlPage:
    """As `read_page`, but for the order of requests; of a long page `recall` is asked for each part.

    For pages whose HTML is all ours: in other there is more that holds no tags than `parts_of` knows.
    """
    parts = [PartReads(text=part) for part in parts_of(text)] if len(text) > LONG else []
    if len(parts) < 2:
        return read_page(path, text)
    names = [f"reads {part.key.hex()}" for part in parts]
    read = recall(dict(zip(names, parts, strict=True)))
    return _together(path, [_DECODER.decode(read[name]) for name in names])


def parts_of(text: str) -> list[str]:
    """The HTML of a page, cut before its titles, so that the parts read as the whole.

    It stays whole when something that holds no tags, as a script, might begin in one part and end in another.
    """
    starts = [found.start() for found in _TITLE.finditer(text)]
    parts = [text[start:end] for start, end in pairwise((0, *starts, len(text)))]
    between = starts and _BEGINS.search(text, starts[0], starts[-1])
    return [text] if between or not all(map(_ends_all, (parts[0], parts[-1]))) else parts


def _ends_all(text: str) -> bool:
    return all(text.count(begin) == text.count(end) for begin, end in _WITHOUT_TAGS.items())


class PartReads(Struct, frozen=True, kw_only=True, dict=True):
    """Gives what is looked at in a part of a page, as JSON."""

    text: str

    @cached_property
    def key(self) -> bytes:
        """A digest of the part."""
        return digest(self.text)

    def __call__(self) -> str:
        """Read it."""
        return encode(read_page("", self.text)).decode()


_DECODER = Decoder(HtmlPage)


def _together(path: str, parts: Iterable[HtmlPage]) -> HtmlPage:
    ids, links, requests = zip(*((part.ids, part.links, part.requests) for part in parts), strict=True)
    return HtmlPage(
        path=path,
        ids=tuple(chain(*ids)),
        links=tuple(dict.fromkeys(chain(*links))),
        requests=tuple(chain(*requests)),
    )
