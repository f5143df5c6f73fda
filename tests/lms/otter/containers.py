"""Both ways out of the course, tried on a small one: `otter run`, and the folders of a Gradescope container."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from preloaded import otter
from small_course import CHECKS, SmallCourse

from autograder.course import grade_id
from autograder.lms.gradescope.target import build_gradescope
from autograder.lms.otter.notebook import otter_notebook
from autograder.lms.otter.target import build_otter

RIGHT = {"total": "def total(x):\n    return x.sum()", "quiz": 'answers = {"q1": "b"}'}


@pytest.fixture
def sums(small_course: SmallCourse) -> SmallCourse:
    """The small course, with checks that its solution passes."""
    return _mended(small_course)


@pytest.fixture(scope="session")
def container(tmp_path_factory: pytest.TempPathFactory) -> "Gradescope":
    """A container for the same course, set up once: as at Gradescope, many submissions are graded in what that made."""
    course = _mended(SmallCourse(tmp_path_factory.mktemp("course")))
    return Gradescope(course, tmp_path_factory.mktemp("gradescope") / "autograder")


def _mended(course: SmallCourse) -> SmallCourse:
    course.add_check_file("total/checks.py", CHECKS.replace("sum(x.tolist())", "x.sum()"))
    return course


def submission(course: SmallCourse, **answers: str) -> NotebookNode:
    """The students' notebook of the otter target, with these sources in its answer cells."""
    notebook = otter_notebook(course.load())
    for cell in notebook.cells:
        cell.source = answers.get(grade_id(cell) or "", cell.source)
    return notebook


def through_otter(course: SmallCourse, notebook: NotebookNode, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `otter run` itself on the unmodified archive; folder/results.json is what it wrote."""
    folder.mkdir(exist_ok=True)
    archive = folder / "autograder.zip"
    if not archive.exists():
        build_otter(course.load(), folder)
    nbformat.write(notebook, folder / "sums.ipynb")
    (folder / "results.json").unlink(missing_ok=True)
    return otter("run", "--no-logo", "-a", str(archive), "-o", ".", "sums.ipynb", cwd=folder, timeout=300)


def otter_scores(folder: Path) -> dict[str, float]:
    """Points by exercise, from otter's results.json."""
    tests = json.loads((folder / "results.json").read_text())["tests"]
    return {test["name"]: test["score"] for test in tests if "score" in test}


class Gradescope:
    """The folders of Gradescope's container below `home`, set up from gradescope.zip without a network."""

    def __init__(self, course: SmallCourse, home: Path) -> None:
        self.home = home
        self.environment = {**os.environ, "AUTOGRADER_HOME": str(home), "AUTOGRADER_PYTHON": sys.executable}
        archive = build_gradescope(course.load(), home / "gradescope.zip")
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(home / "source")
        shutil.copy(home / "source" / "run_autograder", home / "run_autograder")  # as Gradescope does
        self.setup = self._run("bash", str(home / "source" / "setup.sh"), "--offline")

    def grade(self, files: Mapping[str, str], metadata: object = None) -> subprocess.CompletedProcess[str]:
        """Hand in these files and run run_autograder."""
        shutil.rmtree(self.home / "submission", ignore_errors=True)
        for name, text in files.items():
            path = self.home / "submission" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        about = self.home / "submission_metadata.json"
        about.unlink(missing_ok=True)
        if metadata is not None:
            about.write_text(json.dumps(metadata))
        return self._run(str(self.home / "run_autograder"))

    def results(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.home / "results" / "results.json").read_text())
        return found

    def scores(self) -> dict[str, float]:
        return {test["name"]: test["score"] for test in self.results()["tests"] if "score" in test}

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        environment = self.environment
        return subprocess.run(command, cwd=self.home, env=environment, capture_output=True, text=True, timeout=300)
