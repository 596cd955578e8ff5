"""Sheet -> PDF through Typst; the only module that knows typst.

Words travel as JSON in `sys.inputs`: nothing from the sources is ever read as Typst code. Any warning is an error,
since Typst only warns when it has no font for a text, and then leaves the text out.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime, time
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from build_tools.views.sheets import Sheet

if TYPE_CHECKING:
    import typst

PACKAGE = Path(__file__).parent
SOURCES = PACKAGE / "typst"
FONTS = PACKAGE / "fonts"
PICTOGRAMS = PACKAGE / "pictograms"

_DOES_NOT_FIT = "past-niet"
_NOT_DRAWN = re.compile(r'the text `(".*?")` could not be displayed')
#: Typst keeps what it worked out until so many compilations went by without asking for it.
_KEPT_FOR = 10


class SheetFailed(Exception):
    """A sheet cannot be printed as promised; the message names it and says what to do."""


def can_print() -> bool:
    """Whether Typst is installed: it comes with the extra `pdf`."""
    return find_spec("typst") is not None


def pdf(sheet: Sheet) -> bytes:
    """The sheet as a tagged PDF/UA-1; the same sheet gives the same bytes. Raises SheetFailed."""
    import typst  # an optional extra

    try:
        made, warnings = typst.compile_with_warnings(
            str(SOURCES / f"{sheet.source}.typ"),
            root=str(PACKAGE),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": _data(sheet)},
            pdf_standards=["ua-1"],
            timestamp=datetime.combine(sheet.date, time(), tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise SheetFailed(_refusal(sheet, error.message, error.diagnostic)) from error
    finally:
        _let_go()
    if warnings:
        raise SheetFailed(f"{sheet.path}: Typst waarschuwt: {'; '.join(warning.message for warning in warnings)}")
    return made


def _let_go() -> None:
    """Have Typst forget the sheet: the next one has other words, and sixty megabytes a sheet would be kept for ten."""
    import typst

    for _ in range(_KEPT_FOR):
        typst.compile(b"", format="svg", font_paths=_fonts(), ignore_system_fonts=True)


def fingerprint(sheet: Sheet) -> str:
    """What the PDF depends on, in short: the words, how they are set, the drawings, the fonts and Typst itself."""
    return hashlib.sha256(f"{sheet.source}\n{_data(sheet)}\n{_tools()}".encode()).hexdigest()


def _data(sheet: Sheet) -> str:
    content = {**sheet.content, "title": sheet.title, "date": sheet.date.isoformat()}
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def _refusal(sheet: Sheet, message: str, diagnostic: str) -> str:
    if _DOES_NOT_FIT in message:
        return (
            f"{sheet.path}: de regels passen niet leesbaar op één blad ({sheet.title}); kies minder regels bij poster "
            f"in protocol.yml, of schrijf kortere teksten bij wording.poster. De langste: {', '.join(_longest(sheet))}"
        )
    if signs := dict.fromkeys(_NOT_DRAWN.findall(diagnostic)):
        return (
            f"{sheet.path}: het lettertype van de PDF's heeft dit niet: {', '.join(signs)} "
            f"({sheet.title}); schrijf het anders, of maak de site met --zonder-pdf"
        )
    return f"{sheet.path}: Typst kan dit blad niet maken: {message}\n{diagnostic}"


def _longest(sheet: Sheet, most: int = 3) -> list[str]:
    """The rules with the longest texts on a sheet for children, each with how many words it has."""
    rules = [rule for part in sheet.content.get("parts", ()) for rule in part["rules"]]
    words = {rule["id"]: len(rule["text"].split()) for rule in rules}
    return [f"{name} ({words[name]} woorden)" for name in sorted(words, key=lambda name: -words[name])[:most]]


@cache
def _fonts() -> typst.Fonts:
    """Our own fonts and no others, read once."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


@cache
def _tools() -> str:
    """A digest of everything but the words."""
    from importlib.metadata import version

    digest = hashlib.sha256(version("typst").encode())
    for folder in (SOURCES, PICTOGRAMS, FONTS):
        for file in sorted(folder.iterdir()):
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()
