"""MkDocs, set up once: settings, navigation, theme and files, as a build has them before it makes its first page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from mkdocs.commands.build import _build_template, _populate_page, get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from msgspec import Struct

from build_tools.conversion import Conversion, Parts, Settings
from build_tools.generated import give_parts
from build_tools.plugin import AskPress, plugin_of
from build_tools.preview.sections import BySection
from build_tools.problems import BuildStopped
from build_tools.render import Page as Made
from build_tools.settings import read_settings
from build_tools.site import Site


class House(Struct, frozen=True, kw_only=True):
    """What MkDocs needs to make any page of one site; `places` has every file by its path in a built site.

    `parts` cuts and converts the Markdown of a generated page, which it knows by its path, by these `settings`.
    """

    config: MkDocsConfig
    nav: Navigation
    env: Any
    files: Files
    places: Mapping[str, File]
    settings: Settings
    parts: Callable[[str, str], Parts | None]

    @property
    def pdf_cache(self) -> Path:
        """Where finished PDFs are kept."""
        return Path(plugin_of(self.config).config.pdf_cache)

    @property
    def root(self) -> str:
        """The path of the site on its host, with a slash at its end: links of the page for a wrong address begin so."""
        return urlsplit(self.config.site_url or "/").path.rstrip("/") + "/"


def set_up(config_file: Path, site: Site, markdown: Callable[[str], str], before: House | None = None) -> House:
    """Everything around the contents of a site; of `site` only names and paths are looked at.

    `markdown` gives that of a generated page: one that has no title in the menu is asked for its own. What the house
    `before` converted is not converted again.

    Raises BuildStopped.
    """
    try:
        house = _set_up(config_file, site, before)
        for page in (page for page in house.nav.pages if page.title is None):
            if page.file.generated_by:
                page.file.content_string = markdown(page.file.src_uri)
            page.read_source(house.config)
    except MkDocsException as fault:
        raise BuildStopped(str(fault)) from fault
    return house


def _set_up(config_file: Path, site: Site, before: House | None) -> House:
    """The first half of what MkDocs does for a build, which offers no way to do it alone."""
    config = read_settings(config_file)
    plugin_of(config).contents = partial(_contents, site)
    config.plugins.on_startup(command="serve", dirty=False)
    config = config.plugins.on_config(config)
    config.plugins.on_pre_build(config=config)
    env = config.theme.get_env()
    files = get_files(config)
    files.add_files_from_theme(env, config)
    files = config.plugins.on_files(files, config=config)
    set_exclusions(files, config)
    nav = config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
    for file in files.documentation_pages():
        if file.page is None:
            Page(None, file, config)
    env = config.plugins.on_env(env, config=config, files=files)
    places = {file.dest_uri: file for file in files if file.inclusion.is_included()}
    settings = Settings(extensions=config.markdown_extensions, configs=config.mdx_configs)
    if before and before.settings == settings:
        parts = before.parts
    else:
        kept = Path(plugin_of(config).config.page_cache) / "pieces.sqlite"
        parts = BySection(conversion=Conversion(settings=settings, kept=kept)).parts
    return House(config=config, nav=nav, env=env, files=files, places=places, settings=settings, parts=parts)


def _contents(site: Site, _: Path, ask: AskPress) -> Site:
    """The site as it is; whether there is a press is asked so that who looks is told when there is none."""
    ask()
    return site


def place_of(house: House, address: str) -> str:
    """Where an address of the site stands in a built site: `/ouders/` in `ouders/index.html`."""
    path = unquote(urlsplit(address).path)
    path = path.removeprefix(house.root) if path.startswith(house.root) else path.lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def draw_page(house: House, file: File, made: Made | None) -> bytes:
    """The HTML of a page, from the Markdown that was `made` for it, or that was written by hand."""
    page = file.page
    assert page  # noqa: S101 - set_up made it
    if made:
        file.content_string = made.markdown
        give_parts(page, made.body, house.parts(made.path, made.body))
    _populate_page(page, house.config, house.files)
    return _in_theme(house, page)


def _in_theme(house: House, page: Page) -> bytes:
    """As MkDocs does it when it builds a page, but that nothing is written."""
    config = house.config
    page.active = True
    try:
        context = get_context(house.nav, house.files, config, page)
        template = house.env.get_template(page.meta.get("template", "main.html"))
        context = config.plugins.on_page_context(context, page=page, config=config, nav=house.nav)
        output = config.plugins.on_post_page(template.render(context), page=page, config=config)
    finally:
        page.active = False
    return output.encode("utf-8", errors="xmlcharrefreplace")


def draw_template(house: House, name: str) -> bytes:
    """A page of the theme that is none of the site's own, such as that for a wrong address."""
    return _build_template(name, house.env.get_template(name), house.files, house.config, house.nav).encode()
