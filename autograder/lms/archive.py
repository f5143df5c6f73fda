"""Zip archives: written, the same bytes for the same contents; read, whoever made them; what of the course goes in.

One rule for every archive that is read: none that holds a link, a path that leads out of it, a password, two files of
one name, or more than a course can be. It is looked through as a whole before anything of it is read.
"""

import contextlib
import io
import stat
import zipfile
import zlib
from collections.abc import Container, Iterator, Mapping
from pathlib import Path, PurePosixPath

import autograder
from autograder.classroom.intake import shown
from autograder.course import CONFIG, Assignment
from autograder.course.build import files_below, release_text
from autograder.errors import UserError

_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip archive can hold
PACKAGE = Path(autograder.__file__).parent
MAX_MEMBERS = 50_000
MAX_TOTAL = 4_000_000_000  # bytes, unpacked: a class of hundreds, with data
_ENCRYPTED = 1


def zipped(members: Mapping[str, bytes], executable: Container[str] = ()) -> bytes:
    """An archive: members in the order of their names, one time, one set of permissions, nobody's ids."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, _BEGINNING)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix, wherever it is built
            info.external_attr = (0o100755 if name in executable else 0o100644) << 16
            archive.writestr(info, members[name])
    return buffer.getvalue()


def read_zip(path: Path) -> dict[str, bytes]:
    """The members of an archive by name; raises UserError as `checked`."""
    with checked(path) as archive:
        return {info.filename: archive.read(info) for info in members(archive)}


@contextlib.contextmanager
def checked(path: Path) -> Iterator[zipfile.ZipFile]:
    """An archive that was looked through. Raises UserError, which says why, where it is not to be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            _look_through(archive, path)
            yield archive
    except FileNotFoundError:
        raise UserError(f"{shown(path)}: there is no such file: check the path") from None
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, UnicodeDecodeError) as error:
        raise UserError(f"{shown(path)}: not a zip archive that can be read ({error}): download it again") from None
    except OSError as error:
        raise UserError(f"{shown(path)}: cannot be read ({error.strerror})") from None


def members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files in an archive, without folders."""
    return [info for info in archive.infolist() if not info.is_dir()]


def _look_through(archive: zipfile.ZipFile, path: Path) -> None:
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise UserError(f"{shown(path)}: holds {len(infos):,} files, more than the limit of {MAX_MEMBERS:,}")
    total = sum(info.file_size for info in infos)
    if total > MAX_TOTAL:
        raise UserError(
            f"{shown(path)}: unpacked it has {total / 1e9:,.1f} GB, more than the limit of {MAX_TOTAL / 1e9:g} GB: it "
            "was not unpacked"
        )
    packed, places = path.stat().st_size, set()
    for info in infos:
        place = PurePosixPath(info.filename)  # a//b and a/./b are a/b
        problem = _problem(info, packed) or ("is in it twice" if place in places else None)
        if problem:
            raise UserError(f"{shown(path)}: {shown(info.filename)} {problem}: nothing was unpacked")
        if not info.is_dir():
            places.add(place)


def _problem(info: zipfile.ZipInfo, packed: int) -> str | None:
    """What is wrong with one member of an archive of `packed` bytes."""
    name = info.filename
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link"
    if not name or "\\" in name or "\0" in name or PurePosixPath(name).is_absolute() or name[1:2] == ":":
        return "is a path that starts elsewhere"
    if ".." in PurePosixPath(name).parts:
        return "is a path that leads out of the archive"
    if info.flag_bits & _ENCRYPTED:
        return "is protected by a password"
    if info.compress_size > packed:  # as much memory would be taken to read it
        return "claims to be longer than the whole archive"
    return None


def course_files(assignment: Assignment, *, for_engine: bool) -> dict[str, bytes]:
    """A course of this one assignment, with the package that grades it: solutions and hidden data included.

    The engine also needs the release, to restore what students deleted, and the known mistakes, to tell them which one
    they made; scores are the same without.
    """
    files = {
        f"autograder/{path.relative_to(PACKAGE).as_posix()}": path
        for path in files_below(PACKAGE)
        if path.relative_to(PACKAGE).parts[0] != "checks"
    }
    for path in assignment.checks_files():
        name = path.relative_to(assignment.checks_dir)
        if name.parts[-2:-1] == ("wheats",) or (name.parts[-2:-1] == ("chaffs",) and not for_engine):
            continue
        files[f"autograder/checks/{assignment.name}/{name.as_posix()}"] = path
    files |= {path.relative_to(assignment.root).as_posix(): path for path in files_below(assignment.source_dir)}
    contents = {name: path.read_bytes() for name, path in files.items()}
    contents[CONFIG] = b"# marks the course's folder; nbgrader is not used here\n"
    if for_engine:
        contents[assignment.release_path.relative_to(assignment.root).as_posix()] = release_text(assignment).encode()
    return contents
