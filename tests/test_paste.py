"""The paste version holds words and structure, and nothing that a school's system would strip or trip over."""

from __future__ import annotations

import pytest

from build_tools.paste import paste_html

PAGE = """<!doctype html><html><head>{head}<style>p {{}}</style></head><body><main>
<h1>Titel</h1>{body}</main><footer><p>Voet</p></footer></body></html>"""
AT = '<link rel="canonical" href="https://school.example/site/inbedden/ouders/">'


def paste(body: str, head: str = "") -> str:
    return paste_html(PAGE.format(body=body, head=head))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ('<h2 id="a" class="b">Kop<a class="headerlink" href="#a">¶</a></h2>', "<h2>Kop</h2>\n"),
        ('<p style="color: red" onclick="x()">Een <b>dik</b> <em>woord</em></p>', "<p>Een dik <em>woord</em></p>\n"),
        ("<p>Een <abbr title='uitleg'>AVG</abbr> &amp; &lt;b&gt;</p>", "<p>Een AVG &amp; &lt;b&gt;</p>\n"),
        ("<script>x()</script><!-- stil --><p>Tekst</p>", "<p>Tekst</p>\n"),
        ("<div><section><p>Diep</p></section></div>", "<p>Diep</p>\n"),
        ("<div>Los &lt;i&gt;</div><p>Vast</p>", "Los &lt;i&gt;<p>Vast</p>\n"),
        ("<ul>\n\n<li><p>Eén</p></li></ul>", "<ul>\n<li><p>Eén</p>\n</li>\n</ul>\n"),
        ('<p><a href="../../ouders/#foto">Foto</a></p>', "<p>Foto</p>\n"),
        (
            '<p><a href="https://example.org/" target="_top">Elders</a></p>',
            '<p><a href="https://example.org/">Elders</a></p>\n',
        ),
    ],
)
def test_only_what_is_plain_stays(given: str, kept: str) -> None:
    assert paste(given) == kept


def test_a_link_is_a_whole_address_when_the_site_has_one() -> None:
    whole = '<p><a href="https://school.example/site/ouders/#foto">Foto</a></p>\n'
    assert paste('<p><a href="../../ouders/#foto" class="x">Foto</a></p>', AT) == whole
