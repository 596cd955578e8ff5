"""What the package brings for a school's own site: looks, guides, the model and the lists.

In the wheel these lie in a folder of the package (pyproject.toml puts them there); in a checkout, and so in an
editable install, they are the repository's own folders.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_IN_WHEEL = _PACKAGE / "house"
_HOME = _IN_WHEEL if _IN_WHEEL.is_dir() else _PACKAGE.parent

#: Theme templates, style sheets and scripts.
LOOKS = _HOME / "overrides"
#: Pages written by hand.
GUIDES = _HOME / "docs"
#: The settings of MkDocs and its theme that go with those looks.
SETTINGS = _HOME / "mkdocs.yml"
#: The sources that a project need not have itself; a checkout has more than these.
SOURCES = _HOME / "protocol_src"
#: What of `SOURCES` goes along in the wheel.
SHARED = ("vocabulary", "protocols/model")
