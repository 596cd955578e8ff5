"""What MkDocs says in another process: written down there, and said by the first one, which counts it."""

from __future__ import annotations

import logging
from collections.abc import Iterable

#: Logger, level and text.
Message = tuple[str, int, str]


class Ear(logging.Handler):
    """Writes down what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[Message] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Called by logging."""
        self.said.append((record.name, record.levelno, record.getMessage()))


def hear(ear: Ear) -> None:
    """Let nobody but the ear hear MkDocs in this process."""
    log = logging.getLogger("mkdocs")
    log.handlers, log.propagate = [ear], False


def say(messages: Iterable[Message]) -> None:
    """Log them here."""
    for name, level, text in messages:
        logging.getLogger(name).log(level, text)
