"""The project's mkdocs.yml, read by MkDocs, and what is wrong with it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException

from build_tools.plugin import BuildStopped, plugin_of


def read_settings(config_file: Path) -> MkDocsConfig:
    """The settings, with our plugin among them. Raises BuildStopped, which says what is wrong and where."""
    with _heard() as said:
        try:
            config = load_config(str(config_file))
            plugin_of(config)
        except Abort as fault:
            raise BuildStopped(_told("; ".join(said))) from fault
        except MkDocsException as fault:
            raise BuildStopped(_told(_reason(fault))) from fault
    return config


def _told(reason: str) -> str:
    return f"De instellingen in mkdocs.yml kloppen niet. MkDocs meldt: {reason.rstrip('.')}."


def _reason(fault: MkDocsException) -> str:
    """Why, with the place when it is the YAML that cannot be read."""
    yaml = fault.__context__
    mark = getattr(yaml, "problem_mark", None)
    return f"{getattr(yaml, 'problem', '')} (regel {mark.line + 1}, kolom {mark.column + 1})" if mark else str(fault)


@contextmanager
def _heard() -> Iterator[list[str]]:
    """What MkDocs logs as a fault meanwhile, which its exception leaves out; it is not logged then."""
    log, said = logging.getLogger("mkdocs.config"), _Said()
    log.addFilter(said)
    try:
        yield said.faults
    finally:
        log.removeFilter(said)


class _Said(logging.Filter):
    """Takes the faults out of a log."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def filter(self, record: logging.LogRecord) -> bool:
        """Called by logging; whether the record is to be logged."""
        if record.levelno >= logging.ERROR:
            self.faults.append(record.getMessage())
        return record.levelno < logging.ERROR
