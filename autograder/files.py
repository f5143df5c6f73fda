"""Writing files: one whole or not at all, and several into a folder."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


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
