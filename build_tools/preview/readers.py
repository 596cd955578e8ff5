"""The pages that are open in browsers, and what each is told."""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from socket import socket
from threading import Event, Lock

from msgspec import Struct, field

from build_tools.preview.live import Live
from build_tools.preview.notice import Notice

#: Seconds that a browser gets to fetch a page that it was told to load again.
PATIENCE = 0.3


class Reader(Struct, eq=False, kw_only=True):
    """A page in a browser: its address, the seal of what it shows, and what it was told; None in the box ends it."""

    address: str
    seal: str
    connection: socket
    notice: Notice | None = None
    box: SimpleQueue[tuple[str, str] | None] = field(default_factory=SimpleQueue)

    def tell(self, live: Live) -> bool:
        """Ask the page to load itself again when it changed, and else tell it what is wrong if that changed.

        Whether it was asked to load itself again.
        """
        seal = live.answer(self.address).seal
        if seal != self.seal:
            self.seal = seal
            self.box.put(("reload", ""))
            return True
        if (notice := live.notice_at(self.address)) != self.notice:
            self.notice = notice
            self.box.put(("notice", notice.message))
        return False

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
        self.sent = Event()

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
        """Tell each what it does not know yet, who came last first; who is gone is waited for no longer.

        Returns when a page that loads itself again has been `sent`: what comes next would take the time of that.
        """
        with self._lock:
            present = list(reversed(self._present))
        self.sent.clear()
        for reader in [reader for reader in present if reader.is_gone]:
            reader.box.put(None)
        told = [reader.tell(live) for reader in present if not reader.is_gone]
        if any(told):
            self.sent.wait(PATIENCE)

    def dismiss(self) -> None:
        """Say goodbye to all."""
        with self._lock:
            for reader in self._present:
                reader.box.put(None)
