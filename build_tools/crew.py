"""Several processes that make the parts of one thing: each takes the next part as soon as it is done with one.

A crew is made by forking, so that everything that was read before is there in all of it. Where the system cannot do
that safely (Linux can), the first process is alone and makes all parts.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import warnings
from contextlib import suppress
from multiprocessing import current_process
from typing import Any, NoReturn

from msgspec import Struct, field

#: No more processes than this: each has its own memory.
MOST = 4
#: So many turns fit in a pipe that nobody reads yet.
_MOST_TURNS = 16_000
_TURN = 4
_NO_TURN = sys.maxsize


class HelperLost(Exception):
    """A process of the crew ended without handing in what it made."""


class Crew(Struct):
    """One process's view of the crew. Turns are asked for in order, from 0."""

    turns: int | None = None
    answer: int | None = None
    first: int = field(default_factory=os.getpid)
    helpers: dict[int, int] = field(default_factory=dict)
    turn: int = -1

    @property
    def is_helper(self) -> bool:
        """Whether this process was made to help."""
        return self.answer is not None

    def takes(self, part: int) -> bool:
        """Whether this process makes the part with this number."""
        if self.turns is None:
            return True
        if self.is_helper and os.getppid() != self.first:
            os._exit(1)  # nobody waits for it any more
        while self.turn < part:
            token = os.read(self.turns, _TURN)
            self.turn = int.from_bytes(token, "big") if token else _NO_TURN
        return self.turn == part

    def hand_in(self, made: Any) -> NoReturn:
        """Give the first process what this helper made, and end."""
        assert self.answer is not None  # noqa: S101 - only a helper hands in
        try:
            with os.fdopen(self.answer, "wb") as out:
                pickle.dump(made, out)
        except BrokenPipeError:
            os._exit(1)  # the first process met a fault, and tells it
        os._exit(0)

    def results(self) -> list[Any]:
        """What each helper made, once it is done. Raises HelperLost."""
        made = []
        for helper in tuple(self.helpers):
            with os.fdopen(self.helpers.pop(helper), "rb") as answer:
                told = answer.read()
            os.waitpid(helper, 0)
            try:
                made.append(pickle.loads(told))  # noqa: S301 - from our own process
            except (EOFError, pickle.UnpicklingError) as lost:
                raise HelperLost from lost
        gc.unfreeze()
        return made

    def dismiss(self) -> None:
        """End the helpers, whatever they are doing."""
        for helper in tuple(self.helpers):
            with suppress(ProcessLookupError):
                os.kill(helper, signal.SIGTERM)
            os.waitpid(helper, 0)
            os.close(self.helpers.pop(helper))
        gc.unfreeze()


def cores() -> int:
    """How many processes may work at once."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MOST)


def alone(parts: int = 0) -> Crew:  # noqa: ARG001 - as `together` is asked
    """A crew of one, however many parts there are to make."""
    return Crew()


def together(parts: int) -> Crew:
    """A crew of as many processes as there are cores to make so many parts; returns in each of them.

    A process that is itself one of several (`apart`) is alone.
    """
    size = cores() if sys.platform == "linux" and not current_process().daemon else 1
    if size == 1 or not 1 < parts <= _MOST_TURNS:
        return alone()
    turns, giving = os.pipe()
    os.write(giving, b"".join(part.to_bytes(_TURN, "big") for part in range(parts)))
    os.close(giving)
    crew = Crew(turns=turns)
    gc.freeze()  # what was read stays: no process looks through it again, nor gets a copy of its own by doing so
    for _ in range(size - 1):
        reading, writing = os.pipe()
        helper = _forked()
        if helper == 0:
            os.close(reading)
            return Crew(turns=turns, answer=writing, first=crew.first)
        os.close(writing)
        crew.helpers[helper] = reading
    return crew


def _forked() -> int:
    with warnings.catch_warnings():
        # the other threads are a progress bar's and the typesetter's: no helper uses what they hold
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()
