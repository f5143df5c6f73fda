"""What learning systems let one download: whose the files in such an archive are, by the names that systems give them.

    moodle      Ada Lovelace_123_assignsubmission_file/tensors.ipynb      (until 4.0 with another _ at the folder's end)
                Ada Lovelace_123_assignsubmission_file_tensors.ipynb      (without folders)
    canvas      lovelaceada_1001_55555_tensors.ipynb, lovelaceada_LATE_1001_55555_tensors-1.ipynb
    gradescope  assignment_77_export/submission_88/tensors.ipynb, and submission_metadata.yml beside the folders

Moodle's and Canvas's archives do not say when somebody handed in; Canvas's say who was late.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

import yaml

from autograder.errors import UserError
from autograder.lms.roster import Person

METADATA = "submission_metadata.yml"
_MOST_METADATA = 20_000_000  # characters
_MOODLE = re.compile(r"(?P<name>[^_/]+)_(?P<id>\d+)_assignsubmission_file(?:_(?P<file>.*))?")
_MOODLE_OTHER = re.compile(r"[^_/]+_\d+_assign(?:submission|feedback)_[a-z]+(?:_.*)?")
_CANVAS = re.compile(r"(?P<name>.+?)(?P<late>_LATE)?_(?P<id>\d+)_(?P<upload>\d+)_(?P<file>.+)")
_ATTEMPT = re.compile(r"(?P<stem>.+?)(?:-(?P<attempt>\d+))?(?P<end>\.[^.]*)?")
_GRADESCOPE = re.compile(r"submission_\d+")


class System(StrEnum):
    """Whose download it is."""

    MOODLE = "moodle"
    CANVAS = "canvas"
    GRADESCOPE = "gradescope"


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of one person. Of several with the same `file`, the one of the highest `order` was handed in last."""

    person: Person
    member: str
    file: str
    order: tuple[int, int] = (0, 0)
    late: bool = False
    time: str | None = None


def uploads(
    system: System, names: Iterable[str], read: Callable[[str], bytes], handed_out: Container[str] = ()
) -> tuple[list[Upload], list[str]]:
    """The files of an archive by person, and the names of those that are nobody's, by that system's rules.

    `read` gives a member's contents; `handed_out` are the names of the course's own files, whose later attempts are
    known by their names. Raises UserError where the archive is not one of that system's.
    """
    names = [name for name in names if not _is_litter(name)]
    found: list[Upload] = []
    for name in names:
        if system is System.MOODLE:
            found += _of_moodle(name)
        elif system is System.CANVAS:
            found += _of_canvas(name, handed_out)
    if system is System.GRADESCOPE:
        found = list(_of_gradescope(names, read))
    if not found:
        raise UserError(_unlike(system, names))
    taken = {upload.member for upload in found} | {_described(names)}
    return found, [name for name in names if name not in taken]


def guess(names: Iterable[str]) -> System | None:
    """Which system an archive with files of these names comes from; None for none of them.

    Files that students named lie deeper than those that the system named: the topmost of what is known decides.
    """
    names = [name for name in names if not _is_litter(name)]
    described = _described(names)
    found = [(_depth(described), System.GRADESCOPE)] if described is not None else []
    found += [(part[0], System.MOODLE) for name in names if (part := _moodle_part(name))]
    found += [(_depth(name), System.CANVAS) for name in names if list(_of_canvas(name))]
    return min(found, key=lambda one: one[0], default=(0, None))[1]


def _depth(name: str) -> int:
    return len(PurePosixPath(name).parts) - 1


def _described(names: Iterable[str]) -> str | None:
    """The file that says who handed in, of Gradescope's: not one that a student handed in under its name."""
    folders = {name: PurePosixPath(name).parts[:-1] for name in names if PurePosixPath(name).name == METADATA}
    above = [name for name, parts in folders.items() if not any(map(_GRADESCOPE.fullmatch, parts))]
    return min(above, key=_depth, default=None)


def _of_moodle(member: str) -> Iterator[Upload]:
    found = _moodle_part(member)
    if found is None:
        return
    number, match = found
    file = "/".join([*([match["file"]] if match["file"] else []), *PurePosixPath(member).parts[number + 1 :]])
    if file:
        name = match["name"].strip()
        ids = {"participant": match["id"]}
        person = Person(f"{name} (participant {match['id']})", ids, name, f"{name.replace(' ', '_')}_{match['id']}")
        yield Upload(person, member, file)


def _moodle_part(member: str) -> tuple[int, re.Match[str]] | None:
    """The part of a path, counted from 0, that says whose the file is."""
    for number, part in enumerate(PurePosixPath(member).parts):
        if match := _MOODLE.fullmatch(part):
            return number, match
        if _MOODLE_OTHER.fullmatch(part):
            break  # a text written online: its writer named what lies beside it
    return None


def _of_canvas(member: str, handed_out: Container[str] = ()) -> Iterator[Upload]:
    match = _CANVAS.fullmatch(PurePosixPath(member).name)
    if match is None or _MOODLE_OTHER.fullmatch(match[0]):
        return
    attempt = _ATTEMPT.fullmatch(match["file"])
    assert attempt is not None  # it matches every text that is not empty
    late = bool(match["late"])
    person = Person(
        f"{match['name']} (Canvas's number {match['id']})",
        {"number": match["id"]},
        match["name"],
        f"{match['name']}_{match['id']}",
    )
    file = f"{attempt['stem']}{attempt['end'] or ''}"
    if file not in handed_out:  # data-1.csv and data-2.csv need not be attempts at one file
        yield Upload(person, member, match["file"], (0, int(match["upload"])), late)
        return
    yield Upload(person, member, file, (int(attempt["attempt"] or 0), int(match["upload"])), late)


def _of_gradescope(names: Iterable[str], read: Callable[[str], bytes]) -> Iterator[Upload]:
    names = list(names)
    described = _described(names)
    if described is None:
        return
    known = _metadata(described, read)
    above = PurePosixPath(described).parts[:-1]
    for name in names:
        parts = PurePosixPath(name).parts
        if parts[: len(above)] != above or len(parts) < len(above) + 2:
            continue
        folder, *rest = parts[len(above) :]
        if not _GRADESCOPE.fullmatch(folder):
            continue
        about = known.get(folder)
        about = about if isinstance(about, Mapping) else {}
        time = _time(about.get(":created_at"))
        submitters = about.get(":submitters")
        people = [one for one in submitters if isinstance(one, Mapping)] if isinstance(submitters, list) else []
        for one in people or [{":name": folder}]:  # a group's members all handed it in
            called, sid, email = (str(one.get(key) or "").strip() for key in (":name", ":sid", ":email"))
            ids = {"sis": sid, "email": email}
            default = sid or email or called.replace(" ", "_")
            yield Upload(
                Person(called or email or sid or folder, ids, called, default), name, "/".join(rest), time=time
            )


def _metadata(name: str, read: Callable[[str], bytes]) -> Mapping[str, Any]:
    text = read(name).decode("utf-8-sig", "replace")
    try:
        if len(text) > _MOST_METADATA:
            raise ValueError("it is larger than any class's")
        # Read without YAML's anchors: they are how a small file becomes a large one.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.CSafeLoader)):
            raise ValueError("it refers to itself")
        found = yaml.load(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        why = str(error).partition("\n")[0]
        raise UserError(f"{name}: does not say who handed in ({why}): export the submissions again") from None
    if not isinstance(found, Mapping):
        raise UserError(f"{name}: does not say who handed in: export the submissions again")
    return {str(key): value for key, value in found.items()}


def _time(value: object) -> str | None:
    if isinstance(value, datetime.datetime):
        value = value if value.tzinfo else value.replace(tzinfo=datetime.UTC)
        return value.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    return value.strip() or None if isinstance(value, str) else None


def _is_litter(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith((".", "__MACOSX", "~$")) for part in parts)


def _unlike(system: System, names: list[str]) -> str:
    wanted = {
        System.MOODLE: "Ada Lovelace_123_assignsubmission_file/…",
        System.CANVAS: "lovelaceada_1001_55555_….ipynb",
        System.GRADESCOPE: f"submission_88/… with a {METADATA}",
    }[system]
    other = guess(names)
    remedy = f"it looks like {other.value}'s: --from {other.value}" if other else f"it holds {len(names)} other files"
    return f"not a download of {system.value}'s, which has files such as {wanted}; {remedy}"
