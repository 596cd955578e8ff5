"""What an import left over is decided on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from build_tools.model import Library
from build_tools.problems import Problem, problem

_SHOWN = 60
#: A sign that Markdown would take for more than itself.
_SIGN = re.compile(r"\\([^\w\s])")


def remainder_is_decided(library: Library) -> Iterator[Problem]:
    """Every piece of an imported document that found no place has a decision: where it went, or why it is dropped."""
    for protocol in library.protocols.values():
        for piece, place in protocol.remainder:
            if piece.decision is None:
                words = " ".join(_SIGN.sub(r"\1", piece.text).split())
                shown = words if len(words) <= _SHOWN else words[:_SHOWN].rsplit(" ", 1)[0] + "…"
                yield problem(
                    "rest-niet-beslist",
                    place,
                    what=f'"{shown}" ({piece.place}: {piece.reason}) heeft nog geen plaats',
                    expected="decision: wat ermee gebeurt",
                )


REMAINDER_CHECKS = (remainder_is_decided,)
