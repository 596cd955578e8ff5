"""The wheel holds all that the command needs: installed elsewhere, it builds a site from sources alone."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from uv import find_uv_bin

from tests.host import served
from tests.library import PROJECT
from tests.project import copy_project, read_articles, read_data

SCRIPTS = "Scripts" if os.name == "nt" else "bin"


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`protocolwijzer` from the wheel, in an environment with nothing but what the lock gives a user."""
    folder = tmp_path_factory.mktemp("wheel")
    wheel = built_wheel(folder / "dist")
    python = folder / "venv" / SCRIPTS / "python"
    uv("venv", "--python", sys.executable, folder / "venv")
    uv("pip", "install", "--python", python, "--require-hashes", "--requirements", PROJECT / "requirements.lock")
    uv("pip", "install", "--python", python, "--no-deps", wheel)
    return python.with_name("protocolwijzer")


def built_wheel(target: Path) -> Path:
    """The wheel, built with the locked build backend that is installed here."""
    options = ["--wheel", "--no-isolation", "--outdir", str(target)]
    subprocess.run([sys.executable, "-m", "build", *options, str(PROJECT)], check=True, capture_output=True)
    return next(target.glob("*.whl"))


def uv(*arguments: str | Path) -> None:
    """Run the locked uv."""
    subprocess.run([find_uv_bin(), "--quiet", *arguments], check=True)


def run(command: Path, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command's answer, given in `folder`."""
    return subprocess.run([command, *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=False)


def test_the_installed_command_checks_and_builds_far_from_the_checkout(command: Path, tmp_path: Path) -> None:
    copy_project(tmp_path)
    help_text = run(command, "--help", folder=tmp_path)
    assert help_text.returncode == 0, help_text.stderr
    assert "check" in help_text.stdout
    checked = run(command, "check", folder=tmp_path)
    assert checked.returncode == 0, checked.stderr
    built = run(command, "build", folder=tmp_path)
    assert built.returncode == 0, built.stderr
    assert len(read_data(tmp_path / "site", "protocols")["protocols"]) == 5
    assert (tmp_path / "site" / "kinderen" / "index.html").exists()


def test_the_wheel_holds_every_file_of_the_package_that_is_no_code(command: Path) -> None:
    package = next((command.parent.parent).rglob("build_tools/plugin.py")).parent
    wanted = {path.relative_to(PROJECT / "build_tools") for path in resources(PROJECT / "build_tools")}
    assert {Path("templates/home.md.j2"), Path("pictograms/logo.svg")} <= wanted
    present = {path.relative_to(package) for path in resources(package)}
    assert {path for path in present if path.parts[0] != "house"} == wanted


def test_the_wheel_brings_what_a_schools_own_site_needs_and_no_protocol_but_the_model(command: Path) -> None:
    house = next((command.parent.parent).rglob("build_tools/plugin.py")).parent / "house"
    shared = ("docs", "overrides", "protocol_src/vocabulary", "protocol_src/protocols/model")
    wanted = {path.relative_to(PROJECT) for folder in shared for path in resources(PROJECT / folder)}
    assert {path.relative_to(house) for path in resources(house)} == {Path("mkdocs.yml"), *wanted}


#: Answers to all that `protocolwijzer new` must know.
SCHOOL = {
    "school": "De Vlier",
    "instelling": "Stichting De Heggen",
    "bevoegd-gezag": "Bestuur van De Heggen",
    "vragen-functie": "de directie",
    "vragen-telefoon": "013 555 01 23",
    "pers-functie": "de woordvoerder",
    "pers-email": "pers@school.example",
    "kleur": "#7a1fa2",
}


def test_from_an_empty_folder_to_the_schools_own_publication_without_a_checkout(
    command: Path, tmp_path: Path, browser: Browser
) -> None:
    options = [part for name, answer in SCHOOL.items() for part in (f"--{name}", answer)]
    started = run(command, "new", "vlier", "--no-input", *options, folder=tmp_path)
    assert started.returncode == 0, started.stderr
    school = tmp_path / "vlier"
    rules = school / "protocol_src" / "protocols" / "de-vlier" / "articles"
    rules.mkdir()
    (rules / "bij-twijfel.yml").write_text("id: bij-twijfel\ntitle: Twijfelt u? Vraag het\n", encoding="utf-8")
    (rules / "lessen-op-afstand.yml").write_text(
        "id: lessen-op-afstand\nleft_out: Wij geven geen les op afstand.\n", encoding="utf-8"
    )
    checked = run(command, "check", folder=school)
    assert checked.returncode == 0, checked.stderr
    published = run(command, "publish", folder=school)
    assert published.returncode == 0, published.stderr
    site = school / "publicatie" / "website"
    articles = {article["id"]: article for article in read_articles(site)}
    assert {article["protocol"] for article in articles.values()} == {"de-vlier"}
    assert articles["bij-twijfel"]["title"] == "Twijfelt u? Vraag het"
    assert "lessen-op-afstand" not in articles
    page = (site / "protocollen" / "de-vlier" / "index.html").read_text(encoding="utf-8")
    assert "Wij geven geen les op afstand." in page
    assert "assets/school.css" in page
    assert "#7a1fa2" in (site / "assets" / "school.css").read_text(encoding="utf-8")
    assert (site / "toegankelijkheid" / "index.html").exists()
    assert not (site / "ontwikkelaars").exists()
    assert "oor ontwikkelaars" not in page
    opens_from_a_sub_folder_and_from_disk(school / "publicatie", browser, tmp_path)


def opens_from_a_sub_folder_and_from_disk(publication: Path, browser: Browser, folder: Path) -> None:
    """The page for parents is reached from the zip for a web host and from that for a stick; the texts are there."""
    for name, place in (("website", "host/school/afspraken"), ("usb-stick", "stick")):
        with zipfile.ZipFile(publication / f"{name}.zip") as archive:
            archive.extractall(folder / place)
    page = browser.new_page()
    with served(folder / "host") as host:
        for start in (f"{host}/school/afspraken/", (folder / "stick" / "Open de site.html").as_uri()):
            page.goto(start)
            page.locator(".pw-door--parents a").click()
            expect(page.locator("h1")).to_contain_text("Afspraken voor ouders")
    page.goto((publication / "plakken" / "ouders.html").as_uri())
    expect(page.locator("h2").first).to_be_visible()
    page.close()
    assert list((publication / "pdf").rglob("*.pdf"))


def resources(package: Path) -> list[Path]:
    files = (path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return [path for path in files if path.suffix not in {".py", ".pyc"}]
