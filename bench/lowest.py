"""`python -m bench.lowest`: the tests that need no browser, with the lowest releases that pyproject.toml allows."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from bench.figures import publish
from tests.library import PROJECT

_PAGE = PROJECT / "docs" / "ontwikkelaars" / "afhankelijkheden.md"
_PLACE = PROJECT / ".cache" / "lowest"
_WRITING = re.compile(r"types-|lxml-stubs|build|mypy|ruff")  # what no test needs to run
_NOT_HERE = {"test_wheel.py"}  # makes an environment of its own, with the newest


def _run(*command: str | Path) -> str:
    """What a command prints. Raises CalledProcessError when it fails."""
    done = subprocess.run(list(map(str, command)), cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - our own command
    return done.stdout


def testers() -> list[str]:
    """What runs the tests, as pyproject.toml lists it for developers."""
    groups = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    return [one for one in groups["dev"] if isinstance(one, str) and not _WRITING.match(one)]


def install() -> dict[str, str]:
    """An environment with the lowest releases; the versions of what is in it, by name."""
    uv, python = Path(sys.executable).with_name("uv"), _PLACE / "bin" / "python"
    _run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, _PLACE)
    _run(
        uv,
        "pip",
        "install",
        "--quiet",
        "--python",
        python,
        "--resolution",
        "lowest-direct",
        "--editable",
        ".[pdf,import]",
    )
    lowest = _run(uv, "pip", "freeze", "--python", python)
    _run(uv, "pip", "install", "--quiet", "--python", python, *testers())
    still = _run(uv, "pip", "freeze", "--python", python)
    assert set(lowest.splitlines()) <= set(still.splitlines()), "the tools for testing raised a version"  # noqa: S101 - then this run measures nothing
    return dict(re.findall(r"^([\w-]+)==(\S+)$", lowest, flags=re.MULTILINE))


def without_browser() -> list[Path]:
    """The test files that drive no browser."""
    found = sorted((PROJECT / "tests").glob("test_*.py"))
    return [path for path in found if path.name not in _NOT_HERE and "Browser" not in path.read_text(encoding="utf-8")]


def _main() -> None:
    versions = install()
    command = [str(_PLACE / "bin" / "python"), "-m", "pytest", "--quiet", "-n", "2", *map(str, without_browser())]
    done = subprocess.run([*command, *sys.argv[1:]], cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603 - our own command
    print(done.stdout[-3000:])
    counted = {name: int(number) for number, name in re.findall(r"(\d+) (passed|failed|error)", done.stdout)}
    direct = re.findall(r'^  "([\w-]+)>=', (PROJECT / "pyproject.toml").read_text(encoding="utf-8"), flags=re.MULTILINE)
    tried = ", ".join(f"{name} {versions[name]}" for name in sorted({*direct, "typst"} & versions.keys()))
    rows = [
        ("tests passed", counted.get("passed", 0)),
        ("tests failed", counted.get("failed", 0) + counted.get("error", 0)),
    ]
    publish("lowest", "make test-lowest", [*rows, ("with", tried)], _PAGE)
    sys.exit(done.returncode)


if __name__ == "__main__":
    _main()
