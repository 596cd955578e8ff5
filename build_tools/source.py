"""YAML text -> plain data plus the position of every value; the only module that knows yaml.

Only true/false, null and plain integers change type: `no`, `1.10`, `12:30` and dates stay text (YAML 1.1 would
turn them into something else). Anchors, aliases, tags and repeated keys are refused, since editors drop or
overwrite them without a word.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path as FilePath
from typing import Any, NoReturn

import yaml
from msgspec import Struct, field

from build_tools.dutch import reason
from build_tools.problems import Place, Problem, SourceFaults, problem

Path = tuple[str | int, ...]
FAST = hasattr(yaml, "CSafeLoader")
_LOADER: Any = yaml.CSafeLoader if FAST else yaml.SafeLoader
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")  # Python refuses to read thousands of digits; nobody counts so far
_HALF = re.compile("[\ud800-\udfff]")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
MAX_BYTES = 512 * 1024
_TO_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)  # Windows would read line ends otherwise
MAX_DEPTH = 20
MAX_VALUES = 25_000


class Places(Struct, frozen=True, kw_only=True, dict=True):
    """Where the values of a file stand, a field where its name does; looked up when one is asked for, as few are."""

    file: str
    look: Callable[[], Mapping[Path, Place]]

    @cached_property
    def by_path(self) -> Mapping[Path, Place]:
        """Every value by its path."""
        return self.look()

    def nearest(self, path: Path) -> Place:
        """Where the value at `path` stands, or what should hold it."""
        while path not in self.by_path and path:
            path = path[:-1]
        return self.by_path.get(path, Place(file=self.file))


class Document(Struct, frozen=True, kw_only=True):
    """One file's data, and where each value stands."""

    file: str
    data: Any
    places: Places

    def place(self, path: Path) -> Place:
        """Where the value at `path` stands; a missing value gives the place of what should hold it."""
        return self.places.nearest(path)


def read_folder(root: FilePath) -> dict[str, bytes]:
    """The bytes of every visible file below `root`, by its path with forward slashes, sorted.

    Symbolic links are passed over: a source never comes from outside its folder. Raises SourceFaults with every file
    and folder that the system does not let us read: what is passed over in silence would vanish from the site.
    Of a file that is too large, which `parse` refuses, only the start is read.
    """
    found: dict[str, bytes] = {}
    refused: list[Problem] = []
    for path, file in _files_below(root, "", refused):
        try:
            found[path] = _start_of(file)
        except OSError as error:
            refused.append(_unreadable(path, error))
    if refused:
        raise SourceFaults(refused)
    return dict(sorted(found.items()))


def _files_below(folder: FilePath | str, path: str, refused: list[Problem]) -> Iterator[tuple[str, str]]:
    """The visible files below the folder at `path`, each by its path; a folder that cannot be opened goes to `refused`.

    As text: to make a `Path` of each of thousands of files takes longer than to read them.
    """
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        refused.append(_unreadable(path.rstrip("/") or ".", error))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files_below(entry.path, f"{path}{entry.name}/", refused)
        elif entry.is_file(follow_symlinks=False):
            yield f"{path}{entry.name}", entry.path


def _unreadable(file: str, error: OSError) -> Problem:
    denied = isinstance(error, PermissionError)
    if file == "." and isinstance(error, FileNotFoundError | NotADirectoryError):
        return problem(
            "onleesbaar",
            Place(file=file),
            what=reason(error),
            expected="de map met bronbestanden",
            remedy="zet de map terug, of ga eerst naar de map van uw project",
        )
    return problem(
        "onleesbaar",
        Place(file=file),
        what="u mag dit niet lezen" if denied else f"dit kan niet worden gelezen ({reason(error)})",
        expected="een bestand of map die u mag openen",
        remedy="geef uzelf leesrechten, ook op de map erboven" if denied else "zet het bestand opnieuw neer",
    )


def written(data: Any) -> str:
    """YAML text that `parse` reads as the same data."""
    text: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)
    return text


def links_out(root: FilePath) -> list[FilePath]:
    """The symbolic links below a folder that lead out of it, sorted: what they point to is not meant to be public."""
    home = root.resolve()
    return [path for path in sorted(root.rglob("*")) if path.is_symlink() and not path.resolve().is_relative_to(home)]


def _start_of(path: str) -> bytes:
    """What `parse` may look at of a file: by as few calls of the system as there can be, for there are thousands."""
    file = os.open(path, _TO_READ)
    try:
        size = min(os.fstat(file).st_size, MAX_BYTES + 1)
        found = os.read(file, size)
        while len(found) < size and (more := os.read(file, size - len(found))):
            found += more
    finally:
        os.close(file)
    return found


#: Where YAML begins a new line; `splitlines` knows more ends of lines, and would count on.
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def parse(file: str, content: bytes) -> Document:
    """The document in `content`. Raises SourceFaults with every fault that can be seen at once."""
    text = _decode(file, content)
    builder = _Builder(file, _LINE_END.split(text))
    try:
        data = builder.document(_events(text))
    except yaml.YAMLError as error:
        raise SourceFaults([*builder.problems, _yaml_problem(file, text, error)]) from error
    if builder.problems:
        raise SourceFaults(builder.problems)
    if data is None:
        raise SourceFaults([_empty(file)])
    return known_document(file, content, data)


def known_document(file: str, content: bytes, data: Any) -> Document:
    """The document in `content`, of which `data` is what `parse` found there before."""
    return Document(file=file, data=data, places=Places(file=file, look=partial(_places, file, content)))


def _events(text: str) -> Iterator[yaml.Event]:
    """What yaml.parse gives, without its question before each event whether there is one."""
    loader = _LOADER(text)
    try:
        while not isinstance(event := loader.get_event(), yaml.StreamEndEvent):
            yield event
    finally:
        loader.dispose()


def _decode(file: str, content: bytes) -> str:
    start = Place(file=file)
    if len(content) > MAX_BYTES:
        raise SourceFaults(
            [problem("te-diep", start, what="het bestand is te groot", expected=f"hooguit {MAX_BYTES // 1024} kB")]
        )
    if content.startswith(b"\xef\xbb\xbf"):
        raise SourceFaults(
            [problem("bom", start, what="het bestand begint met een onzichtbaar teken", expected="tekst zonder BOM")]
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        before = content[content.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8")
        raise SourceFaults(
            [
                problem(
                    "onleesbaar",
                    Place(file=file, line=line, column=len(before) + 1),
                    what="hier staat een teken dat geen UTF-8 is",
                    expected="tekst in UTF-8",
                )
            ]
        ) from error
    if not text.strip():
        raise SourceFaults([_empty(file)])
    tabs = list(_tabs(file, text))
    if tabs:
        raise SourceFaults(tabs)
    return text


def _empty(file: str) -> Problem:
    return problem("leeg-bestand", Place(file=file), what="het bestand is leeg", expected="inhoud in YAML")


def _tabs(file: str, text: str) -> Iterator[Problem]:
    for number, line in enumerate(text.splitlines(), 1):
        if "\t" in line:
            yield problem(
                "tab",
                Place(file=file, line=number, column=line.index("\t") + 1),
                what="er staat een tab",
                expected="spaties",
            )


_CURLY = {*"\u201c\u201d\u201e\u2018\u2019"}
_PASTED = "hard spaces"
_DASHED = "dash without a space"
_LONG_DASH = "long dash"
_YAML_HINTS = (
    (
        "mapping values are not allowed",
        "er staat een dubbele punt midden in een waarde",
        "aanhalingstekens om tekst met een dubbele punt",
    ),
    ("while scanning a quoted scalar", "een aanhalingsteken wordt niet gesloten", "een sluitend aanhalingsteken"),
    ("could not find expected ':'", "er ontbreekt een dubbele punt na de naam van een veld", "naam: waarde"),
    (
        "did not find expected key",
        "het inspringen klopt niet, of een aanhalingsteken staat verkeerd",
        "velden die recht onder elkaar staan",
    ),
    (
        "did not find expected '-' indicator",
        "het inspringen klopt niet: deze regel past niet in de lijst",
        "streepjes recht onder elkaar, en velden recht onder elkaar",
    ),
    (
        "block sequence entries are not allowed",
        "een streepje staat op een plek waar geen lijst kan beginnen",
        "de lijst op een nieuwe regel, ingesprongen",
    ),
    (
        "cannot start any token",
        "de waarde begint met een teken dat in YAML iets anders betekent",
        "aanhalingstekens om de waarde",
    ),
    (
        "while parsing a flow",
        "een haak of accolade wordt niet gesloten, of er ontbreekt een komma",
        "[a, b], of aanhalingstekens om tekst die met een haak begint",
    ),
    (
        "while scanning a block scalar",
        "achter >- of |- staat nog tekst",
        "de tekst op de volgende regel, ingesprongen",
    ),
    (
        _PASTED,
        "deze regel springt in met vaste spaties, die er uitzien als gewone",
        "gewone spaties: haal het wit aan het begin weg en typ het opnieuw met de spatiebalk",
    ),
    (_LONG_DASH, "er staat een lang streepje, zoals Word het maakt", "- waarde, met een gewoon streepje en een spatie"),
    (_DASHED, "achter het streepje ontbreekt een spatie", "- waarde, met een spatie achter het streepje"),
    ("control characters", "er staat een onzichtbaar stuurteken", "gewone tekst"),
    ("while scanning an alias", "de waarde begint met een sterretje", "aanhalingstekens om de waarde"),
)


_OPENED = ("while scanning a quoted scalar", "while parsing a flow", "while scanning a simple key")


def _yaml_problem(file: str, text: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    if any(opened in str(error) for opened in _OPENED):
        mark = getattr(error, "context_mark", mark)  # where it opens, not where the file or the next line ends it
    place = Place(file=file, line=mark.line + 1, column=mark.column + 1) if mark else _control_place(file, text)
    message = str(error)
    lines = text.split("\n")[: place.line]
    if pasted := _hard_space(lines):
        place, message = Place(file=file, line=pasted[0], column=pasted[1]), _PASTED
    elif dashed := _dash(lines, r" *-(?=\w+:)"):
        place, message = Place(file=file, line=dashed[0], column=dashed[1]), _DASHED
    elif dashed := _dash(lines, r" *[\u2012-\u2015\u2212](?= *\w+:)"):
        place, message = Place(file=file, line=dashed[0], column=dashed[1]), _LONG_DASH
    elif looked := _looked_at(lines[-1], message):
        return problem("yaml", place, what=looked[0], expected=looked[1])
    for sign, what, expected in _YAML_HINTS:
        if sign in message:
            return problem("yaml", place, what=what, expected=expected)
    return problem("yaml", place, what="dit is geen geldige YAML", expected="naam: waarde, met spaties ingesprongen")


def _hard_space(lines: list[str]) -> tuple[int, int] | None:
    """Line and column of the last indentation that holds a hard space, as text pasted from a web page does."""
    found = [(number, line) for number, line in enumerate(lines, 1) if re.match(r" *\xa0", line)]
    return (found[-1][0], found[-1][1].index("\xa0") + 1) if found else None


def _dash(lines: list[str], wrong: str) -> tuple[int, int] | None:
    """Line and column of a dash that is written wrong, on the line of the fault or the one before it."""
    for number in range(len(lines), max(len(lines) - 2, 0), -1):
        if found := re.match(wrong, lines[number - 1]):
            return number, found.end()
    return None


def _looked_at(line: str, message: str) -> tuple[str, str] | None:
    """What the line itself tells better than the reader of YAML does: (what is wrong, what was expected)."""
    if "could not find expected ':'" in message and re.match(r"\s*\w+:\S", line):
        return "achter de dubbele punt ontbreekt een spatie", "naam: waarde, met een spatie achter de dubbele punt"
    if "mapping values are not allowed" in message and re.match(r"\s+\w+:(?:\s[^:]*)?$", line):
        return "het inspringen klopt niet: dit veld staat te ver naar rechts", "velden die recht onder elkaar staan"
    return None


def _control_place(file: str, text: str) -> Place:
    """Where a character stands that YAML refuses (the reader gives no line and column)."""
    found = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]", text)
    before = text[: found.start()] if found else ""
    return Place(file=file, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))


class _Builder(Struct):
    """Turns parser events into data; how many values it made and what is wrong with them is its state."""

    file: str
    lines: list[str]
    values: int = 0
    problems: list[Problem] = field(default_factory=list)

    def document(self, events: Iterator[yaml.Event]) -> Any:
        value: Any = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.complain("yaml", event, "er begint een tweede document (---)", "één document per bestand")
            elif isinstance(event, yaml.NodeEvent):
                found = self.node(event, events, 0)
                value = found if documents == 1 else value
        return value

    def node(self, event: Any, events: Iterator[yaml.Event], depth: int) -> Any:
        self.values += 1
        if depth > MAX_DEPTH:
            self.stop(event, "te veel niveaus", f"hooguit {MAX_DEPTH}")
        if self.values > MAX_VALUES:
            self.stop(event, "te veel waarden", f"hooguit {MAX_VALUES}")
        if isinstance(event, yaml.AliasEvent):
            self.complain("anker-of-tag", event, f"*{event.anchor} verwijst naar een anker", "de waarde zelf")
            return None
        if event.anchor or event.tag:
            self.refuse_anchor_and_tag(event)
        if isinstance(event, yaml.ScalarEvent):
            if not event.style:
                self.refuse_lost_text(event)
            elif not FAST and _HALF.search(event.value):  # libyaml stops at one
                self.complain("yaml", event, "hier staat een teken dat niet bestaat", "gewone tekst")
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, depth + 1)
        return self.mapping(events, depth + 1)

    def sequence(self, events: Iterator[yaml.Event], depth: int) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            values.append(self.node(event, events, depth))
        return values

    def mapping(self, events: Iterator[yaml.Event], depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self.key(event, events, depth)
            if key in values:
                self.complain("dubbel-veld", event, f'het veld "{key}" staat er twee keer', "elk veld één keer")
                self.node(next(events), events, depth + 1)
                continue
            values[key] = self.node(next(events), events, depth)
        return values

    def key(self, event: Any, events: Iterator[yaml.Event], depth: int) -> str:
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor or event.tag:
                self.refuse_anchor_and_tag(event)
            return sys.intern(event.value)
        self.complain("yaml", event, "de naam van een veld is geen gewone tekst", "naam: waarde")
        self.node(event, events, depth)
        return "?"

    def refuse_anchor_and_tag(self, event: Any) -> None:
        if event.anchor:
            self.complain("anker-of-tag", event, f"&{event.anchor} is een anker", "een gewone waarde")
        if event.tag:
            written = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.complain("anker-of-tag", event, f"{written} is een tag", "een gewone waarde")

    def refuse_lost_text(self, event: yaml.ScalarEvent) -> None:
        """What stands behind ` #` on the line of a plain value is a comment to YAML, and would vanish.

        In the place of a value, `#7a1fa2` is taken for one that lost its quotes, `# later` for a comment.
        """
        if event.value[:1] in _CURLY:
            self.complain(
                "gekrulde-aanhalingstekens", event, "de waarde begint met een gekruld teken", 'rechte tekens: "..."'
            )
        end: Any = event.end_mark  # the stubs allow for parsers without marks; ours always has them
        rest = self.lines[end.line][end.column :].lstrip()
        if rest.startswith("#") and (event.value or rest[1:2].strip()):
            self.complain(
                "tekst-valt-weg", event, f'"{rest.strip()}" zou wegvallen', "aanhalingstekens om de hele waarde"
            )

    def stop(self, event: yaml.Event, what: str, expected: str) -> NoReturn:
        raise SourceFaults([*self.problems, problem("te-diep", self.at(event), what=what, expected=expected)])

    def complain(self, code: str, event: yaml.Event, what: str, expected: str) -> None:
        self.problems.append(problem(code, self.at(event), what=what, expected=expected))

    def at(self, event: yaml.Event) -> Place:
        return _at(self.file, event)


def _at(file: str, event: yaml.Event) -> Place:
    mark = event.start_mark
    return Place(file=file, line=mark.line + 1, column=mark.column + 1) if mark else Place(file=file)


def _places(file: str, content: bytes) -> dict[Path, Place]:
    """Where each value of a document without faults stands."""
    events = _events(_decode(file, content))
    found: dict[Path, yaml.Event] = {}
    _note_places(found, next(event for event in events if isinstance(event, yaml.NodeEvent)), events, ())
    return {path: _at(file, event) for path, event in found.items()}


def _note_places(found: dict[Path, yaml.Event], event: Any, events: Iterator[yaml.Event], path: Path) -> None:
    found.setdefault(path, event)
    if isinstance(event, yaml.SequenceStartEvent):
        for number, inner in enumerate(_until_end(events)):
            _note_places(found, inner, events, (*path, number))
    elif isinstance(event, yaml.MappingStartEvent):
        for name in _until_end(events):
            inside = (*path, str(name.value))
            found[inside] = name
            _note_places(found, next(events), events, inside)


def _until_end(events: Iterator[yaml.Event]) -> Iterator[Any]:
    """What stands in the list or mapping that has begun; who asks takes what stands inside of each of them."""
    while not isinstance(event := next(events), yaml.CollectionEndEvent):
        yield event


def _scalar(event: yaml.ScalarEvent) -> Any:
    if event.style is None or event.style == "":
        if event.value in _WORDS:
            return _WORDS[event.value]
        if _INTEGER.match(event.value):
            return int(event.value)
        return sys.intern(event.value)  # names and ids: most of them stand in thousands of files
    return event.value
