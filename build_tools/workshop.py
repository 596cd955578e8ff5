"""Makes the pages of one build, each when MkDocs comes to it; with other processes when that pays.

What an earlier run made of the same is written as it was. MkDocs, in every process, goes through what is left and no
other process has taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import write_file
from msgspec import Struct, field

from build_tools.built import AnyPage, HtmlPage, read_page
from build_tools.conversion import Conversion, Settings, keep_converted
from build_tools.crew import Crew, HelperLost
from build_tools.deliver import Standing, seal_of
from build_tools.finished import Finished, Recalled, finished, html_of, key_of_html, packed
from build_tools.generated import GeneratedPage, give_parts
from build_tools.kept import Reader, Recall, Recaller, Recipe, anew, digest
from build_tools.long_page import read_long_page
from build_tools.overheard import Ear, Message, hear, say
from build_tools.render import Page as Made


class HandedOut(Files):
    """Files of which MkDocs is handed those pages only that have to be made here, once there is a workshop.

    Its loops over the pages, which say what is to be included, would go through all others for nothing.
    """

    workshop: Workshop | None = None
    config: MkDocsConfig
    are_read = False

    def documentation_pages(self, *, inclusion: Callable[[InclusionLevel], bool] | None = None) -> Sequence[File]:
        """Called by MkDocs."""
        pages = super().documentation_pages(inclusion=inclusion or InclusionLevel.is_included)
        if inclusion is None or self.workshop is None:
            return pages
        if self.are_read:
            return self.workshop.to_write(pages)
        self.are_read = True
        return self.workshop.to_read(pages, self.config)  # type: ignore[return-value]  # gone through once


class PageElsewhere(Page):
    """A page that another process makes, or an earlier run made: empty here, where MkDocs goes through it at all."""

    done: Finished | Recalled | None = None

    @property
    def present_anchor_ids(self) -> set[str] | None:  # type: ignore[override]
        """Asked by MkDocs for a page that another links to."""
        return self.done.anchors if self.done else None

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs names it
        """Called by MkDocs."""
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - MkDocs names it
        """Called by MkDocs."""
        self.content, self.toc = "", get_toc([])


class Work(Struct, frozen=True, kw_only=True):
    """What one process of the crew made, besides the files that it wrote; the first four as in `Workshop`."""

    finished: Mapping[str, Finished | Recalled]
    pages: Mapping[bytes, bytes]
    asked: Mapping[str, bytes]
    sources: Mapping[str, bytes]
    made: Mapping[bytes, bytes]
    used: Sequence[bytes]
    said: Sequence[Message]
    is_whole: bool


class Job(Struct, frozen=True, kw_only=True):
    """What a workshop is for.

    `make` gives the Markdown of each generated page, by what recalls texts, and `key_of` a digest of all that the
    Markdown is made of, but the code; None when that is not known. `kept` is the file of kept pieces.

    `crew` makes one for so many pages. With `alone_with_mkdocs` no other plugin looks at a page or changes it; when the
    site `is_plain`, it moreover has the package's own looks, and no place that two things are written to.
    `earlier` is the file of pages that earlier runs finished, and `tools` a digest of all but its Markdown that decides
    what becomes of a page; None when that is not known. `before` is the site that stands, if a file may be the same as
    there.
    """

    make: Mapping[str, Callable[[Recall], Made]]
    key_of: Callable[[str], bytes | None]
    kept: Path
    earlier: Path
    tools: bytes | None
    crew: Callable[[int], Crew]
    alone_with_mkdocs: bool
    is_plain: bool
    before: Standing | None = None


class Workshop(Struct, kw_only=True):
    """The pages of one build.

    `asked` has the key of each page that an earlier run may have finished, and `pages` what this run finished, by key;
    `sources` has a key of what each page is made of, under which `pages` has the page's own key, and of each text that
    can be recalled.
    `turns` numbers the pages that any process may make. Those `by_all` have no title yet that the menu needs, so that
    every process reads them. An earlier run finished those `recalled`, of the same. What is `beside` the pages of a
    plain site the first process writes.
    """

    job: Job
    earlier: Reader
    files: Files
    conversion: Conversion
    crew: Crew
    turns: Mapping[str, int]
    by_all: frozenset[str]
    recalled: Mapping[str, Recalled]
    last: str
    beside: Sequence[File] = ()
    ear: Ear = field(default_factory=Ear)
    finished: dict[str, Finished | Recalled] = field(default_factory=dict)
    asked: dict[str, bytes] = field(default_factory=dict)
    sources: dict[str, bytes] = field(default_factory=dict)
    pages: dict[bytes, bytes] = field(default_factory=dict)

    @property
    def used(self) -> tuple[bytes, ...]:
        """The keys of all that an earlier run may have made."""
        return (*self.asked.values(), *map(key_of_html, self.asked.values()), *self.sources.values())

    @property
    def html(self) -> dict[str, AnyPage]:
        """How each finished page reads, by its path in the built site."""
        return {page.html.path: page.html for page in self.finished.values() if page.html}

    def to_read(self, files: Iterable[File], config: MkDocsConfig) -> Iterator[File]:
        """The pages that are to be made here, each of them chosen when the one before is made; and the last of all."""
        for file in files:
            page = file.page or Page(None, file, config)
            if not self._makes(page):
                page.__class__ = PageElsewhere
            if not isinstance(page, PageElsewhere) or file.src_uri == self.last:
                yield file

    def to_write(self, files: Iterable[File]) -> list[File]:
        """The pages that were made here, the last of all, and those written by hand, whose links MkDocs looks at."""
        return [
            file
            for file in files
            if file.src_uri not in self.job.make
            or file.src_uri == self.last
            or not isinstance(file.page, PageElsewhere)
        ]

    def _makes(self, page: Page) -> bool:
        """Whether this process makes the page; one that an earlier run finished the first process writes."""
        path = page.file.src_uri
        if path in self.recalled:
            return not self.crew.is_helper and not self._written(page, self.recalled[path])
        if path in self.turns:
            return self.crew.takes(self.turns[path])
        return path in self.by_all or not self.crew.is_helper

    def take(self, page: Page) -> None:
        """Prepare a page to be made."""
        make = self.job.make.get(page.file.src_uri)
        if make and not isinstance(page, PageElsewhere):
            made = make(self.recall)
            if not self._finished_earlier(page, made.markdown):
                page.file.content_string = made.markdown
                give_parts(page, made.body, self.conversion.parts(made.body))

    def _finished_earlier(self, page: Page, markdown: str) -> bool:
        """Whether the page could be written as an earlier run finished it, of the same Markdown."""
        path = page.file.src_uri
        if self.tools is None:
            return False
        key = self.asked[path] = digest(self.tools, path, markdown)
        if path in self.sources:
            self.pages[self.sources[path]] = key
        found = finished(self.earlier, [key]).get(key)
        return found is not None and self._written(page, found)

    @property
    def tools(self) -> bytes | None:
        """That of the job; None when no page of an earlier run may take the place of one of this run."""
        return None if self.by_all else self.job.tools

    def _written(self, page: Page, found: Recalled) -> bool:
        """Whether a page could be written as it was finished earlier."""
        path = page.file.src_uri
        if not self._linked(page.file, found.seal):
            html = html_of(self.earlier, self.asked[path])
            if html is None:
                return False
            write_file(html, page.file.abs_dest_path)
        self.finished[path] = found
        self._tell_page(path, found)
        return True

    def _linked(self, file: File, seal: str) -> bool:
        """Whether the site that stands has this very file, so that it could be the same one."""
        before = self.job.before
        return before is not None and before.link(file.dest_uri, Path(file.abs_dest_path), seal)

    def recall(self, recipes: Mapping[str, Recipe]) -> dict[str, str]:
        """The texts that recipes make, by name; of one that an earlier run made of the same, that one."""
        if self.tools is None:
            return anew(recipes)
        return Recaller(earlier=self.earlier, tools=self.tools, keys=self.sources, made=self.pages)(recipes)

    def prepare(self, env: Any, config: MkDocsConfig) -> None:
        """Let MkDocs write only the pages that are made here, and what this process does not write itself."""
        nothing = env.from_string("")
        for file in self.files.documentation_pages():
            if file.page and self._is_elsewhere(file.page):
                file.page.meta["template"] = nothing
        if self.job.is_plain:
            self.beside = [f for f in self.files if f.inclusion.is_included() and not f.is_documentation_page()]
            for file in self.beside:
                file.inclusion = InclusionLevel.EXCLUDED
        if self.crew.is_helper:
            config.theme.static_templates.clear()
            config.extra_templates.clear()

    def _write_beside(self) -> None:
        """Write all that is no page, instead of waiting for helpers."""
        for file in self.beside:
            if not self._linked(file, seal_of(file.content_bytes)):
                file.copy_file()

    def _is_elsewhere(self, page: Page) -> bool:
        return isinstance(page, PageElsewhere) or (self.crew.is_helper and page.file.src_uri in self.by_all)

    def let_go(self, page: Page) -> None:
        """Forget what a page was made of, now that it is HTML and nobody else looks at it."""
        if self.job.alone_with_mkdocs:
            page.markdown = page.file.content_string = ""
            if isinstance(page, GeneratedPage):
                page.body, page.parts = "", ()

    def finish(self, page: Page, html: str) -> None:
        """Note what is known of a page now that it is made; after the last one, bring together what all know."""
        if not self._is_elsewhere(page):
            done = self.finished[page.file.src_uri] = Finished(
                anchors=page.present_anchor_ids or set(),
                links=self._links(page),
                html=self._read(page, html) if self.job.alone_with_mkdocs else None,
            )
            if page.file.src_uri in self.asked:
                self.pages.update(packed(self.asked[page.file.src_uri], html, done))
            if self.job.alone_with_mkdocs:
                page.content = ""  # a large site does not fit in memory twice
        if page.file.src_uri == self.last:
            self._bring_together()

    def _read(self, page: Page, html: str) -> HtmlPage:
        """What is looked at in a page; one written by hand may hold any HTML, and is read whole."""
        if page.file.src_uri in self.job.make:
            return read_long_page(page.file.dest_uri, html, self.recall)
        return read_page(page.file.dest_uri, html)

    def _links(self, page: Page) -> dict[str, dict[str, str]]:
        """The anchors that a page written by hand links to, by page."""
        if page.file.src_uri in self.job.make:
            return {}
        return {file.src_uri: links for file, links in (page.links_to_anchors or {}).items()}

    def stop(self) -> None:
        """Make no more pages, in any process: this one met a fault, or is done."""
        if self.crew.is_helper:
            self._hand_in(is_whole=False)
        self.earlier.close()
        self.crew.dismiss()

    def _hand_in(self, *, is_whole: bool) -> NoReturn:
        made, used = self.conversion.made, list(self.conversion.used)
        self.crew.hand_in(
            Work(
                finished=self.finished,
                pages=self.pages,
                asked=self.asked,
                sources=self.sources,
                made=made,
                used=used,
                said=self.ear.said,
                is_whole=is_whole,
            )
        )

    def _bring_together(self) -> None:
        conversion = self.conversion
        self.earlier.close()
        if self.crew.is_helper:
            self._hand_in(is_whole=True)
        self._write_beside()
        for work in self.crew.results():
            self._take_over(work)
        if conversion.kept:
            keep_converted(conversion.kept, conversion.made, conversion.used)

    def _take_over(self, work: Work) -> None:
        self.finished.update(work.finished)
        self.asked.update(work.asked)
        self.sources.update(work.sources)
        self.pages.update(work.pages)
        self.conversion.made.update(work.made)
        self.conversion.used.update(dict.fromkeys(work.used))
        for path, done in work.finished.items():
            self._tell_page(path, done)
        say(work.said)
        if not work.is_whole:
            raise HelperLost

    def _tell_page(self, path: str, done: Finished | Recalled) -> None:
        """Let MkDocs see which anchors a page has that is not made here.

        Of a page written by hand also those that it links to: what is wrong with one is told with its line. Those of
        other pages are looked at in the HTML.
        """
        file = self.files.get_file_from_path(path)
        if file and file.page:
            file.page.__class__ = PageElsewhere
            assert isinstance(file.page, PageElsewhere)  # noqa: S101 - for the types
            file.page.done = done
            if path not in self.job.make:
                found = ((self.files.get_file_from_path(to), links) for to, links in done.links.items())
                file.page.links_to_anchors = {target: links for target, links in found if target}


def open_workshop(files: Files, nav: Navigation, config: MkDocsConfig, job: Job) -> Workshop:
    """The workshop for a build, when MkDocs has its pages. Returns in every process of the crew."""
    settings = Settings(extensions=config.markdown_extensions, configs=config.mdx_configs)
    paths = [file.src_uri for file in files.documentation_pages()]
    by_all = frozenset(page.file.src_uri for page in nav.pages if page.title is None)
    past = _look_back(job, paths) if job.tools and not by_all else _Past()
    shared = [path for path in paths[:-1] if path not in by_all and path not in past.recalled]
    workshop = Workshop(
        job=job,
        earlier=Reader(job.earlier),
        files=files,
        conversion=Conversion(settings=settings, kept=job.kept, by_section=job.tools is not None),
        crew=job.crew(len(shared)),
        turns={path: turn for turn, path in enumerate(shared)},
        by_all=by_all,
        recalled=past.recalled,
        last=paths[-1],
        asked=past.asked,
        sources=past.sources,
    )
    if workshop.crew.is_helper:
        hear(workshop.ear)
    return workshop


class _Past(Struct, frozen=True, kw_only=True):
    """Pages that an earlier run finished, of the same sources and tools; `asked` and `sources` as in `Workshop`."""

    recalled: Mapping[str, Recalled] = {}
    asked: dict[str, bytes] = {}
    sources: dict[str, bytes] = {}


def _look_back(job: Job, paths: Sequence[str]) -> _Past:
    """What earlier runs finished of these pages: seen before the work is divided, so that the rest alone is."""
    tools = job.tools or b""
    by_hand = {path: digest(tools, path, "") for path in paths if path not in job.make}  # `tools` has their text
    made_of = {path: key for path in job.make if (key := job.key_of(path)) is not None}
    sources = {path: digest(tools, path, key) for path, key in made_of.items()}
    with closing(Reader(job.earlier)) as earlier:
        known = earlier(list(sources.values()))
        asked = by_hand | {path: known[key] for path, key in sources.items() if key in known}
        found = finished(earlier, list(asked.values()))
    recalled = {path: found[key] for path, key in asked.items() if key in found}
    return _Past(recalled=recalled, asked=asked, sources=sources)
