"""`nbgrader collect`, from the exchange: what lies there is read as every way in reads it, and one stops nobody else.

A student may change what was submitted, which is a folder of the student's own, and make others beside it. nbgrader
copies with links followed, so that what the instructor may read would come in as the student's; a folder that cannot be
copied ends the run for all; and of a folder in another's name it only says so. Loading this module replaces these
steps of nbgrader's own exchange. Another exchange, ngshare say, has others.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import tempfile
from pathlib import Path
from typing import Any

from nbgrader.apps.api import NbGraderAPI
from nbgrader.exchange.default.collect import ExchangeCollect, pwd

from autograder.classroom.intake import MAX_NOTEBOOK_BYTES, TIMESTAMP, read_plain, read_timestamp, shown, take_in
from autograder.errors import UserError
from autograder.files import write_files
from autograder.lms.nbgrader.secret import FILE, read_secret
from autograder.lms.nbgrader.times import parsed, time_in
from autograder.lms.roster import is_id

_SLACK = 600.0  # seconds: clocks differ, and copying takes its time

_path_to_record = ExchangeCollect._path_to_record
_copy_files = ExchangeCollect.copy_files
_do_copy = ExchangeCollect.do_copy


def contents(folder: Path) -> tuple[dict[str, bytes], str | None]:
    """All files of a submission that come in, by relative path, and what is left out; raises UserError as `take_in`."""
    taken = take_in(folder)
    found = dict(taken.files)
    for name in taken.notebooks:
        found[name] = read_plain(folder / name, MAX_NOTEBOOK_BYTES, above=1 + name.count("/"))
    if (stamp := read_timestamp(folder)) is not None:
        found[TIMESTAMP] = f"{stamp}\n".encode()
    if (secret := read_secret(folder)) is not None:
        found[FILE] = secret.encode()
    return found, taken.left_out


def changed_later(folder: Path, stamp: str) -> str | None:
    """What to say where a submission was changed well after the time that it states; None where it was not.

    The stamp is a file of the student's, and so are the times of all files there but one: when the file system last
    changed what it keeps of a file is nobody's to set.
    """
    changed = _SLACK
    with contextlib.suppress(OSError, ValueError):
        told = parsed(stamp.strip()).replace(tzinfo=datetime.UTC).timestamp()
        changed = max(os.lstat(path).st_ctime for path in (folder, *folder.iterdir())) - told
    if changed <= _SLACK:
        return None
    later = datetime.timedelta(seconds=round(changed))
    return f"was changed {later} after {shown(stamp.strip())}, when it was handed in by what it says itself"


def _whose(collect: Any, path: str) -> dict[str, Any]:
    """nbgrader's record of a folder. One that is nobody's has a name of its own: no other gives way to it."""
    name = os.path.basename(path)
    try:
        record: dict[str, Any] = _path_to_record(collect, path)
        problem = _problem(path, record["username"]) if collect.check_owner else None
        if not is_id(record["username"]):
            problem = "is in nobody's name"
    except Exception as error:  # its name is the student's to choose
        record = {"filename": name, "timestamp": datetime.datetime.min}
        problem = f"is named as no submission is ({error})"
    return record if problem is None else {**record, "username": f"{name}/", "problem": problem}


def _problem(path: str, student: str) -> str | None:
    """What is wrong with a folder in this student's name: it is neither the student's nor one of ours."""
    if pwd is None:
        return None
    try:
        account = pwd.getpwnam(student).pw_uid
    except (KeyError, ValueError):  # students have no accounts here, so nobody can tell
        return None
    return None if _owner(path) in (account, 0, os.geteuid()) else f"is not {student}'s: somebody else made it"


def _owner(path: str) -> int:
    return os.lstat(path).st_uid


def _copy_one_by_one(collect: Any) -> None:
    """Collect each submission by itself; those that cannot be are named in the end, and all others are there."""
    left_out = []
    for record in collect.src_records:
        place = Path(os.path.realpath(collect.inbound_path), record["filename"])
        try:
            if "problem" in record:
                raise UserError(f"{shown(place)}: {record['problem']}")
            collect.found, note = contents(place)
            for remark in filter(None, (note, changed_later(place, collect.found.get(TIMESTAMP, b"").decode()))):
                collect.log.warning("%s: %s", shown(place), remark)
            collect.src_records = [record]
            _copy_files(collect)
        except (UserError, OSError, RuntimeError, ValueError) as error:
            left_out.append(str(error))
            collect.log.error("left out: %s", error)
    if left_out:
        collect.fail("; ".join([f"{len(left_out)} of what lies in the exchange could not be collected", *left_out]))


def _copy_what_was_read(collect: Any, source: str, destination: str, log: Any = None) -> None:
    """nbgrader's copying, with its rules about what is copied, from where nobody changes what has been read."""
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder, "submission")
        draft.mkdir(mode=0o755)
        write_files(draft, collect.found)
        _do_copy(collect, str(draft), destination, log)


def _time_handed_in(api: Any, assignment_id: str, student_id: str) -> datetime.datetime | None:
    """For the Formgrader's list: one time stamp that is none would keep it from everybody, and a pipe for ever."""
    course = api.coursedir
    try:
        return time_in(course.format_path(course.submitted_directory, student_id, assignment_id))
    except (UserError, OSError):  # grading says what is wrong with it
        return None


ExchangeCollect._path_to_record = _whose
ExchangeCollect.copy_files = _copy_one_by_one
ExchangeCollect.do_copy = _copy_what_was_read
NbGraderAPI.get_submitted_timestamp = _time_handed_in
