"""Ready files that let a host build and publish a project's site on each change."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

_FOLDER = Path(__file__).parent


class Workflow(Struct, frozen=True, kw_only=True):
    """A file for a host: what to call the host, and where in a project the file belongs."""

    host: str
    target: str
    content: str


def _workflow(host: str, target: str, source: str) -> Workflow:
    return Workflow(host=host, target=target, content=(_FOLDER / source).read_text(encoding="utf-8"))


WORKFLOWS = {
    "github": _workflow("GitHub Pages", ".github/workflows/publiceren.yml", "github.yml"),
    "gitlab": _workflow("GitLab Pages", ".gitlab-ci.yml", "gitlab.yml"),
    "netlify": _workflow("Netlify", "netlify.toml", "netlify.toml"),
}
