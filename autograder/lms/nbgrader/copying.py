"""What nbgrader copies of a submission: nothing that a page does not need, and nothing before it was looked at.

`nbgrader autograde` copies whatever lies beside a notebook to autograded/, and `generate_feedback` from there to
feedback/, links followed; the Formgrader serves those files from its own origin. All that happens before any
preprocessor of ours runs. So nbgrader_config.py names `before_converting` as nbgrader's hook, and loading this module
for it replaces the steps that find, read and copy: a submission is looked through as everywhere (`classroom.intake`),
and of its files only two are copied, which nbgrader's next steps read: the time stamp and the secret of the exchange.
The student's files are handed to the sandbox from where they were handed in.
"""

from __future__ import annotations

import glob
import os
import shutil
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import BaseConverter
from nbgrader.utils import find_all_files

from autograder.classroom.intake import TIMESTAMP, read_submitted, read_timestamp, standing_for, take_in
from autograder.lms.nbgrader.secret import FILE, first_secret
from autograder.lms.nbgrader.times import time_in

_init_notebooks = BaseConverter.init_notebooks
_init_destination = BaseConverter.init_destination
_copy_everything = BaseConverter.init_assignment


def before_converting(**_: Any) -> None:
    """nbgrader's pre_convert_hook. What it must do is done once this module is loaded, which naming it brings about."""


def is_in_place() -> bool:
    """Whether nbgrader's own copying is out of the way."""
    return BaseConverter.init_assignment is _take_in_and_copy


def _find_notebooks(converter: Any) -> None:
    """As nbgrader does it, which takes the name of a folder it has found for a pattern again: `[glob]*?` is a name."""
    course = converter.coursedir
    pattern = converter._format_source(course.assignment_id, course.student_id)
    found = {
        folder: glob.glob(os.path.join(glob.escape(folder), f"{course.notebook_id}.ipynb"))
        for folder in glob.glob(pattern)
    }
    if any(found.values()):
        converter.assignments = {folder: notebooks for folder, notebooks in found.items() if notebooks}
        converter.notebooks = []
    else:
        _init_notebooks(converter)  # to say so


def _check_time_stamp(converter: Any, assignment_id: str, student_id: str) -> bool:
    """nbgrader reads the time stamp first of all, and again: a pipe in its place would keep the whole class waiting."""
    if isinstance(converter, Autograde | GenerateFeedback):
        converter.coursedir.get_existing_timestamp = time_in
    if isinstance(converter, Autograde):
        read_timestamp(Path(converter._format_source(assignment_id, student_id)))
    wanted: bool = _init_destination(converter, assignment_id, student_id)
    return wanted


def _take_in_and_copy(converter: Any, assignment_id: str, student_id: str) -> None:
    """In place of copying everything. What is raised here makes nbgrader leave this one submission out, and say why."""
    if not isinstance(converter, Autograde | GenerateFeedback):
        _copy_everything(converter, assignment_id, student_id)
        return
    source = Path(converter._format_source(assignment_id, student_id))
    if isinstance(converter, Autograde):  # for feedback, the source is autograded/, where nothing else has come to lie
        if not getattr(converter, "taken_in", False):  # `autograder grade` has looked through it before
            take_in(source)
            for notebook in converter.notebooks:
                read_submitted(standing_for(Path(notebook)))
        converter.exclude_overwriting = {assignment_id: _given_files(converter, assignment_id)}
    destination = Path(converter._format_dest(assignment_id, student_id))
    course = converter.coursedir
    handed_in = Path(course.format_path(course.submitted_directory, student_id, assignment_id))
    secret = first_secret(source, handed_in, destination)
    _remove_needless(destination, source)
    destination.mkdir(parents=True, exist_ok=True)
    (destination / FILE).write_text(secret, encoding="utf-8")
    stamp = read_timestamp(source)
    if stamp is not None or isinstance(converter, GenerateFeedback):  # release_feedback reads one, be it empty
        (destination / TIMESTAMP).write_text(stamp or "")


def _given_files(converter: Any, assignment_id: str) -> list[str]:
    """The files that the course hands out with the notebook: they are at hand, and no page shows them."""
    folder = converter.coursedir.format_path(converter.coursedir.source_directory, ".", assignment_id)
    found = find_all_files(folder, [*converter.coursedir.ignore, "*.ipynb"])
    return [str(Path(path).relative_to(folder)) for path in found]


def _remove_needless(destination: Path, source: Path) -> None:
    """Take away what an earlier run copied there; notebooks and the pages made from them are nbgrader's to replace."""
    for entry in sorted(destination.iterdir()) if destination.is_dir() else ():
        page = entry.suffix == ".html" and (source / f"{entry.stem}.ipynb").exists()
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.suffix != ".ipynb" and not page:
            entry.unlink()


BaseConverter.init_notebooks = _find_notebooks
BaseConverter.init_destination = _check_time_stamp
BaseConverter.init_assignment = _take_in_and_copy
