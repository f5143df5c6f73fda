"""`nbgrader zip_collect` on the downloads of Moodle, Canvas and Gradescope: two plugins of nbgrader's own interface.

The extractor sorts an archive by student, as `autograder collect` does, and refuses what that refuses; the collector
reads off what it has sorted. Files that are no such archive are nbgrader's affair, by `named_regexp`, as ever; other
archives (.gz and the like) are left packed, with a warning.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from traitlets import Unicode

from autograder.classroom.intake import TIMESTAMP, read_timestamp
from autograder.course import Assignment, load
from autograder.errors import UserError
from autograder.files import file_name, write_files
from autograder.lms.archive import checked, members
from autograder.lms.collect import notes_on, sort_out
from autograder.lms.downloads import guess
from autograder.lms.roster import Roster, known_roster

BY_STUDENT = "by_student"
BAD_INPUT = 2


class DownloadExtractor(ExtractorPlugin):  # type: ignore[misc]
    """Unpacks a download by student: extracted/by_student/<student>/<file>, with a time stamp where there is a time."""

    roster = Unicode("", help="CSV file that says who is who; default: roster.csv in the course's folder").tag(
        config=True
    )

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Sort all archives; ends nbgrader's run, with exit code 2, where one is not to be unpacked."""
        course = self.parent.coursedir
        assignment = load(Path(course.root), course.assignment_id)
        try:
            known = known_roster(course, Path(course.root, self.roster) if self.roster else None)
            for folder, _, names in os.walk(archive_path):
                for name in sorted(names):
                    self._one(assignment, Path(folder, name), Path(extracted_path), known)
        except UserError as error:
            _end(self.log, error)

    def _one(self, assignment: Assignment, path: Path, extracted: Path, known: Roster) -> None:
        if path.suffix != ".zip":
            if path.suffix in self.zip_ext:
                self.log.warning("%s: only .zip archives are unpacked", path)
            else:
                extracted.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, extracted / path.name, follow_symlinks=False)
            return
        with checked(path) as archive:
            if guess(info.filename for info in members(archive)) is None:
                for info in members(archive):  # looked through: no path leads out
                    write_files(extracted / path.stem, {info.filename: archive.read(info)})
                return
            self._sort(assignment, archive, path, extracted, known)

    def _sort(
        self, assignment: Assignment, archive: zipfile.ZipFile, path: Path, extracted: Path, known: Roster
    ) -> None:
        found = sort_out(assignment, archive, path, None, known)
        for note in found.notes:
            self.log.warning(note)
        for unknown in found.unknown:
            self.log.error(
                "not collected: %s. Add a line to roster.csv in the course's folder and run it again", unknown
            )
        for student, handed_in in found.students.items():
            contents, left = handed_in.read(archive)
            for note in notes_on(assignment, handed_in, contents, left):
                self.log.warning(note)
            write_files(extracted / BY_STUDENT / file_name(student), contents)


class DownloadCollector(FileNameCollectorPlugin):  # type: ignore[misc]
    """Takes what was sorted for what it is; other files by `named_regexp`, as nbgrader does."""

    def collect(self, submitted_file: str) -> dict[str, Any] | None:
        """Whose file it is, and which one, for nbgrader's ZipCollectApp; None for a file that is left out."""
        extracted = Path(self.parent._format_collect_path(self.parent.extracted_directory))
        place = Path(submitted_file).relative_to(extracted)
        if place.parts[0] != BY_STUDENT:
            found: dict[str, Any] | None = super().collect(submitted_file)
            return found
        student, file = place.parts[1], Path(*place.parts[2:])
        if file.as_posix() == TIMESTAMP:
            return None  # nbgrader writes one of the time that goes with the other files
        given: dict[str, Any] = {"student_id": unquote(student), "file_id": file.as_posix()}
        time = read_timestamp(extracted / BY_STUDENT / student)
        return given | ({"timestamp": time} if time else {})


def _end(log: Any, error: UserError) -> NoReturn:
    log.fatal(str(error))
    raise SystemExit(BAD_INPUT)
