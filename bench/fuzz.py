"""`python -m bench.fuzz`: spoiled sources by the thousand; each ends in a site or in clear faults with their places.

An input is the small base library, mostly with the sources of a sound case laid over it, and then one to three
changes: to bytes (flipped, cut, doubled, taken from another file), to structure (values of another kind, fields
renamed, moved, taken away), or to the set of files. Input number n of a seed is always the same one.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import time
import traceback
from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from bench.figures import publish
from build_tools.problems import CODES, SourceFaults, errors
from build_tools.site import make_site
from build_tools.source import parse, read_folder
from tests.hostile import ATTACKS
from tests.library import BASE, TESTS, findings

Files = dict[str, bytes]
Change = Callable[[Files, random.Random], None]

_TOKENS = (
    b"\n",
    b": ",
    b"- ",
    b"{",
    b"[",
    b"'",
    b'"',
    b"#",
    b"|\n",
    b"&a ",
    b"*a",
    b"!!x ",
    b"\x00",
    b"\xff",
    b"\xc3",
    b"---\n",
)
_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**17, "", " ", "x", "nee", "2026-02-30", "0000-00-00", "x" * 9000, [], {}, [[]], [None],
    ["x"], {"x": "y"}, {"id": "x"}, [{"id": "x"}, {"id": "x"}], "{{ a }}", "de-wilg", "telefoon", "staff", *ATTACKS,
)  # fmt: skip
_NAMES = ("site.yml", "los.yml", "protocols/x/protocol.yml", "protocols/de-wilg/articles/..yml", "vocabulary/x.yml")


def spoiled(seed: int, number: int) -> Files:
    """The sources of one input."""
    chance = random.Random(f"{seed} {number}")  # noqa: S311 - inputs, no secrets
    files = dict(chance.choice(_starts()))
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        chance.choice(_CHANGES)(files, chance)
    return files


@cache
def _starts() -> list[Files]:
    """The base library, and every case that is in order: what is spoiled was whole."""
    base = read_folder(BASE)
    cases = [{**base, **read_folder(folder)} for folder in sorted((TESTS / "cases").glob("*/sources"))]
    return [base, *(case for case in cases if not errors(findings(case)))]


def _spoil_bytes(files: Files, chance: random.Random) -> None:
    name = chance.choice(sorted(files))
    content = files[name]
    start, end = sorted((chance.randint(0, len(content)), chance.randint(0, len(content))))
    piece = content[start:end]
    put = chance.choice(
        (b"", piece * 2, chance.choice(_TOKENS), chance.choice(_TOKENS) + piece, piece[::-1], piece.upper())
    )
    files[name] = content[:start] + put + content[end:]


def _splice(files: Files, chance: random.Random) -> None:
    one, other = chance.choice(sorted(files)), chance.choice(sorted(files))
    lines, more = files[one].split(b"\n"), files[other].split(b"\n")
    at, start = chance.randint(0, len(lines)), chance.randint(0, len(more))
    files[one] = b"\n".join([*lines[:at], *more[start : start + chance.randint(1, 6)], *lines[at:]])


def _spoil_structure(files: Files, chance: random.Random) -> None:
    name = chance.choice(sorted(files))
    try:
        data = parse(name, files[name]).data
    except SourceFaults:
        return
    holders = list(_holders(data))
    if not holders:
        return
    holder = chance.choice(holders)
    key = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    _spoil_value(holder, key, chance.choice(holders), chance)
    files[name] = json.dumps(data, ensure_ascii=False).encode(errors="replace")


def _holders(data: Any) -> list[Any]:
    """Every list and object in the data that is not empty."""
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return [*([data] if inner else []), *(holder for value in inner for holder in _holders(value))]


def _spoil_value(holder: Any, key: Any, other: Any, chance: random.Random) -> None:
    match chance.randint(0, 5):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[chance.choice((f"{key}x", key.upper(), "id", "text", "é"))] = holder[key]
        case 1:
            holder.append(holder[key])
        case 2 if isinstance(holder[key], str):
            text = holder[key]
            at = chance.randint(0, len(text))
            holder[key] = text[:at] + chance.choice(ATTACKS) + text[at:]
        case 3:
            holder[key] = json.loads(
                json.dumps(chance.choice(list(other.values()) if isinstance(other, dict) else other))
            )
        case _:
            holder[key] = chance.choice(_VALUES)


def _spoil_names(files: Files, chance: random.Random) -> None:
    name = chance.choice(sorted(files))
    content = files[name]
    match chance.randint(0, 2):
        case 0 if len(files) > 1:
            del files[name]
        case 1:
            files[chance.choice((*_NAMES, name.replace("de-wilg", "de-eik"), name.upper()))] = content
        case _:
            files[name] = files[chance.choice(sorted(files))]


_CHANGES: tuple[Change, ...] = (
    _spoil_bytes, _splice, _spoil_structure, _spoil_structure, _spoil_structure, _spoil_structure, _spoil_names
)  # fmt: skip


def outcome(files: Files) -> str:
    """`site` or `faults`, as it should; else what went wrong."""
    try:
        make_site(dict(sorted(files.items())))
    except SourceFaults as faults:
        unclear = [found for found in faults.problems if found.code not in CODES or not found.place.file]
        return "faults without a place" if unclear or not str(faults) else "faults"
    except Exception:  # noqa: BLE001 - whatever comes out is what we look for
        return traceback.format_exc()
    return "site"


def _try(seed: int, number: int) -> tuple[int, str, float]:
    begin = time.process_time()
    found = outcome(spoiled(seed, number))
    return number, found, time.process_time() - begin


def main() -> None:
    """Try the inputs, print what went wrong, publish the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop sooner, after so much time")
    parser.add_argument("--publish", action="store_true", help="put the figures on the page")
    options = parser.parse_args()
    counted: Counter[str] = Counter()
    slowest, stop = 0.0, time.monotonic() + options.seconds
    with multiprocessing.Pool(min(2, os.cpu_count() or 1)) as pool:
        for number, found, seconds in pool.imap_unordered(partial(_try, options.seed), range(options.inputs), 50):
            counted[found if found in ("site", "faults") else "wrong"] += 1
            slowest = max(slowest, seconds)
            if found not in ("site", "faults"):
                print(f"input {number} of seed {options.seed}:\n{found}", flush=True)
            if time.monotonic() > stop:
                pool.terminate()
                break
    rows = [
        ("Inputs tried", counted.total()),
        ("Of which became a site", counted["site"]),
        ("Of which were refused with faults at their places", counted["faults"]),
        ("Of which ended in anything else", counted["wrong"]),
        ("The slowest, in seconds of one processor", f"{slowest:.1f}"),
    ]
    print(rows)
    if options.publish:
        publish("fuzz", f'make fuzz INPUTS={counted.total()} ARGS="--seed {options.seed}"', rows)
    raise SystemExit(bool(counted["wrong"]))


if __name__ == "__main__":
    main()
