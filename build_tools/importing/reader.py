"""Which reader a document asks for, by its first bytes before its name; and what is refused at the door."""

from __future__ import annotations

from collections.abc import Callable

from build_tools.importing.paper import Paper, Refused
from build_tools.importing.plain import read_plain

MOST_BYTES = 40 * 1024 * 1024
MOST_TEXT_BYTES = 2 * 1024 * 1024
MOST_LETTERS = 600_000
MOST_PARAGRAPHS = 4000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "Open het in het tekstprogramma en sla het op als .docx, .odt of .pdf."

#: Told how much is done, and of how much: pages, or paragraphs.
Progress = Callable[[int, int], None]


def untold(done: int, total: int) -> None:
    """Tell nobody how far the reading is."""


def read_document(name: str, content: bytes, progress: Progress = untold) -> Paper:
    """The paragraphs of a document. Raises Refused, with why and what to do, when it cannot be read."""
    if not content.strip():
        raise Refused(f"{name} is leeg. Kies het bestand waar het protocol in staat.")
    if len(content) > MOST_BYTES:
        raise Refused(
            f"{name} is {len(content) // 1024 // 1024} MB; hooguit {MOST_BYTES // 1024 // 1024} MB wordt gelezen. "
            "Haal de afbeeldingen eruit en probeer het opnieuw."
        )
    try:
        paper = _reader(name, content)(content, progress)
    except ModuleNotFoundError as error:
        raise Refused(
            f"Voor dit soort bestand is een uitbreiding nodig ({error.name} ontbreekt). "
            "Installeer haar met: pip install 'protocolwijzer[import]'"
        ) from error
    letters = sum(len(paragraph.text) for paragraph in paper.paragraphs)
    if letters > MOST_LETTERS or len(paper.paragraphs) > MOST_PARAGRAPHS:
        raise Refused(_too_long(name))
    return paper


def _too_long(name: str) -> str:
    return f"{name} is te lang voor een protocol. Lees alleen het deel met het protocol in."


def _reader(name: str, content: bytes) -> Callable[[bytes, Progress], Paper]:
    ending = name.lower().rsplit(".", 1)[-1]
    if content.startswith(_OLE):
        raise Refused(_ole(name, content))
    if content.startswith(b"%PDF-") or b"%PDF-" in content[:1024]:
        from build_tools.importing.pdf import read_pdf

        return read_pdf
    if content.startswith(b"PK"):
        from build_tools.importing.archive import kind_of

        return _office(kind_of(content))
    if content.startswith(b"{\\rtf"):
        raise Refused(f"{name} is een RTF-bestand. {_SAVE_AS}")
    if ending in ("docx", "odt", "pdf"):
        raise Refused(f"{name} is beschadigd of geen {ending}-bestand. {_SAVE_AS}")
    if ending in ("md", "markdown", "txt", "text") and len(content) > MOST_TEXT_BYTES:
        raise Refused(_too_long(name))
    if ending in ("md", "markdown"):
        from build_tools.importing.marked import read_markdown

        return lambda given, _: read_markdown(given)
    if ending in ("txt", "text"):
        return lambda given, _: read_plain(given)
    raise Refused(f"{name} is geen soort bestand dat gelezen wordt. Kies een .docx, .odt, .pdf, .md of .txt.")


def _office(kind: str) -> Callable[[bytes, Progress], Paper]:
    if kind == "odt":
        from build_tools.importing.odt import read_odt

        return lambda given, _: read_odt(given)
    from build_tools.importing.docx import read_docx

    return lambda given, _: read_docx(given)


def _ole(name: str, content: bytes) -> str:
    """Why a file in Microsoft's old container is refused: locked with a password, or an old .doc."""
    if "EncryptedPackage".encode("utf-16-le") in content or "EncryptionInfo".encode("utf-16-le") in content:
        return f"{name} is beveiligd met een wachtwoord. Sla het op zonder wachtwoord en probeer het opnieuw."
    return f"{name} is een oud Word-bestand (.doc). {_SAVE_AS}"
