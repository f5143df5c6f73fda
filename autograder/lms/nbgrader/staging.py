"""The folder that nbgrader reads from while `grade` works, and the lock that keeps a second `grade` out."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from autograder.errors import UserError


@contextlib.contextmanager
def staging(course_root: Path, assignment: str) -> Iterator[Path]:
    """An empty folder below .cache/, removed afterwards; what a killed run left in its place is removed before.

    Raises UserError where it cannot be made, or another process has it: two of them would record in turns.
    """
    folder = course_root / ".cache" / f"staging_{assignment}"
    with contextlib.ExitStack() as held:
        try:
            folder.parent.mkdir(exist_ok=True)
            # The kernel lets go of a lock when the process ends, however it ends; the file itself may stay.
            path = folder.parent / f"grading_{assignment}.lock"
            lock = held.enter_context(open(path, "w", opener=_for_the_owner))
            os.fchmod(lock.fileno(), 0o600)  # also of one that was there: whoever may read it may lock it for ever
            _take(lock.fileno(), course_root, assignment)
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o700)
        except OSError as error:
            raise UserError(
                f"{error.filename or course_root}: cannot be written ({error.strerror}); make room, or mend that"
            ) from error
        held.callback(shutil.rmtree, folder, ignore_errors=True)
        yield folder


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _take(descriptor: int, course_root: Path, assignment: str) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
            return  # a file system without locks, as some networks have: nobody can be kept out
        raise UserError(
            f"{course_root}: {assignment} is being graded by another process at this moment: wait for that one"
        ) from None
    os.set_inheritable(descriptor, False)
