"""Work that is done apart comes back in order, fails as it would here, and leaves no process behind."""

from __future__ import annotations

import os
import signal
import threading
from multiprocessing import active_children

import pytest

from build_tools.apart import PartLost, each_apart
from build_tools.crew import alone, together


def own_process(part: int) -> tuple[int, int]:
    return part, os.getpid()


def crew_is_alone(parts: int) -> bool:
    return together(parts) == alone()


def refuse(part: int) -> int:
    if part == 1:
        # A thread that never ends keeps the process alive for as long as nobody ends it.
        threading.Thread(target=threading.Event().wait).start()
        raise OSError(28, "vol")
    return part


def die(part: int) -> int:
    if part == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return part


def unheard(done: int, total: int) -> None:
    assert done <= total


def test_what_each_part_makes_comes_back_in_order_from_a_process_of_its_own() -> None:
    heard: list[tuple[int, int]] = []
    made = each_apart(own_process, [3, 1, 2], lambda done, total: heard.append((done, total)), [__name__])
    assert [part for part, _ in made] == [3, 1, 2]
    assert len({process for _, process in made} | {os.getpid()}) == 4
    assert heard == [(1, 3), (2, 3), (3, 3)]


def test_a_process_that_is_one_of_several_makes_no_crew() -> None:
    assert each_apart(crew_is_alone, [5], unheard, [__name__]) == [True]


def test_what_a_part_raises_is_raised_here_and_ends_the_others() -> None:
    with pytest.raises(OSError, match="vol"):
        each_apart(refuse, range(9), unheard, [__name__])
    assert not active_children()


def test_a_part_that_was_killed_is_named() -> None:
    with pytest.raises(PartLost) as lost:
        each_apart(die, range(4), unheard, [__name__])
    assert lost.value.args == (2,)
    assert not active_children()
