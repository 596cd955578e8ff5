"""Events of files, from watchdog: MkDocs brings it, and the system tells it what changed, so that nothing is polled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

#: Seconds without another event after which a save is taken to be complete: editors write a file in several steps.
QUIET = 0.01
#: Seconds in which nothing can be typed: Windows does not tell of Ctrl+C to who waits for something else.
PATIENCE = 1.0
#: Events of reading are left out: a preview reads its files itself.
_CHANGES = {"created", "modified", "deleted", "moved", "closed"}


class Changes(FileSystemEventHandler):
    """Gathers which files may have changed."""

    def __init__(self) -> None:
        self._paths: SimpleQueue[Path] = SimpleQueue()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called by watchdog, in a thread of its own."""
        if event.event_type in _CHANGES:
            for path in (event.src_path, event.dest_path):
                if path:
                    self._paths.put(Path(str(path)))

    def wait(self) -> set[Path]:
        """The files that may have changed, as soon as there is one and its saving seems to be done."""
        found: set[Path] = set()
        while True:
            try:
                found.add(self._paths.get(timeout=QUIET if found else PATIENCE))
            except Empty:
                if found:
                    return found


@contextmanager
def watching(paths: Iterable[Path]) -> Iterator[Changes]:
    """The changes in these files and folders meanwhile. Raises OSError when the system watches no more of them."""
    changes, observer = Changes(), Observer()
    for path in paths:
        # a file that is saved under another name first is another file: its folder knows of it
        observer.schedule(changes, str(path if path.is_dir() else path.parent), recursive=path.is_dir())
    observer.start()
    try:
        yield changes
    finally:
        observer.stop()
        observer.join()
