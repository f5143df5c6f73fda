"""A step of nbgrader's that refuses to release a course whose hidden checks would go with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from autograder.course.assignment import find_root
from autograder.course.config import checks_of


class KeepChecksHidden(NbGraderPreprocessor):  # type: ignore[misc]
    """The first of `c.GenerateAssignment.preprocessors`: what it raises leaves release/ without the assignment."""

    course = Unicode("", help="The course's root; default: the nearest folder with nbgrader_config.py").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Return `nb` as it is. Raises UserError where the configuration puts hidden checks where students look."""
        checks_of(Path(self.course) if self.course else find_root(Path(resources["metadata"]["path"])))
        return nb, resources
