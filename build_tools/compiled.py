"""Templates as Jinja compiled them in an earlier run, kept where and when Python keeps its own modules so."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

import jinja2

COMPILED = Path(__file__).parent / "__pycache__" / "templates"


class _Compiled(jinja2.FileSystemBytecodeCache):
    """Jinja looks at a template's text alone; `tools` is all else that decides how it is compiled."""

    def __init__(self, tools: bytes) -> None:
        super().__init__(str(COMPILED))
        self._tools = tools

    def get_source_checksum(self, source: str) -> str:
        """A digest of all that decides what a template becomes."""
        return hashlib.sha256(self._tools + source.encode()).hexdigest()


def compiled_before(made_by: str) -> jinja2.BytecodeCache | None:
    """What keeps the templates of an environment; None where nothing can or may be kept.

    `made_by` is the file of the module that makes the environment: its settings decide what a template becomes.
    """
    if sys.dont_write_bytecode:
        return None
    try:
        COMPILED.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return _Compiled(_tools(made_by)) if os.access(COMPILED, os.W_OK) else None


@cache
def _tools(made_by: str) -> bytes:
    return version("jinja2").encode() + Path(made_by).read_bytes()
