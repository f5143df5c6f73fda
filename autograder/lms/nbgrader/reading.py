"""How `nbgrader autograde` reads what students handed in: with the reader of all ways in.

nbgrader's own refuses a notebook for a byte-order mark or the form of an output that is thrown away in any case. Named
in nbgrader_config.py as c.Autograde.exporter_class.
"""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode

from autograder.classroom.intake import (
    parse_submitted,
    read_submitted_bytes,
    read_timestamp,
    shown,
    standing_for,
    take_in,
)
from autograder.classroom.submission import digests_of
from autograder.lms.nbgrader.converters import OfOneStudent

RESOURCE = "autograder"  # what goes with a notebook from one of our steps to the next


class SubmissionExporter(NotebookExporter):
    """nbconvert's notebook exporter; reads a submission leniently, and its own output as always."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]
        # `autograder grade` has read its submissions, and nbgrader reads them from the staging folder.
        self._reads = hasattr(self.parent, "_sanitizing") and not isinstance(self.parent, OfOneStudent)
        if self._reads:
            _find_whatever_they_are_called(self.parent)

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Convert a file; raises UserError for a submission that cannot be read."""
        if not self._reads or not getattr(self.parent, "_sanitizing", False):
            return super().from_filename(filename, resources=resources, **options)
        path = Path(filename)
        place = standing_for(path)
        data = read_submitted_bytes(place)
        read = parse_submitted(place, data)
        found = ResourcesDict()
        found.update(resources or {})
        found["metadata"] = {"name": path.stem, "path": str(path.parent)}
        handed_in = take_in(path.parent)
        digests = digests_of(place.name, data, handed_in.files, read_timestamp(path.parent))
        renamed = [f"the notebook was called {shown(place.name)} instead of {path.name}"] if place != path else []
        found[RESOURCE] = {"notes": [*renamed, *read.notes], "digests": digests, "handed_in": handed_in}
        converted: tuple[NotebookNode, dict[str, Any]] = self.from_notebook_node(  # type: ignore[no-untyped-call]
            read.notebook, resources=found, **options
        )
        return converted


def _find_whatever_they_are_called(converter: Any) -> None:
    """Mend nbgrader's list of submissions: it lacks ids that are patterns to `glob`, and newlines would end its run."""
    coursedir = converter.coursedir
    wanted = f"{coursedir.assignment_id.partition('_')[2]}.ipynb"
    for folder in glob.glob(converter._format_source(coursedir.assignment_id, coursedir.student_id)):
        found = glob.glob(os.path.join(glob.escape(folder), f"{coursedir.notebook_id}.ipynb"))
        names = sorted(os.path.basename(path) for path in found)
        if "\n" in folder:
            converter.assignments.pop(folder, None)
            remedy = "left out: nbgrader cannot read a folder's name with a newline in it, and `autograder grade` can"
            converter.log.error("%r: %s", folder, remedy)
        elif wanted in names or len(names) == 1:
            converter.assignments[folder] = [os.path.join(folder, wanted)]
        elif found:
            converter.assignments[folder] = found
            told = shown(", ".join(names))
            converter.log.error("%s: there is no %s, but %s: rename the one to be graded", shown(folder), wanted, told)
