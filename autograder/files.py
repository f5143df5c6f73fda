"""Writing files: one whole or not at all, several into a folder, and under whose name."""

import hashlib
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import quote

_LONGEST_NAME = 150  # a file system takes 255, and endings come to it
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_@+-][A-Za-z0-9_.@+-]*")


def file_name(whose: str) -> str:
    """A name, of a student say, as one part of a path: no other folder, never too long, and no two names alike."""
    name = whose if _PLAIN_NAME.fullmatch(whose) else quote(whose, safe=" @+", errors="surrogateescape")
    name = f"%2E{name[1:]}" if name.startswith(".") else name
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[:80]}%{hashlib.sha256(whose.encode('utf-8', 'surrogateescape')).hexdigest()}"


def private_folder(folder: Path) -> Path:
    """The folder, made where it is missing, with nobody but its owner let in, also where it was there before.

    For what others on the machine must not read, nor lock, which takes no more than reading. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.stat().st_uid == os.geteuid():  # somebody else's is theirs to close
        folder.chmod(0o700)
    return folder


def laid_over(files: Mapping[str, bytes], above: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of two folders in one, by relative path. What is `above` is there in any case: nothing of `files` that
    is called the same stays, nor a file where that has a folder, nor what is in a folder where that has a file."""
    folders = {str(folder) for name in above for folder in PurePosixPath(name).parents}
    kept = {
        name: content
        for name, content in files.items()
        if name not in folders and not any(str(folder) in above for folder in PurePosixPath(name).parents)
    }
    return kept | dict(above)


def write_whole(path: Path, content: bytes) -> None:
    """Replace the file in one step: whoever reads it, also after an interruption, sees the old contents or the new.

    Makes missing folders; the file's mode is 644. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o644)  # mkstemp gives 600; nbgrader gives releases 644
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def write_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files below `folder`, by relative path; makes missing folders. Raises OSError."""
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
