"""What MkDocs says of pages that were written by hand: in Dutch, where it stands and how to mend it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from build_tools.problems import Place, problem
from build_tools.settings import Saying, sayings, shown

_LOGS = ("mkdocs.structure.pages", "mkdocs.structure.nav", "mkdocs.structure.files", "mkdocs.commands.build")


def retell(docs: Path) -> None:
    """Let MkDocs in this process speak of the pages in `docs` as we do; what it seldom says stays as it is."""
    for name in _LOGS:
        log = logging.getLogger(name)
        for before in [one for one in log.filters if isinstance(one, _Retold)]:
            log.removeFilter(before)
        log.addFilter(_Retold(docs))


class _Retold(logging.Filter):
    """Puts our words in place of those of MkDocs."""

    def __init__(self, docs: Path) -> None:
        super().__init__()
        self._docs = docs

    def filter(self, record: logging.LogRecord) -> bool:
        """Called by logging; whether there is anything to say."""
        said = record.getMessage()
        told = in_dutch(said, self._docs)
        if told != said:
            record.msg, record.args = told, ()
        return bool(told)


def in_dutch(said: str, docs: Path) -> str:
    """What MkDocs says of pages in `docs`, retold; nothing when it adds nothing to what was told before."""
    for saying in _SAYINGS:
        if found := saying.sign.match(said):
            return "\n".join(_told(saying, parts, docs) for parts in _each(found.groupdict()))
    return "" if _EMPTY.match(said) else said


def _each(parts: Mapping[str, str | None]) -> Iterator[dict[str, str]]:
    """The parts of a message, once for each page that it lists."""
    files = (parts["file"] or "").split("\n  - ")
    yield from ({**{name: part or "" for name, part in parts.items()}, "file": file} for file in files)


def _told(saying: Saying, parts: Mapping[str, str], docs: Path) -> str:
    meant = parts.get("meant")
    return str(
        problem(
            saying.code,
            _place(docs, parts["file"], parts.get("link", "")),
            what=saying.what.format(**parts),
            expected=saying.expected,
            remedy=f'bedoelde u "{meant}"?' if meant else saying.remedy,
        )
    )


def _place(docs: Path, page: str, link: str) -> Place:
    """Where the link stands first; the start of the file when it is not there as MkDocs has it."""
    file, lines = docs / page, list[str]()
    if not file.is_file():
        return Place(file=page)  # a page that was made
    if link:
        with suppress(OSError, ValueError):  # who reads the page tells
            lines = file.read_text(encoding="utf-8").splitlines()
    at = next(((number, line.index(link)) for number, line in enumerate(lines, 1) if link in line), (1, 0))
    return Place(file=shown(file), line=at[0], column=at[1] + 1)


#: A helper that was stopped, what was told already, and what the system refuses: that the command tells.
_EMPTY = re.compile(
    r"Error building page '.*': \Z|Error reading page '.*': 'utf-8' codec|Error \w+ page '.*': \[\w+ \d+\]"
)
_MEANT = r"(?:.* Did you mean '(?P<meant>.+?)'\?)?"
_SAYINGS = sayings(
    (
        rf"Doc file '(?P<file>.+?)' contains an absolute link '(?P<link>.*?)',{_MEANT}",
        'de link "{link}" begint met een schuine streep',
        "een link vanaf deze bladzijde, zodat de site in elke map kan staan",
        "schrijf de naam van het bestand, zoals ouders.md",
        "link-nergens-heen",
    ),
    (
        r"Doc file '(?P<file>.+?)' contains a link '(?P<link>.*?)', but (?:the doc|there is no such anchor)",
        'het anker achter # van de link "{link}" bestaat niet',
        "een anker dat op die bladzijde staat",
        "open de bladzijde, en neem over wat in het adres achter # staat",
        "link-nergens-heen",
    ),
    (
        rf"Doc file '(?P<file>.+?)' contains an? (?:unrecognized relative )?link '(?P<link>.*?)',{_MEANT}",
        'de link "{link}" leidt nergens heen',
        "een bestand in docs, of een bladzijde van de site, zoals ouders.md",
        "verbeter de link, of zet het bestand in docs",
        "link-nergens-heen",
    ),
    (
        r"The following pages exist in the docs directory, but are not included.*?:\n  - (?P<file>.+)",
        "deze bladzijde staat niet in het menu",
        "een regel bij nav in mkdocs.yml, zoals - Onze school: onze-school.md",
        "zet haar daar bij, of noem haar in mkdocs.yml bij not_in_nav als zij er niet in hoeft",
    ),
    (
        r"Excluding '(?P<file>.+?)' from the site because it conflicts with '(?P<other>.+?)'",
        'deze bladzijde krijgt hetzelfde adres als "{other}"',
        "een van de twee",
        "haal een van de twee weg of geef haar een andere naam",
    ),
    (
        r"Error building page '(?P<file>.+?)': (?P<why>(?!\[\w+ \d+\]).+)",
        "deze bladzijde kan niet worden gemaakt; MkDocs zegt erover: {why}",
        "een sjabloon en een bladzijde zonder fouten",
        "verbeter het sjabloon in uw eigen map (custom_dir), of haal het weg",
    ),
    (
        r"Encoding error reading file: (?P<file>.+)",
        "deze bladzijde kan niet worden gelezen",
        "tekst in UTF-8",
        "sla het bestand op als gewone tekst in UTF-8",
        "onleesbaar",
    ),
)
