"""The one way in for what a student handed in.

Whoever reads a submission's folder asks here, whichever command it is: `run`, `grade`, `nbgrader autograde`, the
container at Gradescope. A link could name any file that the instructor may read, another student's notebook or the
hidden checks; so a folder with a link in it is refused as a whole, and so is one with a hard link, a pipe or a device.
Hidden files and folders (.git, .venv, .ipynb_checkpoints) are neither looked into nor read.

What a path names may change between looking and reading. So each step of it that was made for a student is opened from
the folder before it, and no step may be a link, or wait for the other end of a pipe.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from autograder.course.lenient import Read, read_leniently
from autograder.course.notebook import MAX_BYTES
from autograder.engine.report import one_line
from autograder.errors import UserError

MAX_NOTEBOOK_BYTES = MAX_BYTES
MAX_CELLS = 2_000
MAX_SOURCE = 2_000_000  # characters of all cells together: they are run, shown and kept
MAX_PICTURES = 10_000_000  # characters of all pictures pasted into text cells together
MAX_FILES_BYTES = 20_000_000  # of all files beside the notebook together
MAX_ENTRIES = 2_000
MAX_DEPTH = 20
MAX_TIMESTAMP_BYTES = 200
TIMESTAMP = "timestamp.txt"

_NOT_DATA = {TIMESTAMP, "submission_secret.txt"}
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # opening a pipe must not wait for its other end
_LOOK = _READ | os.O_DIRECTORY
_STEP = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_CLOEXEC  # a folder that need not be readable itself
_STRANGERS = ("__pycache__", "__MACOSX")  # folders that programs leave behind
_COPY = "Put the file itself there, as a copy"


@dataclass(frozen=True)
class HandedIn:
    """What lies in a submission's folder: its notebooks (relative paths, at any depth) and the files beside them.

    `files` are contents by relative path; empty where they exceed MAX_FILES_BYTES together, and `left_out` says so.
    """

    folder: Path
    notebooks: tuple[str, ...]
    files: dict[str, bytes]
    left_out: str | None = None


def take_in(folder: Path, *, above: int = 1) -> HandedIn:
    """Look through a submission's folder and read the data files in it.

    `above` is how many folders above it were made for the student as well: none of them may be a link either. Raises
    UserError, which names the file, for a link, for anything that is no ordinary file, and for too many files.
    """
    notebooks, files, total, count = [], {}, 0, 0
    for place, descriptor, name, status in _entries(folder, above):
        count += 1
        if count > MAX_ENTRIES:
            raise UserError(
                f"{shown(folder)}: holds more than {MAX_ENTRIES:,} files. Leave in what belongs to the notebook"
            )
        if stat.S_ISDIR(status.st_mode):
            continue
        _require_plain(place, status)
        relative = place.relative_to(folder).as_posix()
        if place.suffix == ".ipynb":
            notebooks.append(relative)
        elif name not in _NOT_DATA and place.suffix != ".pyc":
            if total + status.st_size <= MAX_FILES_BYTES:
                files[relative] = _read(place, name, descriptor, MAX_FILES_BYTES)
            # A file may grow after it was looked at: what counts is what was read.
            total += max(status.st_size, len(files.get(relative, b"")))
            if total > MAX_FILES_BYTES:
                files.clear()
    left_out = None
    if total > MAX_FILES_BYTES:
        left_out = f"the files beside the notebook have more than {MAX_FILES_BYTES // 1_000_000} MB and were left out"
    return HandedIn(folder, tuple(sorted(notebooks)), files, left_out)


def read_submitted(path: Path, *, above: int | None = 1) -> Read:
    """A notebook that a student handed in, by the one reader of all ways in; `above` as in `read_plain`.

    Raises UserError as `read_leniently`, and where it is no ordinary file or holds too much.
    """
    return parse_submitted(path, read_submitted_bytes(path, above=above))


def standing_for(path: Path) -> Path:
    """The notebook that lies where `path` should: that one, or the only other one, as "tensors (1).ipynb" is.

    It is `path` again where there are several to choose from, or none.
    """
    if os.path.lexists(path):
        return path
    others = [other for other in path.parent.glob("*.ipynb") if not other.name.startswith(".")]
    return others[0] if len(others) == 1 else path


def read_submitted_bytes(path: Path, *, above: int | None = 1) -> bytes:
    """The contents of a notebook that a student handed in; `above` and UserError as in `read_plain`."""
    return read_plain(path, MAX_NOTEBOOK_BYTES, above=above)


def parse_submitted(path: Path, data: bytes) -> Read:
    """The notebook in `data`, the contents of `path`; raises UserError as `read_submitted`."""
    read = read_leniently(path, data)
    require_bounded(read.notebook, path)
    return read


def require_bounded(notebook: NotebookNode, path: Path) -> None:
    """Raise UserError where a notebook holds more than anybody writes: everything in it is run, shown and kept."""
    if len(notebook.cells) > MAX_CELLS:
        raise UserError(f"{shown(path)}: has {len(notebook.cells):,} cells, more than the limit of {MAX_CELLS:,}")
    source = sum(len(cell.get("source", "")) for cell in notebook.cells)
    if source > MAX_SOURCE:
        raise UserError(
            f"{shown(path)}: its cells hold {source:,} characters, more than the limit of {MAX_SOURCE:,}: "
            "read long data from a file beside the notebook"
        )
    pictures = sum(
        len(data)
        for cell in notebook.cells
        for bundle in _values(cell.get("attachments"))
        for data in _values(bundle)
        if isinstance(data, str)
    )
    if pictures > MAX_PICTURES:
        raise UserError(
            f"{shown(path)}: its pictures are larger than {MAX_PICTURES // 1_000_000} MB together: make them smaller"
        )


def _values(given: object) -> list[object]:
    """What a mapping of the student's holds; nothing where it is none."""
    return list(given.values()) if isinstance(given, dict) else []


def read_plain(path: Path, most: int, *, above: int | None = None) -> bytes:
    """The contents of a file of at most `most` bytes that is no link, no pipe and nobody else's.

    With `above`, neither the folder that it lies in nor so many folders above that may be a link.
    """
    if above is None:
        return _read(path, str(path), None, most)
    with _opened(path.parent, above) as descriptor:
        return _read(path, path.name, descriptor, most)


def read_timestamp(folder: Path) -> str | None:
    """The text of timestamp.txt in a submission's folder, None where there is none; raises UserError as the others."""
    with _opened(folder, 1) as descriptor:
        try:
            os.stat(TIMESTAMP, dir_fd=descriptor, follow_symlinks=False)
        except FileNotFoundError:  # nothing else means that there is none: who has none is not late
            return None
        data = _read(folder / TIMESTAMP, TIMESTAMP, descriptor, MAX_TIMESTAMP_BYTES)
    text = data.decode("utf-8-sig", "replace")
    return text.strip() or None


def shown(path: Path | str) -> str:
    """A path that students named, as it may be printed: one line, without terminal codes."""
    return one_line(str(path), 1_000)


@contextlib.contextmanager
def _opened(folder: Path, above: int) -> Iterator[int]:
    """A descriptor of a folder; neither it nor so many folders above it may be a link, now or a moment ago."""
    steps = folder.parts[-above - 1 :] if folder.parts != (folder.anchor,) else ()
    place = Path(*folder.parts[: len(folder.parts) - len(steps)])
    try:
        descriptor = os.open(place, _STEP)
    except OSError as error:
        raise _no_folder(place, error) from None
    try:
        for step in steps:
            place /= step
            outer, descriptor = descriptor, _look_into(place, step, descriptor, _STEP | os.O_NOFOLLOW)
            os.close(outer)
        yield descriptor
    finally:
        os.close(descriptor)


def _look_into(place: Path, name: str, outer: int, how: int = _LOOK) -> int:
    """A descriptor of the folder `name` in the folder that is open as `outer`, links not followed."""
    try:
        return os.open(name, how, dir_fd=outer)
    except OSError as error:
        raise _no_folder(place, error) from None


def _no_folder(place: Path, error: OSError) -> UserError:
    """Why a folder cannot be looked into, and what to do."""
    if error.errno in (errno.ELOOP, errno.ENOTDIR) and place.is_symlink():
        return UserError(f"{shown(place)}: is a link to a folder, and links are not followed. Put the folder there")
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return UserError(f"{shown(place)}: there is no such folder: check the path")
    return UserError(f"{shown(place)}: cannot be read ({error.strerror})")


def _entries(folder: Path, above: int) -> Iterator[tuple[Path, int, str, os.stat_result]]:
    """Everything below a folder that is not hidden: path, the descriptor of the folder it is in, name, status."""
    with _opened(folder, above) as found:
        descriptor = _look_into(folder, ".", found)
        try:
            yield from _entries_in(folder, folder, descriptor)
        finally:
            os.close(descriptor)


def _entries_in(top: Path, where: Path, descriptor: int) -> Iterator[tuple[Path, int, str, os.stat_result]]:
    if len(where.relative_to(top).parts) > MAX_DEPTH:
        raise UserError(f"{shown(top)}: its folders are nested more than {MAX_DEPTH} deep. Flatten them")
    folders = []
    for name in sorted(_names(where, descriptor)):
        try:
            status = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
        except OSError as error:
            raise UserError(f"{shown(where / name)}: cannot be read ({error.strerror})") from error
        if stat.S_ISDIR(status.st_mode):
            folders.append(name)
        yield where / name, descriptor, name, status
    for name in folders:
        inner = _look_into(where / name, name, descriptor)
        try:
            yield from _entries_in(top, where / name, inner)
        finally:
            os.close(inner)


def _names(where: Path, descriptor: int) -> list[str]:
    try:
        with os.scandir(descriptor) as entries:
            return [
                entry.name
                for entry in entries
                if not entry.name.startswith(".") and not (entry.name.startswith(_STRANGERS) and entry.is_dir())
            ]
    except OSError as error:
        raise UserError(f"{shown(where)}: cannot be read ({error.strerror})") from error


def _require_plain(path: Path, status: os.stat_result) -> None:
    if stat.S_ISLNK(status.st_mode):
        raise UserError(f"{shown(path)}: is a link, and links are not followed. {_COPY}")
    if not stat.S_ISREG(status.st_mode):
        raise UserError(f"{shown(path)}: is not an ordinary file (a pipe, a device?). {_COPY}")
    if status.st_nlink > 1:
        raise UserError(f"{shown(path)}: is a hard link: the same file has another name elsewhere. {_COPY}")


def _read(path: Path, name: str, folder: int | None, most: int) -> bytes:
    try:
        # Before it is opened: opening a device can have an effect.
        _require_plain(path, os.stat(name, dir_fd=folder, follow_symlinks=False))
        descriptor = os.open(name, _READ, dir_fd=folder)
    except FileNotFoundError:
        raise UserError(f"{shown(path)}: there is no such file: check the path") from None
    except OSError as error:
        raise UserError(f"{shown(path)}: cannot be read ({error.strerror})") from None
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        _require_plain(path, status)
        data = file.read(most + 1) if status.st_size <= most else b""
    if status.st_size > most or len(data) > most:
        limit = f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most} bytes"
        remedy = ". Clear its outputs (Edit → Clear Outputs of All Cells), save it and hand it in again"
        raise UserError(f"{shown(path)}: is larger than {limit}" + (remedy if path.suffix == ".ipynb" else ""))
    return data
