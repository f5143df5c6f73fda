"""Whose turn it is where submissions of one user must not run at once: a lock that only this user can hold.

Whoever can open a file, for reading alone, can lock it for ever, and in the temporary folder anybody can make files
under any name. So the lock lies in a folder of the user's own. Only where there is none (a container without a home)
it lies in the temporary folder, and one that somebody else made there is an error, and nothing to wait for.
"""

import contextlib
import fcntl
import os
import platform
import pwd
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from autograder.errors import GradingError
from autograder.files import private_folder


@contextlib.contextmanager
def taken() -> Iterator[None]:
    """Nobody else of this user's has the turn in the block, on this machine. Raises GradingError."""
    lock = _opened()
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _opened() -> int:
    home = _home()
    if home is not None:
        with contextlib.suppress(OSError):  # one that cannot be written to is none
            # A home may be shared by several machines, which need not wait for each other.
            return _open(private_folder(home / ".cache" / "autograder") / f"turn-{platform.node()}.lock")
    path = Path(tempfile.gettempdir()) / f"autograder-{os.geteuid()}.lock"
    try:
        lock = _open(path)
    except OSError as problem:
        raise GradingError(f"{path}: cannot be opened ({problem.strerror}); remove it") from problem
    status = os.fstat(lock)
    if status.st_uid != os.geteuid() or not stat.S_ISREG(status.st_mode):
        os.close(lock)
        raise GradingError(f"{path}: is somebody else's, who could stop all grading with it; remove it")
    return lock


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o600)


def _home() -> Path | None:
    """This user's home as the system knows it, where it is a folder of theirs: $HOME can be another in each process."""
    try:
        home = Path(pwd.getpwuid(os.geteuid()).pw_dir)
        return home if home.stat().st_uid == os.geteuid() else None
    except (KeyError, OSError):
        return None
