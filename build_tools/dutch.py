"""Makes click speak Dutch: its messages come from the catalogue in `locale/`."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"


def speak_dutch() -> None:
    """Let every message of this process come from our catalogue, whatever the user's language settings are.

    click looks messages up in gettext's default domain; the environment decides the language.
    """
    os.environ["LANGUAGE"] = "nl"
    gettext.bindtextdomain("messages", str(LOCALE))
