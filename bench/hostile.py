"""`python -m bench.hostile`: attacks in every text, and how fast and in how much memory a bomb is refused."""

from __future__ import annotations

import os
import sys

from bench.figures import publish
from build_tools.findings import read
from build_tools.problems import SourceFaults
from tests.hostile import ATTACKS, BOMBS, injected, places, strangers
from tests.library import sources


def refused(content: bytes) -> tuple[float, float]:
    """Processor seconds and MiB that it takes to refuse a library with this file, in a process of its own."""
    child = os.fork()
    if child == 0:
        try:
            read(sources({"protocols/de-wilg/articles/bom.yml": content}))
        except SourceFaults:
            os._exit(0)
        os._exit(1)
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit("a bomb was not refused")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / (1024 if sys.platform == "linux" else 2**20)


def main() -> None:
    """Try all, publish the figures."""
    measured = {name: refused(content) for name, (content, _) in BOMBS.items()}
    for name, (seconds, memory) in measured.items():
        print(f"{name}: {seconds:.2f} s, {memory:.0f} MiB")
    before = {place[:2]: place[2] for place in places(sources())}
    reached, found = 0, 0
    for attack in ATTACKS:
        made = injected(sources(), lambda text, attack=attack: f"{text} {attack}")  # type: ignore[misc]
        reached += sum(text != before.get((file, path)) for file, path, text in places(made))
        found += len(strangers(made))
    publish(
        "hostile",
        "make trust-hostile",
        [
            ("Attacks, each tried in every text of a small library", len(ATTACKS)),
            ("Texts that took one in and became a page all the same", reached),
            ("Pages with anything but words in the place of such a text", found),
            ("Files that ask for too much, each refused", len(BOMBS)),
            (
                "The slowest refusal, in seconds of a processor",
                f"{max(seconds for seconds, _ in measured.values()):.1f}",
            ),
            ("The largest memory for one, in MiB", round(max(memory for _, memory in measured.values()))),
        ],
    )


if __name__ == "__main__":
    main()
