"""Files that students hand in beside their notebook: the course's own data is there whatever they are called."""

from pathlib import Path

import pytest

from autograder import course
from autograder.engine.engine import Engine
from autograder.files import laid_over

ROOT = Path(__file__).resolve().parents[2]


def test_what_is_above_is_there_in_any_case():
    above = {"data/x.csv": b"1", "notes": b"2"}
    own = {"data": b"mine", "notes/mine.txt": b"mine", "data/x.csv": b"mine", "data/y.csv": b"mine", "z": b"mine"}
    assert laid_over(own, above) == {**above, "data/y.csv": b"mine", "z": b"mine"}
    assert laid_over(own, {}) == own


@pytest.mark.parametrize("name", ["data", "data/mnist", "data/README.md/mine.txt"])
def test_a_file_called_like_a_folder_of_the_course_costs_nothing(name):
    assignment = course.load(ROOT, "04_training")
    with Engine(assignment) as engine:
        graded = engine.grade(assignment.read_source(), files={name: b"mine"}, only={"read_idx"})
    assert [one.score for one in graded.report.exercises] == [one.points for one in graded.report.exercises]
    assert "Error" not in str(graded.outputs)  # a cell above reads the data
