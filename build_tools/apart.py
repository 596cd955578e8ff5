"""Work in parts, each in a process of its own: what a part needed of memory is free again before the next begins.

Not by forking, as a `crew` does, but from a process that has nothing but the modules: a part needs nothing that was
read before. Not in a pool of the standard library: its processes wait for ever when the first one was killed.
"""

from __future__ import annotations

import gc
import signal
from collections import deque
from collections.abc import Callable, Sequence
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from build_tools.crew import cores

Part = TypeVar("Part")
Made = TypeVar("Made")

_HOW = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"


class PartLost(Exception):
    """A process ended without an answer; its argument is the number of its part, counted from 0."""


def each_apart(
    work: Callable[[Part], Made], parts: Sequence[Part], report: Callable[[int, int], None], modules: Sequence[str]
) -> list[Made]:
    """What `work` makes of each part, in order; `report` hears how many of how many are done.

    `modules` are imported once, for all processes. What `work` raises is raised here, and ends the other processes, as
    anything does that goes wrong. Raises PartLost when a process was killed.
    """
    context: Any = get_context(_HOW)
    if _HOW == "forkserver":
        context.set_forkserver_preload(list(modules))
    made: dict[int, Made] = {}
    running: dict[Connection, tuple[int, BaseProcess]] = {}
    waiting = deque(enumerate(parts))
    try:
        while waiting or running:
            while waiting and len(running) < cores():
                number, part = waiting.popleft()
                answer, process = _begin(context, work, part)
                running[answer] = number, process
            ready = wait(running)
            for answer in [one for one in running if one in ready]:
                number, process = running[answer]
                made[number] = _received(answer, number)
                del running[answer]
                process.join()
                report(len(made), len(parts))
    finally:
        for _, process in running.values():
            process.terminate()
            process.join()
    return [made[number] for number in range(len(parts))]


def _begin(context: Any, work: Callable[[Part], Made], part: Part) -> tuple[Connection, BaseProcess]:
    answer, giving = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(work, part, giving, gc.get_threshold()), daemon=True)
    process.start()
    giving.close()
    return answer, process


def _work(work: Callable[[Part], Made], part: Part, giving: Connection, threshold: tuple[int, int, int]) -> None:
    """In the other process: do the work, and tell what came of it. The first process alone hears Ctrl+C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*threshold)
    try:
        told: tuple[str, object] = ("made", work(part))
    except Exception as error:  # noqa: BLE001 - raised again in the first process
        told = ("raised", error)
    giving.send(told)


def _received(answer: Connection, number: int) -> Any:
    try:
        what, content = answer.recv()
    except EOFError as lost:
        raise PartLost(number) from lost
    finally:
        answer.close()
    if what == "raised":
        raise content
    return content
