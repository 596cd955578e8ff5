"""Sources as they stood in an earlier revision, read through git; nothing is checked out."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path


class UnknownRevision(Exception):
    """git does not know the revision, or the folder is not in a git repository; the message says so in Dutch."""


def read_revision(folder: Path, revision: str) -> dict[str, bytes]:
    """The bytes of every visible file that stood below `folder` in `revision`, by its path below it.

    Raises UnknownRevision.
    """
    if revision.startswith("-"):
        raise UnknownRevision(f"{revision} is geen map en geen versie")
    try:
        archive = subprocess.run(  # noqa: S603 - the revision is one argument, never a command
            ["git", "archive", "--format=tar", revision, "."],  # noqa: S607 - git is found as the user finds it
            cwd=folder,
            capture_output=True,
            check=True,
        ).stdout
    except FileNotFoundError as error:
        raise UnknownRevision("git is niet geïnstalleerd; geef een map met de oude bronnen") from error
    except subprocess.CalledProcessError as error:
        raise UnknownRevision(f"{revision} is geen map, en git kent deze versie niet") from error
    return _visible_files(archive)


def _visible_files(archive: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in sorted(tar.getmembers(), key=lambda member: member.name):
            content = tar.extractfile(member) if member.isfile() else None
            path = member.name.removeprefix("./")
            if content and not any(part.startswith(".") for part in path.split("/")):
                found[path] = content.read()
    return found
