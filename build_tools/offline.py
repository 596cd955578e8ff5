"""A built site as it opens from a disk: a browser lists a folder where a web host would send its page."""

from __future__ import annotations

import re
from pathlib import Path

from build_tools.deliver import copy_files

#: The address of a link, or of a page that leads on, as far as it names a folder of the site.
_FOLDER_LINK = re.compile(
    r"""(<a\b[^>]*?\shref="|\scontent="0; url=)((?:[^"#?:]*/)?\.{0,2})((?:\?[^"#]*)?(?:#[^"]*)?")"""
)
#: Of use to a web host only.
_FOR_HOSTS = ("404.html", "sitemap.xml", "sitemap.xml.gz")


def copy_for_disk(site: Path, target: Path) -> None:
    """Copy a built site to `target`, with links that name the page itself, so that they work without scripts too."""
    copy_files(site, target)
    for name in _FOR_HOSTS:
        (target / name).unlink(missing_ok=True)
    for path in target.rglob("*.html"):
        path.write_text(name_pages(path.read_text(encoding="utf-8")), encoding="utf-8")


def name_pages(html: str) -> str:
    """The page with `index.html` in each link to a folder of the site."""
    return _FOLDER_LINK.sub(_named, html)


def _named(found: re.Match[str]) -> str:
    start, folder, rest = found.groups()
    if not folder or folder.startswith("//"):
        return found[0]
    return f"{start}{folder if folder.endswith('/') else folder + '/'}index.html{rest}"
