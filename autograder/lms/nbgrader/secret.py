"""The secret of a submission through nbgrader's exchange: its feedback is released under a name made of it.

`nbgrader release_feedback` looks for it in feedback/, and one student without stops the release for the whole class.
So a submission that came another way (a download, a mail) gets one that says so; nobody can fetch a page by it.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from autograder.classroom.intake import read_plain
from autograder.errors import UserError

FILE = "submission_secret.txt"
_MOST_BYTES = 1_000  # nbgrader's have 128
_MADE_UP = "not handed in through an exchange: "


def read_secret(folder: Path) -> str | None:
    """The secret in a folder; None where there is none, or something that nbgrader could not use."""
    path = folder / FILE
    try:
        return read_plain(path, _MOST_BYTES, above=1).decode() or None if os.path.lexists(path) else None
    except (UserError, UnicodeDecodeError):
        return None


def is_made_up(secret: str) -> bool:
    """Whether a secret stands for none."""
    return secret.startswith(_MADE_UP)


def first_secret(*folders: Path) -> str:
    """The first secret in these folders that came through an exchange; else one that was made up, now or before."""
    found = [secret for folder in folders if (secret := read_secret(folder)) is not None]
    real = [secret for secret in found if not is_made_up(secret)]
    return next(iter([*real, *found]), None) or _MADE_UP + secrets.token_hex(32)


def copy_secret(source: Path, destination: Path) -> None:
    """Let the secret that came with a submission, if one did, come along."""
    secret = read_secret(source)
    if secret is not None:
        (destination / FILE).write_text(secret, encoding="utf-8")
