"""The MkDocs front end: hands the generated pages over as virtual files; the only module that knows mkdocs."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mkdocs.commands.build import build
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date
from msgspec import Struct

from build_tools.built import AnyPage
from build_tools.crew import HelperLost, alone, together
from build_tools.deliver import Standing
from build_tools.folders import begin_in
from build_tools.furnish import furnished, guides, menu_of_package, page_of, settings_of_package
from build_tools.kept import Recall, digest, keep
from build_tools.packaged import GUIDES, LOOKS, SETTINGS, SHARED, SOURCES
from build_tools.parsing import remembering
from build_tools.picture import file_fault
from build_tools.plan import page_key, planned_page
from build_tools.poster import SheetFailed
from build_tools.printing import CACHE, Press, Report, press, silent
from build_tools.problems import BuildStopped, Place, Problem, SourceFaults, located, problem
from build_tools.project import read_project
from build_tools.render import TEMPLATES, TemplateFault, place_in_template
from build_tools.render import Page as Made
from build_tools.retold import retell
from build_tools.settings import PLUGIN, no_such_page, read_settings, shown
from build_tools.site import Site, planned_site
from build_tools.source import links_out
from build_tools.theme import quicken
from build_tools.workshop import HandedOut, Job, Workshop, open_workshop

if TYPE_CHECKING:  # a web server, which a build has no use for
    from mkdocs.livereload import LiveReloadServer

log = get_plugin_logger("protocolwijzer")


_UNDATED = "1980-01-01"  # the first day that every archive format knows


#: The theme's own search, which ours replaces: nothing asks for it, and its parts have a dozen licences.
_NOT_SENT = ("assets/javascripts/lunr/", "assets/javascripts/workers/")


#: Gives a press when there is one; who asks wants PDFs, and is told when there is none.
AskPress = Callable[[], Press | None]

#: What the site is made of: from the folder of sources. Raises SourceFaults.
Contents = Callable[[Path, AskPress], Site]


def whole(source: Path, ask: AskPress) -> Site:
    """The site of all sources."""
    files = read_project(source)
    with remembering(files, source) as (parse, recall):
        return planned_site(files, ask(), parse=parse, recall=recall)


def without_pdfs(source: Path, _: AskPress) -> Site:
    """The site of all sources, with nothing to print."""
    return whole(source, lambda: None)


class Past(Struct, frozen=True, kw_only=True):
    """What lets a build use what earlier ones made.

    `tools` is a digest of everything but the sources that decides what the pages become: only with it a page that was
    finished before is not made again. `site` is the one that stands, when a page may be the same file as there: it may
    not if anything is to be written in the new files. `folders` are those that may be left of the site before it.

    `settings` are those of the project, when they were read already, for one build.
    """

    tools: str | None = None
    site: Standing | None = None
    folders: Path | None = None
    settings: MkDocsConfig | None = None


#: Everything is made.
NO_PAST = Past()


class PluginConfig(Config):
    """Options of the plugin in mkdocs.yml."""

    source = config_options.Dir(default="protocol_src")  # whether it is there, reading the sources tells
    page_cache = config_options.Dir(default=".cache/pages")
    pdf_cache = config_options.Dir(default=str(CACHE))


class ProtocolwijzerPlugin(BasePlugin[PluginConfig]):
    """Reads the sources before MkDocs touches the site folder, then adds the pages made of them."""

    site: Site | None = None
    report: Report = staticmethod(silent)
    contents: Contents = staticmethod(whole)
    all_hands = False
    past = NO_PAST
    workshop: Workshop | None = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Make the contents first: MkDocs empties site_dir later on, so that a fault leaves the old site standing."""
        retell(Path(config.docs_dir))
        for folder in (config.docs_dir, config.theme.custom_dir):
            if folder and (out := links_out(Path(folder))):
                raise PluginError(f"Deze koppeling leidt naar buiten de map en zou dat publiceren: {out[0]}")
        try:
            self.site = self._make_site()
        except SourceFaults as found:
            faults = found.below(shown(self.config.source))
            raise PluginError(f"De bronnen bevatten fouten; de site blijft zoals hij was.\n{faults}") from faults
        except SheetFailed as failed:
            raise PluginError(str(failed)) from failed
        fault = file_fault(Path(config.docs_dir) / self.site.logo) if self.site.logo else None
        if fault:
            raise PluginError(f"Het logo {self.site.logo} in de map docs kan niet op de site: {fault}.")
        for warning in located(self.site.warnings, self._sources_in_project(config)):
            log.info(str(warning))  # a warning about content never keeps a site from being published
        quicken(config)
        return _named(furnished(config), self.site)

    def _sources_in_project(self, config: MkDocsConfig) -> str:
        """The folder of sources as seen from mkdocs.yml: a warning is kept, and told again wherever one is then."""
        return Path(os.path.relpath(self.config.source, Path(config.config_file_path).parent)).as_posix()

    def _make_site(self) -> Site:
        return self.contents(Path(self.config.source), self._ask_press)

    def _ask_press(self) -> Press | None:
        printer = press(Path(self.config.pdf_cache), self.report)
        if printer is None:
            log.info('Zonder PDF\'s: Typst ontbreekt. Installeer het met: pip install "protocolwijzer[pdf]"')
        return printer

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:  # noqa: ARG002
        """Rebuild on a change of a template too: it lies in the package, which mkdocs.yml cannot name."""
        server.watch(str(TEMPLATES))
        server.watch(self.config.source)
        return server

    def on_env(self, env: object, /, *, config: MkDocsConfig, files: Files) -> None:
        """Date no page by the day of the build, but by SOURCE_DATE_EPOCH: the same sources give the same bytes."""
        if "SOURCE_DATE_EPOCH" not in os.environ:
            for file in files.documentation_pages():
                assert file.page  # noqa: S101 - whoever went through them made one
                file.page.update_date = _UNDATED
        if self.workshop:
            self.workshop.prepare(env, config)

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> None:
        """Open the workshop, now that MkDocs has its pages; while helpers begin, the first process sees to the rest."""
        assert self.site  # noqa: S101 - on_config made it or raised
        if self.past.folders:
            places = {file.dest_uri for file in files}
            begin_in(self.past.folders, Path(config.site_dir), places)  # not sooner: MkDocs empties it
        ours = self.all_hands and set(config.plugins) == {PLUGIN} and not config.hooks
        is_plain = ours and _looks_are_ours(config) and not _made_twice(config, files)
        job = Job(
            make=_makers(self.site),
            key_of=partial(page_key, self.site.plan) if self.site.plan else _unknown,
            kept=Path(self.config.page_cache) / "pieces.sqlite",
            earlier=self.finished_pages,
            tools=_tools(self.past.tools, config, files) if is_plain else None,
            crew=together if is_plain else alone,
            alone_with_mkdocs=ours,
            is_plain=is_plain,
            before=self.past.site,
        )
        self.workshop = open_workshop(files, nav, config, job)
        if is_plain and isinstance(files, HandedOut):
            files.workshop, files.config = self.workshop, config
        if self.site.plan and not self.workshop.crew.is_helper:
            for group in self.site.plan.data:
                for path, content in group.make(self.workshop.recall).items():
                    file = files.get_file_from_path(path)
                    assert file  # noqa: S101 - on_files added it
                    file.content_string = content

    @property
    def finished_pages(self) -> Path:
        """The file of pages that were finished before."""
        return Path(self.config.page_cache) / "html.sqlite"

    def on_pre_page(self, page: Page, /, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - MkDocs names it
        """Make the page's Markdown and cut it, unless another process makes the page."""
        assert self.workshop  # noqa: S101 - on_nav opened it
        self.workshop.take(page)

    def on_page_content(self, _html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - as above
        """Let go of the Markdown, now that it is HTML."""
        assert self.workshop  # noqa: S101 - on_nav opened it
        self.workshop.let_go(page)

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs names it
        """Note what is known of the finished page."""
        assert self.workshop  # noqa: S101 - on_nav opened it
        self.workshop.finish(page, output)

    def on_build_error(self, error: Exception, **_: object) -> None:  # noqa: ARG002 - MkDocs names it
        """Let no helper work on."""
        if self.workshop:
            self.workshop.stop()

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the generated pages and data files.

        None of them has to be in the navigation, so that a new kind of page asks no change of a school's mkdocs.yml.
        """
        assert self.site  # noqa: S101 - on_config made it or raised
        for file in [file for file in files if file.src_uri.startswith(_NOT_SENT)]:
            files.remove(file)
        made = _contents(self.site)
        if own := [path for path, _ in made if (Path(config.docs_dir) / path).is_file()]:
            raise PluginError("\n".join(str(_made_already(Path(config.docs_dir) / path)) for path in own))
        for path, content in (*made, *guides(Path(config.docs_dir))):
            files.append(File.generated(config, path, content=content, inclusion=InclusionLevel.NOT_IN_NAV))
        return HandedOut(files)


def _named(config: MkDocsConfig, site: Site) -> MkDocsConfig:
    """The configuration with the site's own name, description and address."""
    config.site_name = site.name
    config.site_description = site.description
    config.site_url = site.url or config.site_url
    config.extra["school_logo"] = site.logo
    config.extra["standing"] = site.standing
    config.extra["unlisted"] = site.unlisted
    config.extra_css = [*config.extra_css, *([site.style] if site.style else [])]
    config.nav = _pages_of_this_site(config, site)
    return config


def _pages_of_this_site(config: MkDocsConfig, site: Site) -> list[Any]:
    """The navigation without the pages that this site lacks: a single protocol has nothing to be compared with.

    Raises PluginError for another page that is not there.
    """
    made = {page.path for page in site.pages} | {path for path, _ in guides(Path(config.docs_dir))}
    written = Path(config.docs_dir)
    lacking = [
        page
        for page in map(page_of, config.nav or [])
        if page not in made and not urlsplit(page).scheme and not (written / page).is_file()
    ]
    known = menu_of_package() if lacking else set()
    if unknown := [page for page in lacking if page not in known]:
        raise PluginError("\n".join(str(no_such_page(Path(config.config_file_path), page)) for page in unknown))
    return [entry for entry in config.nav or [] if page_of(entry) not in lacking]


def _made_already(file: Path) -> Problem:
    return problem(
        "instelling",
        Place(file=shown(file)),
        what="deze bladzijde of dit bestand maakt Protocolwijzer zelf, en het uwe zou wegvallen",
        expected="een naam die de site nog niet heeft",
        remedy="geef het bestand een andere naam, of haal het weg",
    )


def _makers(site: Site) -> dict[str, Callable[[Recall], Made]]:
    """What makes each generated page. The preview makes its pages itself: here they have no body."""
    if site.plan:
        return {path: partial(planned_page, site.plan, path) for path in site.plan.pages}
    return {page.path: partial(_same, page) for page in site.pages if page.body}


def _same(page: Made, _: Recall) -> Made:
    return page


def _unknown(_: str) -> None:
    return None


def _tools(decided: str | None, config: MkDocsConfig, files: Files) -> bytes | None:
    """All that decides what becomes of a page, besides its Markdown: what `decided` stands for, and the site's own."""
    if decided is None:
        return None
    site = (
        config.site_name,
        config.site_description,
        config.site_url,
        dict(config.extra),
        config.extra_css,
        config.nav,
    )
    places = (f"{file.src_uri} {file.dest_uri} {file.inclusion}" for file in files)
    return digest(decided, json.dumps(site, sort_keys=True, default=_in_order), *places)


def _in_order(value: object) -> object:
    """A value that JSON does not have, the same in every run: a set has another order in each."""
    return sorted(value) if isinstance(value, (set, frozenset)) else repr(value)


def _looks_are_ours(config: MkDocsConfig) -> bool:
    """Whether no template is the project's own: such a one might look at other pages than its own."""
    own = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    files = own.rglob("*") if own else ()
    return all(
        _same_bytes(path, LOOKS / path.relative_to(own)) for path in files if own and path.suffix in {".html", ".xml"}
    )


def _made_twice(config: MkDocsConfig, files: Files) -> bool:
    """Whether two files, pages or templates go to one place, where MkDocs lets the later one win."""
    included = [file.dest_uri for file in files if file.inclusion.is_included()]
    places = (*included, *config.theme.static_templates, *config.extra_templates)
    return len(set(places)) < len(places)


def _same_bytes(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()


def _contents(site: Site) -> list[tuple[str, str | bytes]]:
    return [*((page.path, page.markdown) for page in site.pages), *site.data.items(), *site.pdfs.items()]


class Built(Struct, frozen=True, kw_only=True):
    """What is known of a site that was built: `html` has how pages read that nothing else can have changed, by path.

    `pages` were finished by this build, by key, and `asked` has the keys of all that it needed, for `keep_pages`.
    """

    html: Mapping[str, AnyPage]
    pages: Mapping[bytes, bytes]
    asked: tuple[bytes, ...]
    kept: Path


def _of_template(fault: TemplateFault) -> str:
    """What went wrong in a template, of which there are none but the package's and a school's own."""
    place = place_in_template(fault)
    where = f"{shown(place[0])}:{place[1]}: " if place else ""
    return f"{where}het sjabloon kan niet worden gebruikt; verbeter het of haal het weg. Jinja zegt erover: {fault}"


def keep_pages(built: Built) -> None:
    """Let a later build use the pages of this one: only of a site that is sound, from inputs that stayed."""
    if built.pages:
        keep(built.kept, built.pages, built.asked)


def build_pages(
    config_file: Path,
    target: Path,
    report: Report = silent,
    contents: Contents = whole,
    past: Past = NO_PAST,
) -> Built:
    """Let MkDocs build into `target`, strictly; `report` hears how many PDFs are done.

    Raises BuildStopped on any fault in the sources and any warning; the log says which.
    """
    config = past.settings or read_settings(config_file)
    config.site_dir, config.strict = str(target), True
    plugin = plugin_of(config)
    plugin.report = report
    plugin.contents = contents
    plugin.all_hands, plugin.past = True, past
    try:
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    except (Abort, ConfigurationError, PluginError, HelperLost) as error:
        raise BuildStopped("De bouw is gestopt; de reden staat hierboven.") from error
    except TemplateFault as fault:
        raise BuildStopped(_of_template(fault)) from fault
    finally:
        if plugin.workshop:
            plugin.workshop.stop()
    shop = plugin.workshop
    assert shop  # noqa: S101 - on_nav opened it
    return Built(html=shop.html, pages=shop.pages, asked=shop.used, kept=plugin.finished_pages)


class Origin(Struct, frozen=True, kw_only=True):
    """All that MkDocs makes a site from: files and folders, the sources apart, and what stands in no file."""

    paths: tuple[Path, ...]
    sources: Path
    said: tuple[str, ...]


class Project(Struct, frozen=True, kw_only=True):
    """The settings of a project, and what they tell: its sources, there or not, its site, and what that is made from.

    That last only if it can be known.
    """

    settings: MkDocsConfig
    sources: Path
    site: Path
    origin: Origin | None


def project_of(config_file: Path) -> Project:
    """What the settings tell. Raises SettingsFaults."""
    config = read_settings(config_file)
    return Project(
        settings=config,
        sources=Path(plugin_of(config).config.source),
        site=Path(config.site_dir),
        origin=_made_from(config_file, config),
    )


def _made_from(config_file: Path, config: MkDocsConfig) -> Origin | None:
    """What the site of a project is made from; None when its settings name code or values from elsewhere.

    Such code may read what it likes, so nobody can tell whether a site made with it is still the same.
    """
    settings = config_file.read_bytes()
    foreign = set(config.markdown_extensions) - set(settings_of_package().markdown_extensions)
    if b"!" in settings or b"INHERIT" in settings or foreign or config.hooks or set(config.plugins) != {PLUGIN}:
        return None
    plugin = plugin_of(config)
    ours = (LOOKS, GUIDES, SETTINGS, *(SOURCES / shared for shared in SHARED))
    looks = [Path(config.theme.custom_dir)] if config.theme.custom_dir else []
    own = (config_file, Path(config.docs_dir), *looks)
    return Origin(
        paths=tuple(path.resolve() for path in (*ours, *own) if path.exists()),
        sources=Path(plugin.config.source).resolve(),
        said=(get_build_date(), os.environ.get("SOURCE_DATE_EPOCH", ""), str(config_file.resolve())),
    )


@contextmanager
def messages() -> Iterator[list[str]]:
    """The remarks on the contents that are made meanwhile."""
    heard: list[str] = []
    handler = _Ear(heard)
    log.logger.addHandler(handler)
    try:
        yield heard
    finally:
        log.logger.removeHandler(handler)


class _Ear(logging.Handler):
    """Writes down what our own log says."""

    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.INFO)
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        """Called by logging."""
        self.heard.append(record.getMessage())


def say_again(heard: Iterable[str]) -> None:
    """Make the remarks of an earlier build of the same site."""
    for message in heard:
        log.logger.info(message)


def plugin_of(config: MkDocsConfig) -> ProtocolwijzerPlugin:
    """Our own plugin in settings that were read by `read_settings`."""
    plugin = config.plugins[PLUGIN]
    assert isinstance(plugin, ProtocolwijzerPlugin)  # noqa: S101 - nothing else has its name
    return plugin


def source_folder(config_file: Path) -> Path:
    """The folder of sources that the settings name, there or not. Raises SettingsFaults."""
    return Path(plugin_of(read_settings(config_file)).config.source)
