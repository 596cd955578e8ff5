"""What an earlier run made, by a key of all that it was made of: a file that may be thrown away at any time.

SQLite, from the standard library, is safe when two builds write at once. A file that cannot be read, is damaged or
comes from elsewhere is as good as none: each value carries a digest of its own.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Protocol

from msgspec import Struct, field

_TABLE = "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
#: How long a key is, in bytes.
DIGEST = 16
_AT_ONCE = 500
_SPARE = 3


class Recipe(Protocol):
    """What makes a text, with a digest of all that the text is made of, the code apart."""

    @property
    def key(self) -> bytes:
        """That digest."""

    def __call__(self) -> str:
        """Make the text."""


#: Gives the texts that recipes make, by name: as an earlier run made them of the same, or else made now.
Recall = Callable[[Mapping[str, Recipe]], Mapping[str, str]]


def anew(recipes: Mapping[str, Recipe]) -> dict[str, str]:
    """Every text made now."""
    return {name: make() for name, make in recipes.items()}


class Recaller(Struct, kw_only=True):
    """Recalls texts that an `earlier` run kept; `tools` stands for all that decides them but their recipes.

    `keys` has the key of each text by its name, and `made` what was made now, to be kept, by key.
    """

    earlier: Reader
    tools: str | bytes
    keys: dict[str, bytes]
    made: dict[bytes, bytes]

    def __call__(self, recipes: Mapping[str, Recipe]) -> dict[str, str]:
        """As `Recall`."""
        keys = {name: digest(self.tools, name, recipe.key) for name, recipe in recipes.items()}
        self.keys.update(keys)
        known = self.earlier(list(keys.values()))
        return {name: self._text(known.get(key), key, recipes[name]) for name, key in keys.items()}

    def _text(self, known: bytes | None, key: bytes, make: Recipe) -> str:
        if found := known or self.made.get(key):
            return zlib.decompress(found).decode(errors="surrogatepass")
        text = make()
        self.made[key] = zlib.compress(text.encode(errors="surrogatepass"), 1)
        return text


class Memory(Struct, kw_only=True):
    """Recalls texts that this run made: of each name the last; `tools` is all but their recipes that decides them."""

    tools: str | bytes
    texts: dict[str, tuple[bytes, str]] = field(default_factory=dict)

    def __call__(self, recipes: Mapping[str, Recipe]) -> dict[str, str]:
        """As `Recall`."""
        return {name: self._text(name, recipe) for name, recipe in recipes.items()}

    def _text(self, name: str, recipe: Recipe) -> str:
        key = digest(self.tools, recipe.key)
        known, text = self.texts.get(name, (b"", ""))
        if known != key:
            text = recipe()
            self.texts[name] = key, text
        return text


@contextmanager
def recalling(file: Path | None, tools: str | bytes) -> Iterator[Recall]:
    """What recalls texts from `file`, and at the end keeps there what was made; `tools` as in `Recaller`.

    Without a file everything is made.
    """
    if file is None:
        yield anew
        return
    earlier = Reader(file)
    recaller = Recaller(earlier=earlier, tools=tools, keys={}, made={})
    try:
        yield recaller
    finally:
        earlier.close()
        if recaller.made:
            keep(file, recaller.made, list(recaller.keys.values()))


def digest(*parts: str | bytes) -> bytes:
    """A key: the same for the same parts in the same order, and for no others."""
    return digest_of(parts)


def digest_of(parts: Iterable[str | bytes]) -> bytes:
    """What `digest` gives, with no more than one part in memory."""
    made = hashlib.blake2b(digest_size=DIGEST)
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(len(content).to_bytes(8, "big") + content)
    return made.digest()


def read(file: Path, keys: Sequence[bytes]) -> dict[bytes, bytes]:
    """What is kept in `file` under each key, as far as it is there and whole."""
    with closing(Reader(file)) as reader:
        return reader(keys)


class Reader:
    """Reads what is kept in a file, time after time; it is opened when it is first asked."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._opened: sqlite3.Connection | None = None

    def __call__(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """What is kept under each key, as far as it is there and whole."""
        if not keys or (self._opened is None and not self._file.is_file()):
            return {}
        try:
            self._opened = self._opened or _connection(self._file)
            return {
                key: value
                for some in _batches(sorted(keys))
                for key, sealed in self._opened.execute(_question(len(some)), some)
                if _seal(key, value := sealed[DIGEST:]) == sealed[:DIGEST]
            }
        except (sqlite3.Error, TypeError):
            return {}

    def close(self) -> None:
        """Close the file."""
        if self._opened:
            self._opened.close()
            self._opened = None


def keep(file: Path, made: Mapping[bytes, bytes], used: Sequence[bytes], *, patience: float = 5) -> None:
    """Add to `file`; when it holds far more than was used just now, the rest is thrown away.

    Another build that writes is waited for, `patience` seconds at most; what is not kept will be made again.
    """
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
    try:
        _add(file, made, used, patience)
    except sqlite3.OperationalError:
        return  # another build is writing, or the disk is full: what is not kept is made again
    except sqlite3.DatabaseError:
        file.unlink(missing_ok=True)  # damaged: the next build starts afresh


def _add(file: Path, made: Mapping[bytes, bytes], used: Sequence[bytes], patience: float) -> None:
    with closing(_connection(file, patience)) as kept, kept:
        kept.execute(_TABLE)
        (held,) = kept.execute("SELECT count(*) FROM kept").fetchone()
        if held > _SPARE * len(used):
            kept.execute("CREATE TEMP TABLE used (key BLOB PRIMARY KEY) WITHOUT ROWID")
            kept.executemany("INSERT OR IGNORE INTO used VALUES (?)", ((key,) for key in used))
            kept.execute("DELETE FROM kept WHERE key NOT IN (SELECT key FROM used)")
        rows = ((key, _seal(key, value) + value) for key, value in made.items())
        kept.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", rows)


def _seal(key: bytes, value: bytes) -> bytes:
    """What tells that a value stands under its own key, whole; of thousands of values in half the time of `digest`."""
    return hashlib.sha256(key + value).digest()[:DIGEST]


def _connection(file: Path, patience: float = 5) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=patience)
    connection.execute("PRAGMA synchronous = OFF")  # a value that a power cut spoils is refused by its seal
    connection.execute("PRAGMA page_size = 16384")  # values are large: a quarter less time to read
    return connection


def _batches(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE))


def _question(count: int) -> str:
    return f"SELECT key, value FROM kept WHERE key IN ({','.join('?' * count)})"  # noqa: S608 - only question marks
