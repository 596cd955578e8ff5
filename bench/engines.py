"""`python -m bench.engines`: the site built out of `protocolwijzer render` by MkDocs, ProperDocs and Zensical.

Each in an environment of its own under .cache/engines. ProperDocs must give the same HTML as MkDocs; of Zensical it
is only told what comes of it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from bench.figures import publish
from build_tools.built import read_site
from tests.library import PROJECT

_PAGE = PROJECT / "docs" / "ontwikkelaars" / "motoren.md"
_PLACE = PROJECT / ".cache" / "engines"
_GENERATOR = re.compile(rb'<meta name="generator"[^>]*>')


def project(folder: Path) -> Path:
    """The settings of a project below `folder` out of rendered pages, without our plugin."""
    command = [str(Path(sys.executable).with_name("protocolwijzer")), "render", str(folder / "docs")]
    subprocess.run(command, cwd=PROJECT, stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - our own command
    shutil.copytree(PROJECT / "overrides", folder / "overrides")
    settings = yaml.safe_load((PROJECT / "mkdocs.yml").read_text(encoding="utf-8"))
    settings |= {"plugins": [], "docs_dir": "docs", "site_dir": "site", "not_in_nav": "*\n"}
    settings.pop("watch")
    config = folder / "mkdocs.yml"
    config.write_text(yaml.safe_dump(settings, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return config


def _without_looks(config: Path) -> None:
    """Leave the templates out of the project; style sheets, scripts and drawings become files of its pages."""
    settings = yaml.safe_load(config.read_text(encoding="utf-8"))
    settings["theme"].pop("custom_dir")
    config.write_text(yaml.safe_dump(settings, sort_keys=False, allow_unicode=True), encoding="utf-8")
    shutil.copytree(config.parent / "overrides" / "assets", config.parent / "docs" / "assets", dirs_exist_ok=True)
    shutil.rmtree(config.parent / "docs" / "inbedden", ignore_errors=True)  # each names a template of ours


def install(name: str, *packages: str) -> tuple[Path, str]:
    """The folder of commands of an environment with the packages, and the version of the first."""
    uv, place = str(Path(sys.executable).with_name("uv")), _PLACE / name
    python = str(place / "bin" / "python")
    subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(place)], check=True)  # noqa: S603 - our own command
    subprocess.run([uv, "pip", "install", "--quiet", "--python", python, *packages], check=True)  # noqa: S603 - our own command
    asked = [python, "-c", f"import importlib.metadata as m; print(m.version({packages[0]!r}))"]
    return place / "bin", subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603 - our own command


def built(command: list[str], config: Path) -> tuple[dict[str, bytes], str]:
    """The pages that an engine makes, by path, and the last of what it said when it stopped."""
    site = config.parent / "site"
    shutil.rmtree(site, ignore_errors=True)
    environment = os.environ | {"PYTHONPATH": str(PROJECT), "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=config.parent, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    pages = {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*.html"))}
    said = (done.stdout + done.stderr).strip().splitlines()
    return pages, said[-1] if done.returncode and said else ""


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The pages that differ in more than the name of their maker."""
    plain = [{path: _GENERATOR.sub(b"", page) for path, page in pages.items()} for pages in (one, other)]
    return [path for path in sorted(one.keys() | other.keys()) if plain[0].get(path) != plain[1].get(path)]


def _main() -> None:
    with tempfile.TemporaryDirectory() as place:
        config = project(Path(place))
        rows: list[tuple[str, object]] = [
            ("pages that `render` writes", len(list((config.parent / "docs").rglob("*.md"))))
        ]
        commands, version = install("properdocs", "properdocs", "mkdocs-material")
        mkdocs, _ = built([str(commands / "mkdocs"), "build", "--strict"], config)
        proper, stopped = built([str(commands / "properdocs"), "build", "--strict", "-f", "mkdocs.yml"], config)
        differ = differing(mkdocs, proper)
        faults = read_site(config.parent / "site").faults()
        rows += [
            ("MkDocs: HTML files", len(mkdocs)),
            (f"ProperDocs {version}: HTML files, strictly built", len(proper)),
            ("ProperDocs: files that differ from those of MkDocs (but for the name of the maker)", len(differ)),
            ("ProperDocs: faults that our own check of the HTML finds", len(faults)),
        ]
        commands, version = install("zensical", "zensical")
        zensical = [str(commands / "zensical"), "build", "-f", "mkdocs.yml"]
        pages, trouble = built(zensical, config)
        rows.append((f"Zensical {version}, with our looks", trouble or f"{len(pages)} HTML files"))
        _without_looks(config)
        pages, trouble = built(zensical, config)
        rows.append((f"Zensical {version}, with its own looks", trouble or f"{len(pages)} HTML files"))
        faults_there = read_site(config.parent / "site").faults()
        rows.append(("faults in those that our own check of the HTML finds", len(faults_there)))
    for row in rows:
        print(*row)
    publish("engines", "make trust-engines", rows, _PAGE)
    sys.exit(bool(stopped or differ or faults))


if __name__ == "__main__":
    _main()
