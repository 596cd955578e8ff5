"""A school's protocol speaks of that school: the name of another one was left behind by whoever copied the text.

Found are the names of the other organisations in the library, names behind a word such as `basisschool`, `obs` or
`Stichting`, and a capital De or Het behind a preposition (`op De Linde`). A name without any of these is not found.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial

from build_tools.checks.apart import Informed
from build_tools.kept import digest
from build_tools.model import Library, Protocol, Said, parameter_values
from build_tools.problems import Problem, problem
from build_tools.records import OPEN

_KINDS = {
    *("basisschool", "daltonschool", "montessorischool", "jenaplanschool", "vrijeschool", "scholengroep", "stichting"),
    *("obs", "cbs", "rkbs", "pcbs", "kbs", "ibs", "ikc"),
}
_ARTICLES = {"de", "het", "den", "'t", "’t"}
_PLACING = {"op", "van", "bij", "voor"}
_EDGES = "()[]*_\"'‘’“”„.,;:!?"
_ENDS = tuple(".,;:!?)")
#: Foundations that many protocols point to for help; no school is one of them.
_HELPERS = ("school & veiligheid", "school en veiligheid", "kennisnet", "kanjertraining", "leergeld")


#: Names that begin with the same word: by whether an article stands before it and how many words there are, the words
#: in small letters. A large collection holds hundreds of them.
_Names = dict[tuple[bool, int], dict[tuple[str, ...], set[str]]]


def no_other_school_is_named(library: Library) -> Iterator[Problem]:
    """A protocol names no school or board but its own, those that it builds on, and what its parameters hold."""
    return knowing_schools(library).rule(library)


def knowing_schools(library: Library) -> Informed:
    """That rule, when it knows what the schools and boards in the library are called."""
    known = sorted(_names_of_schools(library))
    by_word = _by_first_word(known)
    names_in = cache(lambda text: tuple(_names_in(text, by_word)))  # schools that build on one model share most texts
    own = {protocol.id: _own_names(library, protocol) for protocol in library.protocols.values()}
    return Informed(name="names", key=digest(*known), rule=partial(_strange_names, names_in, own))


def _strange_names(
    names_in: Callable[[str], Sequence[str]], own: Mapping[str, Collection[str]], library: Library
) -> Iterator[Problem]:
    organisations = {protocol.id: protocol.record.organisation for protocol in library.protocols.values()}
    told: set[tuple[str, str, str]] = set()
    for said in library.said:
        if said.protocol is None or said.note or organisations[said.protocol] == OPEN:
            continue  # without its own name nobody can tell which one is strange
        for name in names_in(said.text):
            key = said.protocol, said.item.id if said.item else "", name
            if key not in told and not _is_one_of(name, own[said.protocol]):
                told.add(key)
                yield _strange(said, name, organisations[said.protocol])


def _strange(said: Said, name: str, own: str) -> Problem:
    return problem(
        "andere-schoolnaam",
        said.place,
        what=f'"{name}" is niet de naam van deze school of dit bestuur',
        expected=f"{own}, of een parameter",
        value=name,
    )


def _names_in(text: str, known: Mapping[str, _Names]) -> Iterator[str]:
    """Names of schools and boards in a text; `known` holds those of the library by their first word with a capital."""
    raw = text.split()
    for at, word in enumerate(raw):
        if not word.lstrip(_EDGES)[:1].isupper():
            continue
        before = raw[at - 1].lstrip(_EDGES) if at else ""  # what ends a sentence does not announce a name
        name = _name_from(raw, at)
        behind_kind = before.lower() in _KINDS or (before in _ARTICLES and at > 1 and raw[at - 2].lower() in _KINDS)
        placed = word in ("De", "Het", "Den") and before.lower() in _PLACING and " " in name
        if behind_kind or placed:
            yield name
        else:
            yield from _standing_at(known.get(name.split(" ")[0], {}), raw, at)


def _name_from(raw: Sequence[str], at: int) -> str:
    """The words with a capital from here on, as far as no point or comma ends them."""
    found: list[str] = []
    for word in raw[at:]:
        if not word.lstrip(_EDGES)[:1].isupper():
            break
        found.append(_plain(word))
        if word.endswith(_ENDS):
            break
    return " ".join(found)


def _standing_at(names: _Names, raw: Sequence[str], at: int) -> Iterator[str]:
    """The names that the words from here on are, their article included."""
    for (article, size), spelled in names.items():
        given = raw[at - article : at - article + size] if at >= article else ()
        yield from spelled.get(tuple(_plain(word).casefold() for word in given), ())


def _names_of_schools(library: Library) -> set[str]:
    """What the organisations in the library are called."""
    records = (protocol.record for protocol in library.protocols.values() if protocol.record.kind != "model")
    return {name for record in records for name in (record.organisation, record.short_title)}


def _by_first_word(known: Iterable[str]) -> dict[str, _Names]:
    """Names by the first word behind their article."""
    found: dict[str, _Names] = {}
    for name in known:
        words = _without_kind(name)
        article = words[0].lower() in _ARTICLES
        first = words[1] if len(words) > 1 and article else words[0]
        spelled = found.setdefault(first, {}).setdefault((article, len(words)), {})
        spelled.setdefault(tuple(word.casefold() for word in words), set()).add(" ".join(words))
    return found


def _own_names(library: Library, protocol: Protocol) -> set[str]:
    """What a protocol may call its school and board, as compared by `_is_one_of`."""
    names = set(parameter_values(library, protocol).values())
    for above in library.line_of(protocol.id):
        names |= {above.record.organisation, above.record.short_title}
    return {_bare(name) for name in names}


def _is_one_of(name: str, own: Collection[str]) -> bool:
    """Whether the name is one of these, in full or cut short, or that of a foundation that helps schools."""
    bare = _bare(name)
    return any(bare.startswith(one) or one.startswith(f"{bare} ") for one in (*own, *_HELPERS) if one)


def _bare(name: str) -> str:
    """The name without `basisschool` and the like, article and genitive."""
    words = _without_kind(" ".join(_plain(word) for word in name.split()))
    rest = words[1:] if len(words) > 1 and words[0].lower() in {*_ARTICLES, "t"} else words
    return " ".join(rest).casefold()


def _plain(word: str) -> str:
    """A word of a name without the signs around it, as `_name_from` finds it in a text."""
    return word.strip(_EDGES).removesuffix("’s").removesuffix("'s")


def _without_kind(name: str) -> list[str]:
    words = name.split()
    return words[1:] if len(words) > 1 and words[0].lower() in _KINDS else words
