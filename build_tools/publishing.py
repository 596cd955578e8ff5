"""Everything that a school can publish, in one folder: all of it made from one built site."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from build_tools.archive import zip_files, zip_folder
from build_tools.building import build_checked, guarded
from build_tools.deliver import copy_files, open_to_readers, quietly, replace_folder, write_files
from build_tools.offline import copy_for_disk
from build_tools.paste import paste_html
from build_tools.printing import Report, silent
from build_tools.views.embed import FOLDER as EMBEDDED

WEBSITE = "website"
READ_ME = "LEESMIJ.txt"
ARTICLES = f"{WEBSITE}/data/articles.json"
#: What a publication holds, and what each part is for; the guide "Publiceren" explains them.
PARTS = {
    "website.zip": "voor een webhost: pak uit in een map op de host; een submap mag",
    f"{WEBSITE}/": "hetzelfde, uitgepakt: om naar een host te slepen",
    "usb-stick.zip": "voor een USB-stick of het digibord: werkt zonder internet",
    "plakken/": "per lezer een tekst voor het CMS van de school: .html om te kopiëren, .txt is de code",
    f"{EMBEDDED}/": "per lezer de code van een venster (iframe) op de site van de school",
    "pdf/": "de posters en andere PDF's",
}
_START_PAGE = "Open de site.html"
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)"')
_TITLE = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)


def make_publication(
    config_file: Path, target: Path, epoch: int, report: Report = silent, on_wait: Callable[[], None] = quietly
) -> None:
    """Build the site and put all that can be published in `target`, which is replaced in one step.

    Files in zips are dated `epoch` (seconds); `report` hears how many PDFs are done, `on_wait` that another one goes
    first. Raises BuildStopped, and OSError when the disk or its rights refuse, with `target` untouched.
    """

    def make(folder: Path) -> None:
        build_checked(config_file, folder / WEBSITE, report)
        add_other_forms(folder / WEBSITE, folder, epoch)
        open_to_readers(folder)

    replace_folder(target, make, on_wait=on_wait)


def add_other_forms(site: Path, folder: Path, epoch: int) -> None:
    """Fill `folder` with every other form of the built `site`, which ends as it goes to a web host: guarded."""
    write_files(folder, {READ_ME: _read_me(), **dict(_pasted(site)), **dict(_frames(site))})
    if (site / "print").is_dir():
        copy_files(site / "print", folder / "pdf")
    _zip_for_disk(site, folder, epoch)
    guarded(site)
    zip_folder(folder / "website.zip", site, epoch=epoch)


def _zip_for_disk(site: Path, folder: Path, epoch: int) -> None:
    """The zip for a stick: one page to open, and the site in a folder beside it."""
    stick = folder / "stick"
    copy_for_disk(site, stick / "site")
    write_files(stick, {_START_PAGE: _START, READ_ME: _ON_THE_STICK})
    files = {path.relative_to(stick).as_posix(): path for path in stick.rglob("*") if path.is_file()}
    zip_files(folder / "usb-stick.zip", files, epoch=epoch)
    shutil.rmtree(stick)


def _embedded(site: Path) -> Iterator[tuple[str, str]]:
    """(name, HTML) of each page for a frame."""
    for path in sorted((site / EMBEDDED).glob("*/index.html")):
        yield path.parent.name, path.read_text(encoding="utf-8")


def _pasted(site: Path) -> Iterator[tuple[str, str]]:
    """For each reader a page to copy from the browser, and the same as code for a block of HTML."""
    for name, page in _embedded(site):
        code = paste_html(page)
        title = html.escape(_title(page))
        yield f"plakken/{name}.txt", code
        yield f"plakken/{name}.html", _PAGE.format(title=title, body=code)


def _frames(site: Path) -> Iterator[tuple[str, str]]:
    """For each reader the code of a frame, with a link for who sees no frame."""
    for name, page in _embedded(site):
        found = _CANONICAL.search(page)
        frame = html.unescape(found[1]) if found else f"https://ADRES-VAN-UW-SITE/{EMBEDDED}/{name}/"
        yield f"{EMBEDDED}/{name}.txt", frame_code(name, frame, _title(page))


def frame_code(name: str, address: str, title: str) -> str:
    """The code of a frame with the page at `address`, a link to its reader's own page, and what sets its height."""
    whole = address.replace(f"/{EMBEDDED}/", "/")
    return _FRAME.format(frame=html.escape(address), whole=html.escape(whole), title=html.escape(title), name=name)


def _title(page: str) -> str:
    found = _TITLE.search(page)
    assert found  # noqa: S101 - our own layout has one
    return html.unescape(found[1])


_PAGE = """<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<title>{title}</title>
</head>
<body>
{body}</body>
</html>
"""

_FRAME = """<iframe id="protocolwijzer-{name}" src="{frame}" title="{title}" width="100%" height="800"></iframe>
<p><a href="{whole}">{title} op een eigen pagina</a></p>
<script>
addEventListener("message", function (event) {{
  var frame = document.getElementById("protocolwijzer-{name}");
  if (event.source === frame.contentWindow && event.data && event.data.type === "protocolwijzer:hoogte")
    frame.style.height = Math.ceil(Number(event.data.height)) + 4 + "px";
}});
</script>
"""

_START = """<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url=site/index.html">
<title>Open de site</title>
</head>
<body>
<p><a href="site/index.html">Open de site</a></p>
<p>Ziet u een foutmelding? Pak dan eerst het hele zip-bestand uit, en open deze pagina in de uitgepakte map.</p>
</body>
</html>
"""

_ON_THE_STICK = f"""De site met de afspraken, om te openen zonder internet.

1. Pak het zip-bestand helemaal uit, bijvoorbeeld op een USB-stick of op het digibord.
2. Open "{_START_PAGE}" met een dubbele klik.

De map "site" moet naast "{_START_PAGE}" blijven staan. Zoeken, vergelijken en posters maken werken ook zonder internet.
"""


def _read_me() -> str:
    parts = "".join(f"{name:14} {what}\n" for name, what in PARTS.items())
    return f"""Dit is de publicatie van uw protocollen, gemaakt met "protocolwijzer publish".

{parts}
Bewaar deze map. De volgende keer kijkt "protocolwijzer publish" of er geen adres is verdwenen waar een ander naar
gelinkt kan hebben. Stap voor stap: zie "Publiceren" bij de uitleg voor de redactie.
"""
