"""The project's mkdocs.yml, read by MkDocs, and in Dutch what is wrong with it and where."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from mkdocs.plugins import get_plugins
from mkdocs.utils.yaml import get_yaml_loader, yaml_load
from msgspec import Struct

from build_tools.problems import BuildStopped, Place, Problem, SourceFaults, did_you_mean, problem
from build_tools.source import Path as FieldPath
from build_tools.source import known_document, parse

#: The name of our plugin in the settings.
PLUGIN = "protocolwijzer"
#: What `parse` refuses in sources and MkDocs allows in settings.
_ALLOWED = {"anker-of-tag", "bom", "dubbel-veld", "gekrulde-aanhalingstekens", "leeg-bestand", "tekst-valt-weg"}


class SettingsFaults(BuildStopped):
    """The settings cannot be used; holds every problem that MkDocs tells of."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def read_settings(config_file: Path) -> MkDocsConfig:
    """The settings, with our plugin among them.

    Raises SettingsFaults, also for what MkDocs only warns of: a strict build would stop at it.
    """
    config, remarks = _read(config_file)
    if PLUGIN not in config.plugins:
        remarks.append(_without_plugin(config_file))
    remarks += _of_the_theme(config_file, config)
    if remarks:
        raise SettingsFaults(remarks)
    return config


def docs_folder(config_file: Path) -> Path:
    """The folder of hand-written pages that the settings name; they may be those of another engine.

    Raises SettingsFaults.
    """
    return Path(_read(config_file)[0].docs_dir)


def site_folder(config_file: Path) -> Path:
    """The folder that the settings name for the finished site. Raises SettingsFaults."""
    return Path(read_settings(config_file).site_dir)


def _read(config_file: Path) -> tuple[MkDocsConfig, list[Problem]]:
    """The settings as MkDocs validates them, and what it warns of. Raises SettingsFaults."""
    config = MkDocsConfig(config_file_path=str(config_file.absolute()))
    try:
        with config_file.absolute().open("rb") as opened:
            config.load_file(opened)
    except (ConfigurationError, TypeError) as refused:  # TypeError: a number or such in place of all settings
        raise SettingsFaults(_unreadable(config_file, refused)) from refused
    errors, warnings = config.validate()
    if errors:
        raise SettingsFaults(_told(config_file, [*errors, *warnings]))
    return config, _told(config_file, warnings)


def _unreadable(config_file: Path, refused: Exception) -> list[Problem]:
    """Why MkDocs cannot read the file at all: our own look at it says more than that of MkDocs."""
    content, name = config_file.read_bytes(), shown(config_file)
    try:
        parse(name, content)
    except SourceFaults as found:
        if faults := [one for one in found.problems if one.code not in _ALLOWED]:
            return faults
    mark = getattr(refused.__context__, "problem_mark", None)
    if mark:
        place = Place(file=name, line=mark.line + 1, column=mark.column + 1)
        what, expected = f"MkDocs kan dit niet lezen ({_first_line(refused.__context__)})", "geldige YAML"
        return [problem("instelling", place, what=what, expected=expected)]
    if lacking := re.search("Inherited config file '(.+?)' does not exist", str(refused)):
        place = _place(config_file, ("INHERIT",))
        what, expected = f'het bestand "{lacking[1]}" bestaat niet', "een ander bestand met instellingen"
        return [problem("instelling", place, what=what, expected=expected)]
    what, expected = "hier staan geen instellingen", "site_name: naam van de site, met elke instelling op een regel"
    return [problem("instelling", Place(file=name), what=what, expected=expected)]


def _first_line(fault: object) -> str:
    return str(getattr(fault, "problem", None) or fault).splitlines()[0]


def no_such_page(config_file: Path, page: str) -> Problem:
    """An entry of `nav` for a page that the site does not have."""
    data = _given(config_file.read_bytes())
    return problem(
        "instelling",
        _place(config_file, _path_to(data, [page], ("nav",))),
        what=f'de bladzijde "{page}" bestaat niet',
        expected="een bestand in docs, of een bladzijde van de site, zoals ouders.md",
        remedy="verbeter de naam, zet het bestand in docs, of haal de regel weg",
    )


def _place(config_file: Path, path: FieldPath) -> Place:
    """Where a setting stands; the start of the file when it is not there."""
    name = shown(config_file)
    try:
        return known_document(name, config_file.read_bytes(), {}).place(path)
    except SourceFaults:  # nothing is written there, or with tabs: MkDocs can do with that
        return Place(file=name)


def _of_the_theme(config_file: Path, config: MkDocsConfig) -> list[Problem]:
    """What would make templates fail: another theme than Material, or a language in which that has no words."""
    language = config.theme.get("language")
    if not _speaks(config, "nl"):
        what, expected = "dit thema heeft niet wat Protocolwijzer ervan gebruikt", "name: material"
        place, remedy = ("theme", "name"), "schrijf bij theme: name: material"
    elif language is not None and not _speaks(config, language):
        what, expected = f'het thema kent de taal "{language}" niet', "language: nl"
        place, remedy = ("theme", "language"), "haal language weg: zonder die regel is de site in het Nederlands"
    else:
        return []
    return [problem("instelling", _place(config_file, place), what=what, expected=expected, remedy=remedy)]


def _speaks(config: MkDocsConfig, language: object) -> bool:
    return any((Path(folder) / "partials" / "languages" / f"{language}.html").is_file() for folder in config.theme.dirs)


def _without_plugin(config_file: Path) -> Problem:
    return problem(
        "instelling",
        _place(config_file, ("plugins",)),
        what=f"de plugin {PLUGIN} ontbreekt",
        expected=f"plugins, en op de regel eronder: - {PLUGIN}",
        remedy="zet die erbij",
    )


def _told(config_file: Path, said: Sequence[tuple[str, object]]) -> list[Problem]:
    """What MkDocs says of values, as problems where those stand."""
    if not said:
        return []
    data = _given(config_file.read_bytes())
    lines = [(name, line) for name, message in said for line in _messages(str(message))]
    return [_problem(data, partial(_place, config_file), name, line) for name, line in dict.fromkeys(lines)]


def _given(content: bytes) -> Any:
    """What the file itself says, without what it inherits."""
    return yaml_load(content.decode("utf-8-sig", errors="replace"), get_yaml_loader(config=MkDocsConfig()))


def _messages(text: str) -> list[str]:
    """A plugin's options are told together, each on a line; what else has more lines is one message."""
    return text.splitlines() if text.startswith("Plugin '") else [text]


def _problem(data: Any, place_of: Callable[[FieldPath], Place], name: str, message: str) -> Problem:
    """One message about the setting `name`, in Dutch."""
    within = [name]
    while prefix := _WITHIN.match(message):
        within += prefix.groups()[: prefix.lastindex]
        message = message[prefix.end() :]
    for saying in _SAYINGS:
        if found := saying.sign.search(message):
            values = {key: _in_dutch(key, value or "") for key, value in found.groupdict().items()}
            words = {"name": within[-1], **values}
            named = (value for key, value in values.items() if key not in _OF_KINDS)
            return problem(
                "instelling",
                place_of(_path_to(data, [*within[1:], *named], (name,))),
                what=saying.what.format(**words),
                expected=saying.expected.format(**words),
                remedy=_nearest(within, values) or saying.remedy.format(**words),
            )
    return problem(
        "instelling",
        place_of(_path_to(data, within[1:], (name,))),
        what=f'de waarde van "{within[-1]}" klopt niet',
        expected="een waarde die MkDocs kent",
        remedy=f"verbeter de waarde of haal de instelling weg; MkDocs zegt erover: {' '.join(message.split())}",
    )


def _nearest(within: Sequence[str], values: dict[str, str]) -> str | None:
    """What may have been meant by a name that nobody knows."""
    if "installed" in values:
        return did_you_mean(values["installed"], get_plugins())
    if "setting" not in values:
        return None
    return did_you_mean(values["setting"], [name for name, _ in _known(within)])


def _known(within: Sequence[str]) -> Iterable[tuple[str, object]]:
    """The names that may stand where an unknown one was found."""
    match within:
        case ["plugins", name, _]:
            scheme: Iterable[tuple[str, object]] = get_plugins()[name].load().config_scheme
            return scheme
        case [_]:
            return MkDocsConfig().items()
    return ()


def _path_to(data: Any, sought: Iterable[str], start: FieldPath) -> FieldPath:
    """Where the names and values that a message holds stand, each below the one before it, as far as they are there."""
    path = start
    value = data.get(start[0]) if isinstance(data, dict) else None
    for name in sought:
        if found := next((one for one in _below(value) if name in (str(one[0][-1]), str(one[1]))), None):
            path, value = (*path, *found[0]), found[1]
    return path


def _below(value: Any) -> Iterator[tuple[FieldPath, Any]]:
    """Everything inside a value, with its path."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (key,), inner
        yield from (((key, *path), deeper) for path, deeper in _below(inner))


def shown(path: Path | str) -> str:
    """A path as seen from here."""
    with suppress(ValueError):  # on another drive of Windows
        return Path(os.path.relpath(path)).as_posix()
    return str(path)


def _in_dutch(key: str, value: str) -> str:
    """A part of a message: a kind of value in words, a path as seen from here."""
    if key in _OF_KINDS:
        return next((word for sign, word in _KINDS.items() if sign in value), "iets anders")
    return shown(value) if key == "path" and Path(value).is_absolute() else value


_OF_KINDS = ("kind", "given")
_KINDS = {
    "NoneType": "niets",
    "None": "niets",
    "bool": "true of false",
    "str": "tekst",
    "int": "een getal",
    "float": "een getal",
    "list": "een lijst",
    "dict": "een groep velden",
}


class Saying(Struct, frozen=True):
    """A message of MkDocs by the words that it has, and what it is in Dutch, with the parts that `sign` names."""

    sign: re.Pattern[str]
    what: str
    expected: str
    remedy: str
    code: str = "instelling"


def sayings(*told: tuple[str, ...]) -> tuple[Saying, ...]:
    """The messages, each as the values of a `Saying`; a sign may go on over lines."""
    return tuple(Saying(re.compile(sign, re.DOTALL), *words) for sign, *words in told)


_WITHIN = re.compile(r"Plugin '(.+?)' option '(.+?)': |Plugin '(.+?)': |Sub-option '(.+?)': ")
_SAYINGS = sayings(
    (
        "^Required configuration not provided",
        "{name} ontbreekt",
        "{name}: ...",
        "vul {name} in",
    ),
    (
        "^Unrecognised configuration name: (?P<setting>.+)",
        'onbekende instelling "{setting}"',
        "een naam die MkDocs of de plugin kent",
        "verbeter de naam of haal de regel weg",
    ),
    (
        "^Unrecognised theme name: '(?P<theme>.*?)'",
        'het thema "{theme}" bestaat niet',
        "name: material",
        "schrijf bij theme: name: material",
    ),
    (
        "^(At least one of 'name' or|No theme name set)",
        "het thema heeft geen naam",
        "name: material",
        "schrijf bij theme: name: material",
    ),
    (
        "^The path set in custom_dir \\('(?P<path>.*?)'\\) does not exist",
        'de map "{path}" bestaat niet',
        "een map met uw eigen sjablonen",
        "maak de map, of haal custom_dir weg",
    ),
    (
        '^The "(?P<installed>.*?)" plugin is not installed',
        'de plugin "{installed}" is niet geïnstalleerd',
        "een plugin die op deze computer staat",
        "haal de plugin weg, of installeer het pakket waar hij in zit",
    ),
    (
        "^The path '(?P<path>.*?)' isn't an existing directory",
        'de map "{path}" bestaat niet',
        "een map die er is, gezien vanaf mkdocs.yml",
        "maak de map, of verbeter de naam bij {name}",
    ),
    (
        "^The path '(?P<path>.*?)' isn't an existing file",
        'het bestand "{path}" bestaat niet',
        "een bestand dat er is, gezien vanaf mkdocs.yml",
        "zet het bestand terug, of verbeter de naam bij {name}",
    ),
    (
        "should not be the parent directory of the config file|should not be within the",
        "{name} ligt op een plek waar de site haar eigen bestanden zou overschrijven",
        "docs_dir: docs en site_dir: site, twee mappen naast mkdocs.yml",
        "kies voor elk een eigen map",
    ),
    (
        "^(Failed to load extension '(?P<extension>.*?)'|'(?P<wrong>.*?)' is not a valid Markdown Extension)",
        'de Markdown-uitbreiding "{extension}{wrong}" is niet te laden',
        "een uitbreiding die op deze computer staat",
        "verbeter de naam of haal de uitbreiding weg",
    ),
    (
        "^(Invalid Markdown Extensions|Invalid Plugins|'(?P<part>.*?)' is not a valid plugin name)",
        "de lijst {name} klopt niet",
        "een streepje voor elke naam",
        "zet elke naam op een eigen regel, ingesprongen, achter een streepje en een spatie",
    ),
    (
        "^Invalid config options for (Markdown Extension|the) '(?P<owner>.*?)'",
        "de instellingen van {owner} kloppen niet",
        "velden met een naam en een waarde, ingesprongen",
        "schrijf naam: waarde, of haal ze weg",
    ),
    (
        "was specified multiple times",
        "deze plugin staat er meer dan één keer",
        "elke plugin één keer",
        "haal de tweede weg",
    ),
    (
        "^(The URL isn't valid|Unable to parse the URL)",
        "{name} is geen webadres",
        "een adres als https://school.example/afspraken/",
        "begin met https://",
    ),
    (
        "^Expected nav to be a list",
        "nav is geen lijst",
        "een streepje voor elke bladzijde, zoals: - Ouders: ouders.md",
        "zet elke bladzijde op een eigen regel achter een streepje",
    ),
    (
        "^Expected nav item to be",
        "nav heeft een regel die geen bladzijde noemt",
        "titel en bestand achter een streepje, zoals: - Ouders: ouders.md",
        "zet op elke regel één titel en één bestand",
    ),
    (
        "^(Expected one of:? [\\[(](?P<options>.*?)[\\])],?) ?(but received:|got) '?(?P<value>.*?)'?$",
        "{name} is {value}",
        "een van {options}",
        "neem een van die waarden",
    ),
    (
        "^Expected type: (?P<kind>.*?) but received: (?P<given>.*)",
        "{name} is {given}",
        "{kind}",
        "verbeter de waarde, of haal de instelling weg",
    ),
    (
        "^(Expected (?P<kind>a list|a dict|a (multiline )?string|boolean)|Invalid type (?P<given>.*?)\\. Expected)",
        "{name} is iets anders",
        "{kind}",
        "verbeter de waarde, of haal de instelling weg",
    ),
)
