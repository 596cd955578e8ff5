"""Two folders trade names in one step, where the operating system can.

The kept library for this, renameat2, knows Linux only and has had no release since 2022; the calls are one line each.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

_HERE = {"linux": -100, "darwin": -2}  # AT_FDCWD: names are as seen from the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOTTY}


def exchange(one: Path, other: Path) -> bool:
    """Let two names on one disk trade what they stand for, in one step; False when system or disk cannot.

    Raises OSError when it can but may not.
    """
    call = _call()
    if call is None:
        return False
    if call(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))


def _call() -> Callable[[bytes, bytes], int] | None:
    """The system's own exchange: renameat2 on Linux (glibc 2.28, musl 1.2.5), renameatx_np on macOS 10.12."""
    here = _HERE.get(sys.platform)
    name = "renameat2" if sys.platform == "linux" else "renameatx_np"
    found = getattr(ctypes.CDLL(None, use_errno=True), name, None) if here else None
    if found is None:
        return None
    found.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return lambda one, other: int(found(here, one, here, other, _EXCHANGE))
