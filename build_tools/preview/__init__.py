"""`protocolwijzer serve`: the site on this computer, each page made when it is asked for and again when it changed."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from build_tools.preview.events import watching
from build_tools.preview.live import Live
from build_tools.preview.notice import Notice
from build_tools.preview.readers import Readers
from build_tools.preview.server import Server

__all__ = ["Live", "Notice", "Readers", "follow", "follow_files", "preview", "serving"]

#: Hears what is wrong, and the warnings that are new, after every change.
Tell = Callable[[Notice, Sequence[str]], None]


def preview(config_file: Path, address: tuple[str, int], on_start: Callable[[str], None], tell: Tell) -> None:
    """Serve the site at (host, port) and follow its files, until stopped from the keyboard.

    `on_start` hears the address at which it answers. Raises BuildStopped when the settings cannot be read, and
    OSError when the address is taken.
    """
    logging.getLogger("watchdog").setLevel(logging.CRITICAL)  # events that come after it was stopped are no news
    sys.setswitchinterval(0.0005)  # seconds: a browser does not wait until the contents have been looked at
    live, readers = Live(config_file), Readers()
    with serving(live, readers, address) as at:
        on_start(at)
        tell(live.notice, _checked(live, readers))
        gc.freeze()  # what is there from the start stays, mostly: it need not be looked through for what is not used
        gc.disable()  # and that is done when nobody waits
        while True:
            follow_files(live, readers, tell)


@contextmanager
def serving(live: Live, readers: Readers, address: tuple[str, int]) -> Iterator[str]:
    """Answer browsers meanwhile, at the address that this gives. Raises OSError."""
    with Server(address, live, readers) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://{address[0]}:{server.server_port}/"
        finally:
            readers.dismiss()
            server.shutdown()
            thread.join()


def follow_files(live: Live, readers: Readers, tell: Tell) -> None:
    """Follow the files until it is others that have to be followed: a folder that was put back is another one too."""
    where = live.watched
    with watching(where.all) as changes:
        follow(live, readers, tell, None)  # what changed while nobody watched
        while live.watched == where and not changes.is_over:
            follow(live, readers, tell, changes.wait())


def follow(live: Live, readers: Readers, tell: Tell, changed: Collection[Path] | None) -> None:
    """Take what changed, renew the pages that are open and show it, then look at the contents and say what is wrong."""
    if live.take(changed):
        readers.tell(live)
        tell(live.notice, _checked(live, readers))
        gc.collect()


def _checked(live: Live, readers: Readers) -> Sequence[str]:
    remarks = live.check()
    readers.tell(live)
    return remarks
