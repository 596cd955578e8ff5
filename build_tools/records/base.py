"""What all records share: the kinds of text, the closed lists, and how data becomes a record."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Annotated, Any, Literal, TypeVar

from msgspec import Meta, Struct, ValidationError, convert
from msgspec.structs import force_setattr

from build_tools.records.kinds import is_bare, kinds_of, metas

Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=60)]
Text = Annotated[str, Meta(min_length=1, max_length=8000, extra={"bare": True})]
WebAddress = Annotated[str, Meta(pattern=r"^https?://[^\s<>()\[\]{}\"'\\`^|]+\Z", max_length=1000)]
Line = Annotated[str, Meta(pattern=r"^\S([^\n]*\S)?\Z", max_length=300)]
ParameterId = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*\Z", max_length=40)]
ProvisionId = Annotated[str, Meta(pattern=r"^[0-9A-Za-z]+(-[0-9A-Za-z]+)*\Z", max_length=40)]
Address = Annotated[str, Meta(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*/)+(#[A-Za-z0-9_-]+)?\Z", max_length=200)]
Since = Annotated[str, Meta(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z")]
Colour = Annotated[str, Meta(pattern=r"^#[0-9a-fA-F]{6}\Z")]
Picture = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*\.(svg|png)\Z", max_length=100)]
Group = Annotated[int, Meta(ge=1, le=8)]

AudienceId = Literal["staff", "parents", "children", "media"]
PartyId = Literal["everyone", "staff", "management", "pupils", "parents", "school", "board", "media"]
StanceId = Literal["required", "recommended", "allowed", "conditional", "discouraged", "forbidden"]
ProtocolStatus = Literal["concept", "ter-instemming", "vastgesteld"]
StatusId = Literal["regulated", "silent", "unclear", "unreviewed"]
RelationId = Literal["none", "open", "one", "equal", "value", "stance", "contrary"]
ParameterType = Literal["text", "date", "phone", "choice"]
Moment = Literal["first-hour", "reception", "speaker"]


@cache
def _bare_fields(record: type[Struct]) -> tuple[str, ...]:
    return tuple(name for name, kind in kinds_of(record).items() if any(is_bare(one) for one in metas(kind)))


class Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A frozen piece of a source file; unknown fields are refused."""

    def __post_init__(self) -> None:
        """Take the white space off its texts. Raises ValueError when nothing is left of one."""
        for name in _bare_fields(type(self)):
            text = getattr(self, name)
            if text and text != (bare := text.strip()):
                if not bare:
                    raise ValueError(name)
                force_setattr(self, name, bare)


AnyRecord = TypeVar("AnyRecord", bound=Record)
Path = tuple[str | int, ...]


class Fault(Struct, frozen=True, kw_only=True):
    """One place where data does not have the record's form; `kind` is pydantic's own error type."""

    path: Path
    kind: str
    given: Any
    options: tuple[str, ...] = ()
    limit: object = None


def id_of(text: str, most: int = 60) -> str:
    """The words of a text as an id: lower case, without accents, at most `most` characters; empty without words."""
    plain = unicodedata.normalize("NFKD", text.lower())
    words = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)).replace("'", ""))
    kept = ""
    for word in words:
        if len(kept) + len(word) + bool(kept) > most:
            break
        kept = f"{kept}-{word}" if kept else word
    return kept or (words[0][:most] if words else "")


def validate(record: type[AnyRecord], data: object) -> AnyRecord | tuple[Fault, ...]:
    """The record that `data` holds, or every fault in it."""
    try:
        return convert(data, record)
    except ValidationError:  # tells of the first fault only
        from build_tools.records.judged import judged  # loads pydantic, which takes longer than to read all sources

        found = judged(record, data)
        return found if isinstance(found, tuple) else convert(found, record)
