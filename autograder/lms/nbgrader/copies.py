"""Safety copies of a gradebook that is an SQLite file: made before it is changed, and only of one that is sound.

    gradebook_copies/gradebook-0007.db      the newest; the KEPT newest are kept

A copy is made with SQLite's own backup, checked, and only then put beside the others, so no copy is ever overwritten,
and a retry after a damage finds those from before it. They are counted, not dated: clocks are set back.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sqlite3
import tempfile
from pathlib import Path

from autograder.errors import UserError

KEPT = 5
FOLDER = "gradebook_copies"
_NAME = re.compile(r"gradebook-(\d{4,})\.db")
_PATIENCE_S = 120  # for somebody else who is writing


def keep_a_copy(gradebook: Path) -> Path | None:
    """Copy the gradebook, unless the newest copy is the same; returns the newest, or None where there is nothing yet.

    Raises UserError where the gradebook is damaged, naming the copies there are, and where it cannot be copied.
    """
    if not gradebook.is_file() or not gradebook.stat().st_size:
        return None
    folder = gradebook.parent / FOLDER
    try:
        problem = _problem(gradebook)
        if problem is not None:
            raise UserError(f"{gradebook}: the gradebook is damaged ({problem}). {_remedy(gradebook)}")
        folder.mkdir(exist_ok=True)
        return _copied(gradebook, folder)
    except sqlite3.Error as error:
        raise UserError(f"{gradebook}: {why(error, gradebook)}") from error
    except OSError as error:
        raise UserError(
            f"{folder}: no safety copy of the gradebook can be written ({error.strerror}), so it was left as it is. "
            "Make room, or mend the folder's permissions"
        ) from error


def copies(gradebook: Path) -> list[Path]:
    """The copies that there are, the newest first."""
    folder = gradebook.parent / FOLDER
    found = [(int(match[1]), path) for path in folder.glob("gradebook-*.db") if (match := _NAME.fullmatch(path.name))]
    return [path for _, path in sorted(found, reverse=True)]


def why(error: Exception, gradebook: Path) -> str:
    """What keeps the gradebook from being opened or written, and what to do about it, by SQLite's own words."""
    text = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
    said = f"the gradebook cannot be used ({text}). "
    if "locked" in text:
        return said + "Another program is writing to it (nbgrader, the Formgrader, a database browser): end that"
    if "full" in text or "disk I/O" in text:
        return said + "The disk has no room left, or fails: make room"
    if "readonly" in text or "unable to open" in text:
        return said + f"Check the permissions of the file and of {gradebook.parent}"
    if "malformed" in text or "not a database" in text or "damaged" in text:
        return said + _remedy(gradebook)
    if "no such column" in text or "no such table" in text:
        return said + (
            "It was made by an older nbgrader: back it up, run `nbgrader db upgrade` in the course's folder, and grade "
            "again"
        )
    return said + "If nbgrader was upgraded, back it up and run `nbgrader db upgrade`"


def _copied(gradebook: Path, folder: Path) -> Path:
    known = copies(gradebook)
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=".copy")
    os.close(descriptor)
    draft = Path(name)
    try:
        with contextlib.closing(_opened(gradebook)) as source, contextlib.closing(sqlite3.connect(draft)) as target:
            source.backup(target)
        problem = _problem(draft)
        if problem is not None:
            raise UserError(f"{gradebook}: the gradebook is damaged ({problem}). {_remedy(gradebook)}")
        if known and _digest(known[0]) == _digest(draft):
            return known[0]
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        number = int(_NAME.fullmatch(known[0].name)[1]) + 1 if known else 1  # type: ignore[index]
        newest = folder / f"gradebook-{number:04}.db"
        draft.rename(newest)
        for old in copies(gradebook)[KEPT:]:
            old.unlink(missing_ok=True)
        return newest
    finally:
        draft.unlink(missing_ok=True)


def _problem(path: Path) -> str | None:
    """What SQLite finds wrong with a database; None for a sound one."""
    try:
        with contextlib.closing(_opened(path)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and "malformed" not in str(error):
            raise  # locked, not readable: nothing is known about the contents
        return str(error)
    return None if found == "ok" else str(found).partition("\n")[0]


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=_PATIENCE_S)


def _remedy(gradebook: Path) -> str:
    sound = [path for path in copies(gradebook) if _problem(path) is None]
    if not sound:
        return "There is no sound copy of it: move it aside and grade again (what was graded by hand is lost)"
    return (
        f"Move it aside, put the newest sound copy in its place (`cp {sound[0]} {gradebook}`) and grade again: what "
        f"the copy does not have is graded anew. Copies, newest first: {', '.join(path.name for path in sound)}"
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
