"""Makes the pages of one build, each when MkDocs comes to it; with other processes when that pays.

Every process goes through MkDocs' list of all pages, and leaves out those that another has taken.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import write_file
from msgspec import Struct, field

from build_tools.built import HtmlPage, read_page
from build_tools.conversion import Conversion, Settings, keep_converted
from build_tools.crew import Crew, HelperLost
from build_tools.deliver import link_same, seal_of
from build_tools.generated import GeneratedPage, give_parts
from build_tools.kept import Reader, Recall, Recaller, Recipe, anew, digest
from build_tools.overheard import Ear, Message, hear, say
from build_tools.render import Page as Made

#: How many bytes tell the length of what is known of a kept page.
_SIZE = 4


class PageElsewhere(Page):
    """A page that another process makes, or an earlier run made: empty here."""

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs names it
        """Called by MkDocs."""
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - MkDocs names it
        """Called by MkDocs."""
        self.content, self.toc = "", get_toc([])


class Finished(Struct, frozen=True, kw_only=True):
    """What others need to know of a page that was made: its anchors, those it links to by page, and how it reads."""

    anchors: set[str]
    links: dict[str, dict[str, str]]
    html: HtmlPage | None


class Work(Struct, frozen=True, kw_only=True):
    """What one process of the crew made, besides the files that it wrote; the first four as in `Workshop`."""

    finished: Mapping[str, Finished]
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

    `crew` makes one for so many pages. With `alone_with_mkdocs` no other plugin looks at a page or changes it.
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
    before: Path | None = None


class Workshop(Struct, kw_only=True):
    """The pages of one build.

    `asked` has the key of each page that an earlier run may have finished, and `pages` what this run finished, by key;
    `sources` has a key of what each page is made of, under which `pages` has the page's own key, and of each text that
    can be recalled.
    `turns` numbers the pages that any process may make. Those `by_all` have no title yet that the menu needs, so that
    every process reads them.
    """

    job: Job
    earlier: Reader
    files: Files
    conversion: Conversion
    crew: Crew
    turns: Mapping[str, int]
    by_all: frozenset[str]
    last: str
    ear: Ear = field(default_factory=Ear)
    finished: dict[str, Finished] = field(default_factory=dict)
    asked: dict[str, bytes] = field(default_factory=dict)
    sources: dict[str, bytes] = field(default_factory=dict)
    pages: dict[bytes, bytes] = field(default_factory=dict)

    @property
    def used(self) -> tuple[bytes, ...]:
        """The keys of all that an earlier run may have made."""
        return (*self.asked.values(), *self.sources.values())

    @property
    def html(self) -> dict[str, HtmlPage]:
        """How each finished page reads, by its path in the built site."""
        return {page.html.path: page.html for page in self.finished.values() if page.html}

    def take(self, page: Page) -> None:
        """Prepare a page to be made here, or else to be left out."""
        path = page.file.src_uri
        if not self._takes(path):
            page.__class__ = PageElsewhere
        elif path not in self.job.make:
            self._finished_earlier(page, "")  # written by hand: its text is among what `tools` is a digest of
        elif not self._made_earlier(page):
            made = self.job.make[path](self.recall)
            if not self._finished_earlier(page, made.markdown):
                page.file.content_string = made.markdown
                give_parts(page, made.body, self.conversion.parts(made.body))

    def _made_earlier(self, page: Page) -> bool:
        """Whether the page could be written as an earlier run finished it, of sources that are all the same."""
        path = page.file.src_uri
        made_of = self.job.key_of(path) if self.tools else None
        if self.tools is None or made_of is None:
            return False
        known = self.sources[path] = digest(self.tools, path, made_of)
        key = self.earlier([known]).get(known)
        return key is not None and self._written(page, key)

    def _finished_earlier(self, page: Page, markdown: str) -> bool:
        """Whether the page could be written as an earlier run finished it, of the same Markdown."""
        path = page.file.src_uri
        if self.tools is None:
            return False
        key = digest(self.tools, path, markdown)
        if path in self.sources:
            self.pages[self.sources[path]] = key
        return self._written(page, key)

    @property
    def tools(self) -> bytes | None:
        """That of the job; None when no page of an earlier run may take the place of one of this run."""
        return None if self.by_all else self.job.tools

    def _written(self, page: Page, key: bytes) -> bool:
        """Whether an earlier run finished the page with this key: then it is written once more."""
        self.asked[page.file.src_uri] = key
        found = self.earlier([key]).get(key)
        if found:
            kept = _unpacked(found)
            if not self._linked(page.file, kept.seal):
                write_file(kept.html, page.file.abs_dest_path)
            page.__class__ = PageElsewhere
            self.finished[page.file.src_uri] = kept.done
            self._tell_page(page.file.src_uri, kept.done)
        return found is not None

    def _linked(self, file: File, seal: str) -> bool:
        """Whether the site that stands has this very page, so that it could be the same file."""
        before = self.job.before
        return before is not None and link_same(before / file.dest_uri, Path(file.abs_dest_path), seal)

    def recall(self, recipes: Mapping[str, Recipe]) -> dict[str, str]:
        """The texts that recipes make, by name; of one that an earlier run made of the same, that one."""
        if self.tools is None:
            return anew(recipes)
        return Recaller(file=self.job.earlier, tools=self.tools, keys=self.sources, made=self.pages)(recipes)

    def _takes(self, path: str) -> bool:
        if path in self.turns:
            return self.crew.takes(self.turns[path])
        return path in self.by_all or not self.crew.is_helper

    def write_beside(self) -> None:
        """Write all that is no page, when helpers make pages meanwhile: later on they would have nothing left to do."""
        if self.crew.helpers:
            for file in self._beside():
                if file.generated_by is None or not self._linked(file, seal_of(file.content_bytes)):
                    file.copy_file()

    def _beside(self) -> Iterator[File]:
        return (file for file in self.files if file.inclusion.is_included() and not file.is_documentation_page())

    def prepare(self, env: Any, config: MkDocsConfig) -> None:
        """Let this process write its own pages alone, and a helper nothing but pages."""
        nothing = env.from_string("")
        for file in self.files.documentation_pages():
            if file.page and self._is_elsewhere(file.page):
                file.page.meta["template"] = nothing
        if self.crew.is_helper or self.crew.helpers:
            for file in self._beside():
                file.inclusion = InclusionLevel.EXCLUDED  # `write_beside` has written them
        if self.crew.is_helper:
            config.theme.static_templates.clear()
            config.extra_templates.clear()

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
                html=read_page(page.file.dest_uri, html) if self.job.alone_with_mkdocs else None,
            )
            if page.file.src_uri in self.asked:
                self.pages[self.asked[page.file.src_uri]] = _packed(html, done)
            if self.job.alone_with_mkdocs:
                page.content = ""  # a large site does not fit in memory twice
        if page.file.src_uri == self.last:
            self._bring_together()

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

    def _tell_page(self, path: str, done: Finished) -> None:
        """Let MkDocs see which anchors a page has that is not made here.

        Of a page written by hand also those that it links to: what is wrong with one is told with its line. Those of
        other pages are looked at in the HTML.
        """
        file = self.files.get_file_from_path(path)
        if file and file.page:
            file.page.present_anchor_ids = done.anchors
            if path not in self.job.make:
                found = ((self.files.get_file_from_path(to), links) for to, links in done.links.items())
                file.page.links_to_anchors = {target: links for target, links in found if target}


class _Kept(Struct, frozen=True, kw_only=True):
    """A page that an earlier run finished: what others need to know of it, the seal of its HTML, and that itself."""

    done: Finished
    seal: str
    packed: bytes

    @property
    def html(self) -> bytes:
        """As it is written."""
        return zlib.decompress(self.packed)


def _packed(html: str, done: Finished) -> bytes:
    """A finished page for a later run. What cannot be written in UTF-8 is written as MkDocs does it."""
    content = html.encode(errors="xmlcharrefreplace")
    reads = done.html and [done.html.path, done.html.ids, done.html.links, done.html.requests]
    known = zlib.compress(json.dumps([sorted(done.anchors), done.links, reads, seal_of(content)]).encode(), 1)
    return len(known).to_bytes(_SIZE, "big") + known + zlib.compress(content, 1)


def _unpacked(value: bytes) -> _Kept:
    end = _SIZE + int.from_bytes(value[:_SIZE], "big")
    anchors, links, reads, seal = json.loads(zlib.decompress(value[_SIZE:end]))
    page = reads and HtmlPage(path=reads[0], ids=tuple(reads[1]), links=tuple(reads[2]), requests=tuple(reads[3]))
    return _Kept(done=Finished(anchors=set(anchors), links=links, html=page), seal=seal, packed=value[end:])


def open_workshop(files: Files, nav: Navigation, config: MkDocsConfig, job: Job) -> Workshop:
    """The workshop for a build, when MkDocs has its pages. Returns in every process of the crew."""
    settings = Settings(extensions=config.markdown_extensions, configs=config.mdx_configs)
    paths = [file.src_uri for file in files.documentation_pages()]
    by_all = frozenset(page.file.src_uri for page in nav.pages if page.title is None)
    shared = [path for path in paths[:-1] if path not in by_all]
    workshop = Workshop(
        job=job,
        earlier=Reader(job.earlier),
        files=files,
        conversion=Conversion(settings=settings, kept=job.kept, by_section=job.tools is not None),
        crew=job.crew(len(shared)),
        turns={path: turn for turn, path in enumerate(shared)},
        by_all=by_all,
        last=paths[-1],
    )
    if workshop.crew.is_helper:
        hear(workshop.ear)
    return workshop
