"""`python -m bench.audit`: pip-audit asks an advisory service about every package that is locked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.library import PROJECT

_PLACE = PROJECT / ".cache" / "audit"


def _main() -> None:
    uv = str(Path(sys.executable).with_name("uv"))
    subprocess.run([uv, "venv", "--quiet", "--clear", str(_PLACE)], check=True)  # noqa: S603 - our own command
    python = str(_PLACE / "bin" / "python")
    subprocess.run([uv, "pip", "install", "--quiet", "--python", python, "pip-audit"], check=True)  # noqa: S603 - our own command
    failed = 0
    for lock in ("requirements.lock", "requirements-dev.lock"):
        command = [
            python,
            "-m",
            "pip_audit",
            "--strict",
            "--disable-pip",
            "--require-hashes",
            "--requirement",
            str(PROJECT / lock),
        ]
        failed |= subprocess.run(command, check=False).returncode  # noqa: S603 - our own command
    if failed:
        print("Not clean, or the advisory service could not be reached: see above.", file=sys.stderr)
    sys.exit(failed)


if __name__ == "__main__":
    _main()
