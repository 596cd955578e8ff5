"""The pages that are open in browsers, and what each is told."""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import SimpleQueue
from socket import socket
from threading import Lock

from build_tools.preview.live import Live
from build_tools.preview.notice import Notice


@dataclass(eq=False, kw_only=True)
class Reader:
    """A page in a browser: its address, the seal of what it shows, and what it was told; None in the box ends it."""

    address: str
    seal: str
    connection: socket
    notice: Notice | None = None
    box: SimpleQueue[tuple[str, str] | None] = field(default_factory=SimpleQueue)

    def tell(self, live: Live) -> None:
        """Ask the page to load itself again when it changed, and else tell it what is wrong if that changed."""
        seal = live.answer(self.address).seal
        if seal != self.seal:
            self.seal = seal
            self.box.put(("reload", ""))
        elif (notice := live.notice_at(self.address)) != self.notice:
            self.notice = notice
            self.box.put(("notice", notice.message))

    @property
    def is_gone(self) -> bool:
        """Whether the browser hung up: it never sends anything, so that there is something to read only then."""
        try:
            return bool(select.select([self.connection], [], [], 0)[0])
        except (OSError, ValueError):
            return True  # closed on our side too, just now


class Readers:
    """All of them; safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._present: list[Reader] = []

    @contextmanager
    def with_reader(self, reader: Reader) -> Iterator[None]:
        """Count the reader in meanwhile."""
        with self._lock:
            self._present.append(reader)
        try:
            yield
        finally:
            with self._lock:
                self._present.remove(reader)

    def tell(self, live: Live) -> None:
        """Tell each what it does not know yet, who came last first; who is gone is waited for no longer."""
        with self._lock:
            present = list(reversed(self._present))
        for reader in present:
            if reader.is_gone:
                reader.box.put(None)
            else:
                reader.tell(live)

    def dismiss(self) -> None:
        """Say goodbye to all."""
        with self._lock:
            for reader in self._present:
                reader.box.put(None)
