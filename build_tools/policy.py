"""Guards a finished site for the web: a content security policy in each page, and header files for the usual hosts.

Only the web profile gets this: a browser that opens a page from disk knows no "own site", so that a policy in the page
would stop its scripts there.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from build_tools.deliver import write_files

#: The folder of the pages that another site may show in a frame.
EMBEDDED = "inbedden"
#: Where inline styles go. A hash for each would make the header as long as the site has pages.
STYLES = "assets/styles"
#: Holds nothing of the sources: what runs in it is the theme's own.
_TRUSTED_PAGE = "404.html"

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL | re.IGNORECASE)
_NOT_RUN = re.compile(r"""\s(?:src\s*=|type\s*=\s*["']?application/(?:ld\+)?json)""", re.IGNORECASE)
_STYLE = re.compile(r"<style(?P<attributes>[^>]*)>(?P<text>.*?)</style>", re.DOTALL | re.IGNORECASE)
_STYLE_LINK = re.compile(rf'href="[^"]*{STYLES}/(\w+\.css)"')
_BASE = re.compile(r'new URL\("[^"]*",location\)')
_HEAD = re.compile(r"<head(?:\s[^>]*)?>(?:\s*<meta charset=[^>]*>)?", re.IGNORECASE)
_OURS = re.compile(r'\n<meta http-equiv="Content-Security-Policy"[^>]*>\n<meta name="referrer"[^>]*>')

_REFERRER = "same-origin"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": _REFERRER,
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_BEGIN = "# Protocolwijzer: begin"
_END = "# Protocolwijzer: einde"


class UntrustedScript(Exception):
    """A page holds a script of its own that is not the theme's; the message says which page."""


def secure(folder: Path) -> None:
    """Put a policy in every page below `folder`, and beside them the header files of Netlify, Apache and nginx.

    A second time changes nothing. Raises UntrustedScript, with nothing written, when a script in a page is not the
    theme's own: it would have to be allowed by its hash, whoever wrote it.
    """
    _refuse_strangers(folder)
    hashes: set[str] = set()
    styles: set[str] = set()
    for path in _pages(folder):
        html = _guard(folder, path)
        hashes.update(script_hashes(html))
        styles.update(_STYLE_LINK.findall(html))
    _drop_unused_styles(folder, styles)
    for name, block in header_files(folder, sorted(hashes)).items():
        _write_block(folder / name, block)


def _pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def _guard(folder: Path, path: Path) -> str:
    """The page as it now stands on disk; one at a time, since a site can be larger than memory."""
    given = path.read_text(encoding="utf-8")
    html, styles = _with_linked_styles(path.relative_to(folder).as_posix(), _OURS.sub("", given))
    guarded = with_policy(html)
    if guarded != given:
        write_files(folder, {path.relative_to(folder).as_posix(): guarded, **styles})
    return guarded


# --- What a page may do -----------------------------------------------------------------------------------


def policy(hashes: Iterable[str]) -> str:
    """The policy for a page whose inline scripts have these hashes; who may frame it stands in the header alone."""
    return "; ".join(
        [
            "default-src 'self'",
            " ".join(["script-src 'self'", *hashes]),
            "style-src 'self'",
            "img-src 'self' data:",  # the theme draws its icons with images inside its style sheet
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ]
    )


def with_policy(html: str) -> str:
    """The page with its policy in the head, before anything that it rules; a piece of HTML without a head as it is."""
    meta = (
        f'\n<meta http-equiv="Content-Security-Policy" content="{policy(script_hashes(html))}">'
        f'\n<meta name="referrer" content="{_REFERRER}">'
    )
    return _HEAD.sub(lambda head: head[0] + meta, html, count=1)


def script_hashes(html: str) -> list[str]:
    """The hashes, as a policy writes them, of the scripts that stand in the page itself; sorted, each once."""
    return sorted({_hash(text) for text in inline_scripts(html)})


def inline_scripts(html: str) -> list[str]:
    """The text of every script that a browser would run and that stands in the page itself."""
    return [found["text"] for found in _SCRIPT.finditer(html) if not _NOT_RUN.search(found["attributes"])]


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _refuse_strangers(folder: Path) -> None:
    own = folder / _TRUSTED_PAGE
    trusted = _wherever(own.read_text(encoding="utf-8")) if own.exists() else set()
    strangers = [path for path in _pages(folder) if not _wherever(path.read_text(encoding="utf-8")) <= trusted]
    if strangers:
        named = ", ".join(path.relative_to(folder).as_posix() for path in strangers)
        raise UntrustedScript(
            f"In deze pagina's staat een script dat niet van het thema is: {named}.\n"
            "Zet het in een bestand onder overrides/assets en verwijs ernaar."
        )


def _wherever(html: str) -> set[str]:
    """The inline scripts without the one thing that differs by page: how deep it lies."""
    return {_BASE.sub("new URL(location)", script) for script in inline_scripts(html)}


# --- Styles ---------------------------------------------------------------------------------------------------


def _with_linked_styles(path: str, html: str) -> tuple[str, dict[str, str]]:
    """The page with links in place of its inline styles, and these as files by path below the site."""
    styles: dict[str, str] = {}

    def linked(found: re.Match[str]) -> str:
        name = f"{STYLES}/{hashlib.sha256(found['text'].encode()).hexdigest()[:16]}.css"
        styles[name] = found["text"]
        return f'<link rel="stylesheet" href="{"../" * path.count("/")}{name}"{found["attributes"]}>'

    return _STYLE.sub(linked, html), styles


def _drop_unused_styles(folder: Path, used: set[str]) -> None:
    for left in (folder / STYLES).glob("*.css"):
        if left.name not in used:
            left.unlink()


# --- Header files -----------------------------------------------------------------------------------------------


def header_files(folder: Path, hashes: Iterable[str]) -> dict[str, str]:
    """The text for each host, by the path of its file."""
    plain = policy(hashes)
    files = {
        "_headers": _netlify(_tops(folder), plain),
        ".htaccess": _apache(plain),
        "nginx-headers.conf": _nginx(plain),
    }
    for framed in _framed_folders(folder):
        files[f"{framed}/.htaccess"] = _apache_frames(plain)
    return files


def _framed_folders(folder: Path) -> list[str]:
    """The folders of pages that may be framed: of the site itself, and of each share in it."""
    found = [*folder.glob(EMBEDDED), *folder.glob(f"*/{EMBEDDED}")]
    return sorted(path.relative_to(folder).as_posix() for path in found)


def _tops(folder: Path) -> list[str]:
    """The addresses below which all pages lie; none overlap, as hosts differ in which of two rules they follow."""
    shares = {parent for framed in _framed_folders(folder) if (parent := framed.rpartition("/")[0])}
    tops = {"/", *(f"/{share}/" for share in shares)}
    for path in _pages(folder):
        parts = path.relative_to(folder).parts
        depth = 2 if parts[0] in shares else 1
        tops.add("/" + "/".join(parts[:depth]) + ("/*" if parts[depth:] else ""))
    return sorted(tops)


def _framed(plain: str, who: str) -> str:
    return f"{plain}; frame-ancestors {who}"


def _netlify(tops: Iterable[str], plain: str) -> str:
    """`_headers`, which Netlify and Cloudflare Pages read."""
    lines = ["/*", *(f"  {name}: {value}" for name, value in _HEADERS.items())]
    for top in tops:
        who = "*" if top.endswith(f"/{EMBEDDED}/*") else "'self'"
        lines += [top, f"  Content-Security-Policy: {_framed(plain, who)}"]
    return "\n".join(lines)


def _apache(plain: str) -> str:
    headers = _HEADERS | {"Content-Security-Policy": _framed(plain, "'self'")}
    types = "text/html text/css text/javascript application/javascript application/json image/svg+xml"
    return "\n".join(
        [
            "<IfModule mod_headers.c>",
            *(f'  Header always set {name} "{value}"' for name, value in headers.items()),
            "</IfModule>",
            "<IfModule mod_deflate.c>",
            "  <IfModule mod_filter.c>",
            f"    AddOutputFilterByType DEFLATE {types}",
            "  </IfModule>",
            "</IfModule>",
        ]
    )


def _apache_frames(plain: str) -> str:
    """For the folder of the embedded pages, whose own file goes before that of the folder above."""
    return "\n".join(
        [
            "<IfModule mod_headers.c>",
            f'  Header always set Content-Security-Policy "{_framed(plain, "*")}"',
            "</IfModule>",
        ]
    )


def _nginx(plain: str) -> str:
    """Lines for a `server` or `location`, to be included by name."""
    return "\n".join(
        [
            "# Neem dit op in het blok 'server' of 'location' van de site: include /pad/naar/nginx-headers.conf;",
            "set $protocolwijzer_frames \"'self'\";",
            f'if ($uri ~ "/{EMBEDDED}/") {{ set $protocolwijzer_frames "*"; }}',
            *(f'add_header {name} "{value}" always;' for name, value in _HEADERS.items()),
            f'add_header Content-Security-Policy "{_framed(plain, "$protocolwijzer_frames")}" always;',
        ]
    )


# --- Writing ----------------------------------------------------------------------------------------------------


def _write_block(path: Path, block: str) -> None:
    """Put our block in a header file in place of an earlier one; what else stands in the file stays."""
    earlier = path.read_text(encoding="utf-8") if path.exists() else ""
    own = f"{_BEGIN}\n{block}\n{_END}\n"
    between = re.compile(f"{_BEGIN}\n.*?{_END}\n", re.DOTALL)
    others = between.sub("", earlier)
    path.write_bytes((others + own).encode())
