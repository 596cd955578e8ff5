"""A web host for the tests: compresses, obeys `_headers`, and has a site's own page for what does not exist."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO
from urllib.parse import urlsplit

_TEXTS = {".html", ".css", ".js", ".json", ".svg", ".xml"}


@cache
def _compressed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def header_rules(text: str) -> dict[str, dict[str, str]]:
    """The headers by path that a `_headers` file asks for, read as Netlify reads it."""
    rules: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line.startswith("/"):
            rules[line.strip()] = headers = {}
        elif line.strip() and not line.startswith("#"):
            name, _, value = line.strip().partition(": ")
            headers[name] = value
    return rules


def headers_for(rules: Mapping[str, Mapping[str, str]], path: str) -> list[tuple[str, str]]:
    """Every header of every rule that fits the path."""
    fitting = [rule for rule in rules if path == rule or (rule.endswith("*") and path.startswith(rule[:-1]))]
    return [header for rule in fitting for header in rules[rule].items()]


class _Handler(SimpleHTTPRequestHandler):
    """Like a real host: the headers that the site asks for, 404.html for what does not exist, and quiet."""

    protocol_version = "HTTP/1.1"  # one connection for many files, as on any host

    def __init__(self, *args: Any, rules: Mapping[str, Mapping[str, str]], **options: Any) -> None:
        self.rules = rules
        super().__init__(*args, **options)

    def end_headers(self) -> None:
        """Add what the site's `_headers` says of this path."""
        for name, value in headers_for(self.rules, urlsplit(self.path).path):
            self.send_header(name, value)
        super().end_headers()

    def send_head(self) -> BytesIO | BinaryIO | None:
        """The file, compressed like a real host does it with texts."""
        path = Path(self.translate_path(self.path))
        found = path / "index.html" if path.is_dir() else path
        if found.suffix not in _TEXTS or not found.is_file() or "gzip" not in self.headers.get("Accept-Encoding", ""):
            return super().send_head()
        content = _compressed(found.read_bytes())
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(found))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page, or the plain answer when the site has none."""
        page = next(Path(self.directory).rglob("404.html"), None)
        if code != HTTPStatus.NOT_FOUND or page is None:
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that http.server gave it
        """Nothing: the tests say what went wrong."""


def _rules_below(folder: Path) -> dict[str, dict[str, str]]:
    """What the `_headers` of the site asks for, which may lie some folders deep."""
    for file in folder.rglob("_headers"):
        site = file.parent.relative_to(folder).as_posix().removeprefix(".")
        rules = header_rules(file.read_text(encoding="utf-8"))
        return {f"{'/' * bool(site)}{site}{path}": headers for path, headers in rules.items()}
    return {}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address, without a slash at its end, at which `folder` is served meanwhile."""
    handler = partial(_Handler, directory=folder, rules=_rules_below(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
