"""What is looked at in the HTML of a long page, part by part: after an edit most parts read as in an earlier run."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import chain

from msgspec import Struct
from msgspec.json import Decoder, encode

from build_tools.built import HtmlPage, read_page
from build_tools.kept import Recall, digest

#: A page of more characters than this is read in parts.
LONG = 300_000
_TITLES = ("<h2 ", "<h3 ")
#: What stands in no HTML.
_CUT = "\0"
#: What holds no tags, whatever it looks like: where it begins, and where it ends.
_WITHOUT_TAGS = {
    "<script": "</script",
    "<style": "</style",
    "<textarea": "</textarea",
    "<title": "</title",
    "<!--": "-->",
}


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
    cut = text
    for title in _TITLES:
        cut = cut.replace(title, _CUT + title)
    parts = cut.split(_CUT)
    between = "".join(parts[1:-1])
    may_run_on = any(mark in between for mark in _WITHOUT_TAGS) or not all(map(_ends_all, (parts[0], parts[-1])))
    return [text] if may_run_on else parts


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
