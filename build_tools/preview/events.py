"""Events of files, from watchdog: MkDocs brings it, and the system tells it what changed, so that nothing is polled."""

from __future__ import annotations

from collections.abc import Collection, Iterator
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
_REPLACES = {"created", "deleted", "moved"}


class Changes(FileSystemEventHandler):
    """Gathers which files may have changed.

    `is_over` tells that one of the `folders` went, came or was replaced: the system goes on watching the old one.
    """

    def __init__(self, folders: Collection[Path]) -> None:
        self.is_over = False
        self._folders = folders
        self._paths: SimpleQueue[Path] = SimpleQueue()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called by watchdog, in a thread of its own."""
        if event.event_type in _CHANGES:
            for path in {Path(str(path)) for path in (event.src_path, event.dest_path) if path}:
                self.is_over |= path in self._folders and event.event_type in _REPLACES
                self._paths.put(path)

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
def watching(paths: Collection[Path]) -> Iterator[Changes]:
    """The changes in these files and folders meanwhile; one that is not there may come.

    Raises OSError when the system watches no more of them.
    """
    changes, observer = Changes([path for path in paths if not path.is_file()]), Observer()
    folders = {path for path in paths if path.is_dir()}
    for path in folders:
        observer.schedule(changes, str(path), recursive=True)
    for path in {path.parent for path in paths} - folders:
        # what goes, or comes in the place of another, is known to its folder: many editors save a file so
        observer.schedule(changes, str(path), recursive=False)
    observer.start()
    try:
        yield changes
    finally:
        observer.stop()
        observer.join()
