"""The wheel holds all that the command needs: installed elsewhere, it builds a site from sources alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from uv import find_uv_bin

from tests.library import PROJECT
from tests.project import copy_project, read_data

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
    assert {path.relative_to(package) for path in resources(package)} == wanted


def resources(package: Path) -> list[Path]:
    return [path for path in package.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"}]
