"""The pictures of the guide "Publiceren", taken from a real publication of an invented school: `make pictures`."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

from click.testing import CliRunner
from playwright.sync_api import Browser, Page, sync_playwright

from build_tools.cli import main
from tests.browser import launch
from tests.host import served
from tests.library import PROJECT

PICTURES = PROJECT / "docs" / "redactie" / "beelden"
SCHOOL = {
    "school": "De Vlier",
    "instelling": "Stichting De Heggen",
    "bevoegd-gezag": "het bestuur van De Heggen",
    "vragen-functie": "de directie",
    "vragen-email": "directie@school.example",
    "pers-functie": "de woordvoerder",
    "pers-email": "pers@school.example",
    "datum-instemming": "2026-09-15",
    "datum-vaststelling": "2026-10-01",
    "kleur": "#1f5a8a",
}
#: What stands around what was pasted: a school's page as any system could show it.
AROUND = """<!doctype html><html lang="nl"><meta charset="utf-8"><title>Basisschool De Vlier</title>
<style>body {{ margin: 0; font: 16px/1.5 Verdana, sans-serif; color: #222; background: #fff }}
header {{ padding: 12px 32px; background: #f3c13a; font-weight: bold; font-size: 20px }}
nav {{ padding: 8px 32px; background: #fbe9b8; font-size: 14px }}
main {{ padding: 8px 32px }} iframe {{ border: 0 }}</style>
<header>Basisschool De Vlier</header><nav>Onze school &nbsp; Praktisch &nbsp; Ouders &nbsp; Contact</nav>
<main><h1>{title}</h1>{body}</main></html>"""


def publication(folder: Path) -> Path:
    """The publication of the invented school, made below `folder`."""
    options = [part for name, answer in SCHOOL.items() for part in (f"--{name}", answer)]
    project = folder / "vlier"
    run("new", str(project), "--no-input", *options)
    run(
        *("publish", str(folder / "publicatie")),
        *("--config", str(project / "mkdocs.yml"), "--source", str(project / "protocol_src")),
    )
    return folder / "publicatie"


def run(*arguments: str) -> None:
    """Run the command. Raises RuntimeError with what it said when it fails."""
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    if result.exit_code:
        raise RuntimeError(result.output)


def take(page: Page, name: str) -> None:
    """Take the picture and say how large it is."""
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, animations="disabled")
    print(f"{path.relative_to(PROJECT)}: {path.stat().st_size // 1024} kB")  # noqa: T201 - this is the command's output


def pictures(made: Path, browser: Browser) -> None:
    """Take every picture of the guide from the publication."""
    page = browser.new_page(viewport={"width": 800, "height": 520})
    pasting(page, made)
    with zipfile.ZipFile(made / "usb-stick.zip") as archive:
        archive.extractall(made / "stick")
    from_disk(page, made / "stick")
    with served(made) as host:
        framed(page, made, host)


def pasting(page: Page, made: Path) -> None:
    """The text to copy, all of it selected; and the same in a school's page."""
    page.goto((made / "plakken" / "ouders.html").as_uri())
    page.keyboard.press("Control+a")
    take(page, "kopieren")
    code = (made / "plakken" / "ouders.txt").read_text(encoding="utf-8")
    page.set_content(AROUND.format(title="Afspraken over sociale media", body=code))
    take(page, "geplakt")


def from_disk(page: Page, stick: Path) -> None:
    """The site from a stick, with something looked up."""
    page.goto((stick / "Open de site.html").as_uri())
    page.wait_for_url("**/site/index.html")
    page.locator("[data-pw-search]:visible").first.click()
    page.keyboard.type("telefoon")
    page.locator(".md-search-result__link").first.wait_for()
    take(page, "usb-stick")


def framed(page: Page, made: Path, host: str) -> None:
    """A frame in a school's page."""
    code = (made / "inbedden" / "ouders.txt").read_text(encoding="utf-8")
    body = code.replace("https://ADRES-VAN-UW-SITE/", f"{host}/website/")
    (made / "school.html").write_text(AROUND.format(title="Voor ouders", body=body), encoding="utf-8")
    page.goto(f"{host}/school.html")
    page.frame_locator("iframe").locator("h1").wait_for()
    take(page, "venster")


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        pictures(publication(Path(folder)), browser)
        browser.close()
