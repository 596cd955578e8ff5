"""`python -m bench.hosts`: real nginx and Apache read our header files and send what they say."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from bench.figures import publish
from build_tools.plugin import build_pages
from build_tools.policy import secure
from tests.project import copy_project

_PORT = 18080
_NGINX = """pid {place}/pid; error_log {place}/log; daemon off;
events {{}}
http {{ access_log off; {temporary}
  server {{ listen 127.0.0.1:{port}; root {place}/site; include {place}/site/nginx-headers.conf; }} }}
"""
_APACHE = """ServerRoot {place}
ServerName localhost
PidFile {place}/pid
ErrorLog {place}/log
Listen 127.0.0.1:{port}
{modules}
User www-data
Group www-data
DocumentRoot {place}/site
<Directory {place}/site>
AllowOverride FileInfo
Require all granted
</Directory>
"""
_MODULES = ("mpm_event", "authz_core", "dir", "headers", "filter", "deflate")


def _nginx(place: Path) -> list[str]:
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {place}/{kind};" for kind in kinds)
    config = place / "nginx.conf"
    config.write_text(_NGINX.format(place=place, port=_PORT, temporary=temporary), encoding="utf-8")
    return ["nginx", "-c", str(config)]


def _apache(place: Path) -> list[str]:
    modules = "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in _MODULES)
    config = place / "apache.conf"
    config.write_text(_APACHE.format(place=place, port=_PORT, modules=modules), encoding="utf-8")
    return ["apache2", "-f", str(config), "-D", "FOREGROUND"]


def sent(path: str) -> str:
    """The policy that the server at hand sends with a page, once it answers."""
    for _ in range(50):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{_PORT}/{path}") as answer:
                return str(answer.headers["Content-Security-Policy"])
        except OSError:
            time.sleep(0.1)  # it has only just been started
    raise OSError("the server does not answer")


def _main() -> None:
    wrong, rows = 0, []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o755)
        build_pages(copy_project(place / "project"), place / "site")
        secure(place / "site")
        for name, command in (("nginx", _nginx(place)), ("Apache", _apache(place))):
            test = subprocess.run([*command[:3], "-t"], capture_output=True, check=False).returncode  # noqa: S603 - our own command
            server = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command
            try:
                found = [sent(path).rpartition("frame-ancestors ")[2] for path in ("ouders/", "inbedden/ouders/")]
            finally:
                server.terminate()
                server.wait()
            wrong += test != 0 or found != ["'self'", "*"]
            rows.append((f"{name}: its own test of our file", "passed" if test == 0 else "failed"))
            rows.append((f"{name}: who may frame an ordinary page, and one below inbedden/", ", ".join(found)))
    publish("hosts", "make trust-hosts", rows)
    sys.exit(wrong)


if __name__ == "__main__":
    _main()
