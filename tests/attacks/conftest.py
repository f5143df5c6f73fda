"""A course that is graded by words, and nbgrader's interface to it: for attacks on what lies around the sandbox."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from miniature import NAME, WordEngine, make_course
from nbgrader.apps import NbGrader, NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory

import autograder.lms.nbgrader.preprocessors as plugin
from autograder.course import Assignment


@pytest.fixture
def word_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assignment]:
    made = make_course(tmp_path / "course")
    monkeypatch.setattr("autograder.engine.engine.Engine", WordEngine)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    yield made
    plugin.close_engine()


@pytest.fixture
def word_api(word_course: Assignment, monkeypatch: pytest.MonkeyPatch) -> NbGraderAPI:
    """NbGraderAPI as the Formgrader makes it."""
    monkeypatch.chdir(word_course.root)
    app = NbGrader()
    app.load_config_file()
    coursedir = CourseDirectory(config=app.config, root=str(word_course.root))
    made = NbGraderAPI(coursedir=coursedir, exchange=ExchangeFactory(config=app.config), config=app.config)
    assert made.generate_assignment(NAME)["success"]
    return made
