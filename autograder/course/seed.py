"""What the random inputs of a grading derive from: a number of everybody's, or a secret of the course's own.

Whoever knew the inputs of the checks could hand in their answers instead of code. So what counts is graded with a
secret, one for each course and assignment. It is made once and kept outside the course's folder, which is a
repository that others may see:

    $XDG_DATA_HOME/autograder/<digest of the course's path>/01_tensors.seed      (or ~/.local/share/autograder/…)

The environment variable AUTOGRADER_SECRETS names another folder in place of $XDG_DATA_HOME/autograder.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.errors import UserError

VARIABLE = "AUTOGRADER_SECRETS"
_BYTES = 16


@dataclass(frozen=True, slots=True, repr=False)
class Seed:
    """The number that a grading's random inputs derive from; a secret one is shown nowhere, also not when printed."""

    value: int = 0
    secret: bool = False

    @property
    def digest(self) -> str:
        """Tells two seeds apart and gives neither away."""
        return hashlib.sha256(f"autograder seed {self.value}".encode()).hexdigest()[:16]

    def __repr__(self) -> str:
        return f"Seed({self.digest})" if self.secret else f"Seed({self.value})"


def secret_seed(assignment: Assignment) -> Seed:
    """The course's secret for this assignment; the first call makes it.

    Raises UserError where it cannot be made or read, and where others than its owner could read it.
    """
    folder = secrets_folder() / hashlib.sha256(str(assignment.root.resolve()).encode()).hexdigest()[:16]
    path = folder / f"{assignment.name}.seed"
    try:
        if not path.exists():
            _make(path)
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UserError(f"{path}: is no ordinary file: remove it, and a new secret is made")
        if status.st_uid not in (0, os.geteuid()):
            raise UserError(f"{path}: belongs to somebody else, who knows it then: set {VARIABLE} to a folder of yours")
        if stat.S_IMODE(status.st_mode) & 0o077:
            raise UserError(
                f"{path}: others than its owner may read the secret seed of {assignment.name}: run `chmod 600` on it, "
                "or, if somebody may have, delete it: a new one is made, and the class is graded again with that"
            )
        text = path.read_text()
    except OSError as error:
        raise UserError(
            f"{path}: the secret seed of {assignment.name} cannot be made or read ({error.strerror}): mend that, or "
            f"set {VARIABLE} to a folder of yours that lies outside the course"
        ) from None
    try:
        value = int(text, 16)
        if len(text.strip()) != 2 * _BYTES:
            raise ValueError(text)
    except ValueError:
        raise UserError(
            f"{path}: does not hold a seed any more: put back the file as it was, or delete it: a new one is made, "
            "and the class is graded again with that"
        ) from None
    return Seed(value, secret=True)


def secrets_folder() -> Path:
    """Where the secrets of all courses lie."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    data = os.environ.get("XDG_DATA_HOME", "")
    # The specification says to ignore a relative path there.
    return Path(data if os.path.isabs(data) else os.path.expanduser("~/.local/share")) / "autograder"


def _make(path: Path) -> None:
    """Write a new secret, whole and for its owner alone; where two processes do so at once, the first one's counts."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.chmod(0o700)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".seed")  # mode 600
    try:
        with open(descriptor, "w") as file:
            file.write(secrets.token_hex(_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
