"""Word and OpenDocument files are zips of XML: opened with limits, so that no file can fill the memory or reach out."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from lxml import etree

from build_tools.importing.paper import Refused

MOST_PARTS = 4000
MOST_UNPACKED = 120 * 1024 * 1024
MOST_XML = 12 * 1024 * 1024
#: Text packs to a tenth, seldom to a fiftieth; a part above this size that packs better than this is no document.
_SUSPECT_SIZE, _SUSPECT_RATIO = 4 * 1024 * 1024, 150
_DOCTYPE = re.compile(b"<!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)", re.IGNORECASE)
#: The private characters that mark footnotes and blanks in a text, in UTF-8.
_PRIVATE = re.compile(b"\xee\x80[\x80-\x83]")
_BROKEN = "Dit bestand is beschadigd. Open het in het tekstprogramma, sla het opnieuw op en probeer het nog eens."
_LOCKED = "Dit bestand is beveiligd met een wachtwoord. Sla het op zonder wachtwoord en probeer het opnieuw."


def kind_of(content: bytes) -> str:
    """`docx` or `odt`. Raises Refused for any other zip, and for one that is broken, locked, or far too big."""
    with opened(content) as archive:
        names = set(archive.namelist())
        if "word/document.xml" in names:
            return "docx"
        if "mimetype" in names and b"opendocument.text" in part(archive, "mimetype"):
            return "odt"
    raise Refused(
        "Dit is geen Word- of OpenDocument-tekst. Kies het tekstbestand zelf (.docx of .odt), niet een map, "
        "rekenblad of presentatie."
    )


def opened(content: bytes) -> zipfile.ZipFile:
    """The zip, once its list of parts says that it is sound. Raises Refused."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused(_BROKEN) from error
    parts = archive.infolist()
    if any(one.flag_bits & 1 for one in parts):
        raise Refused(_LOCKED)
    suspect = any(
        one.file_size > _SUSPECT_SIZE and one.file_size > _SUSPECT_RATIO * max(one.compress_size, 1) for one in parts
    )
    if len(parts) > MOST_PARTS or suspect or sum(one.file_size for one in parts) > MOST_UNPACKED:
        raise Refused(
            "Dit bestand is uitgepakt veel te groot voor een protocol. Haal afbeeldingen en bijlagen eruit, "
            "sla het opnieuw op en probeer het nog eens."
        )
    if len({one.filename for one in parts}) < len(parts):
        raise Refused(_BROKEN)
    return archive


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one part. Raises Refused when it is broken or too big for XML of a text."""
    try:
        if archive.getinfo(name).file_size > MOST_XML:
            raise Refused("De tekst in dit bestand is te lang voor een protocol. Lees het in delen in.")
        return archive.read(name)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise Refused(_BROKEN) from error


def tree(content: bytes) -> etree._Element:
    """XML as a tree: no entities, no network. Raises Refused when it is broken, or declares a document type."""
    if _DOCTYPE.search(content):
        raise Refused(
            "Dit bestand bevat een verwijzing naar buiten (DTD) die in een gewoon document niet voorkomt. "
            "Sla het in het tekstprogramma op als nieuw bestand en probeer het opnieuw."
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(_PRIVATE.sub(b"", content), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused(_BROKEN) from error


def xml_part(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    """One part as a tree; None when the zip has no such part."""
    return tree(part(archive, name)) if name in archive.namelist() else None


def broken() -> Refused:
    """The refusal of a damaged file."""
    return Refused(_BROKEN)


def locked() -> Refused:
    """The refusal of a file with a password."""
    return Refused(_LOCKED)


def tracked() -> Refused:
    """The refusal of a file with changes that nobody accepted or rejected yet."""
    return Refused(
        "In dit document staan wijzigingen die nog niet zijn geaccepteerd of geweigerd, dus welke tekst geldt is "
        "niet te zien. "
        "Accepteer of weiger in het tekstprogramma alle wijzigingen (Controleren, Alle wijzigingen accepteren), "
        "sla het op en probeer het opnieuw."
    )
