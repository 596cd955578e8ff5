"""The preview's web server: from the standard library, which is fast enough for one reader on the same computer."""

from __future__ import annotations

import os
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from build_tools.preview.live import Live
from build_tools.preview.pages import Answer
from build_tools.preview.readers import Reader, Readers

SCRIPT, EVENTS = "/_voorvertoning/bladzijde.js", "/_voorvertoning/gebeurtenissen"
_PAGE_SCRIPT = (Path(__file__).parent / "page.js").read_bytes()


class Server(ThreadingHTTPServer):
    """Answers browsers at `address` (host, port). Raises OSError when that is taken."""

    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # elsewhere two servers could then share a port

    def __init__(self, address: tuple[str, int], live: Live, readers: Readers) -> None:
        self.live, self.readers = live, readers
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Called when a connection fails; that a browser hung up is no news."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def with_script(answer: Answer) -> bytes:
    """A page with the script that keeps it fresh; nothing else is added to what a build makes."""
    added = f'<script src="{SCRIPT}" data-gezien="{answer.seal}" defer></script>'.encode()
    before, end, after = answer.body.rpartition(b"</body>")
    return before + added + end + after if end else answer.body + added


class _Handler(BaseHTTPRequestHandler):
    """One connection of a browser."""

    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer with a page, a file, or events without end."""
        path = urlsplit(self.path).path
        if path == EVENTS:
            self._tell_events()
        elif path == SCRIPT:
            self._send(Answer(body=_PAGE_SCRIPT, kind="text/javascript; charset=utf-8"))
        else:
            self._send(self.server.live.answer(self.path))

    do_HEAD = do_GET  # noqa: N815 - as above

    def _send(self, answer: Answer) -> None:
        body = with_script(answer) if answer.is_page else answer.body
        known = bool(answer.seal) and self.headers.get("If-None-Match") == f'"{answer.seal}"'
        self.send_response(HTTPStatus.NOT_MODIFIED if known else answer.status)
        self.send_header("Cache-Control", "no-cache")
        if answer.seal:
            self.send_header("ETag", f'"{answer.seal}"')
        if answer.elsewhere:
            self.send_header("Location", answer.elsewhere)
        if not known:
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET" and not known:
            self.wfile.write(body)
        if answer.is_page:
            self.server.readers.sent.set()

    def _tell_events(self) -> None:
        """Server-sent events, for as long as the page is open."""
        asked = parse_qs(urlsplit(self.path).query)
        reader = Reader(
            address=asked.get("adres", ["/"])[0], seal=asked.get("gezien", [""])[0], connection=self.connection
        )
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        with self.server.readers.with_reader(reader):
            reader.tell(self.server.live)
            while told := reader.box.get():
                name, data = told
                self.wfile.write(f"event: {name}\ndata: {data}\n\n".encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that http.server gave it
        """Nothing: what an editor wants to know stands in the browser."""
