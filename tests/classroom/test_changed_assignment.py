"""An assignment that changed after grading began: the gradebook follows, and keeps what a person has graded."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from miniature import NAME, WordEngine, answered, grade_in_process, make_course, marked, submit
from nbgrader.api import Gradebook

from autograder.classroom.grade import grade
from autograder.classroom.summary import Summary
from autograder.course import Assignment, load
from autograder.course.build import build
from autograder.errors import UserError
from autograder.lms.export import export
from autograder.lms.nbgrader.books import Books
from autograder.lms.nbgrader.look import shape

Change = Callable[[nbformat.NotebookNode], None]


@pytest.fixture
def assignment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assignment:
    """Two students, graded, by a person too."""
    grade_in_process(monkeypatch)
    made = make_course(tmp_path / "course")
    for student, word in (("ada", "RIGHT"), ("bob", "HALF")):
        submit(made, student, answered(made, double=word, why="Because."))
    run(made)
    with gradebook(made) as book:
        for student, score in (("ada", 2.0), ("bob", 0.5)):
            book.find_grade("double_why", "mini", NAME, student).manual_score = score
            book.find_comment("double_why", "mini", NAME, student).manual_comment = f"{student}: well argued"
        book.find_grade("triple_check", "mini", NAME, "bob").manual_score = 0.25
        book.db.commit()
    return made


def gradebook(assignment: Assignment) -> Gradebook:
    return Gradebook(f"sqlite:///{assignment.root}/gradebook.db")


def run(assignment: Assignment) -> Summary:
    return grade(
        load(assignment.root, NAME), assignment.root, Books, make_grader=WordEngine, feedback=False, progress=False
    )


def mend(assignment: Assignment, change: Change) -> Assignment:
    source = assignment.read_source()
    change(source)
    nbformat.write(source, assignment.notebook_path)
    changed = load(assignment.root, NAME)
    build(changed)
    return changed


def scores(assignment: Assignment) -> dict[str, float]:
    with gradebook(assignment) as book:
        return {one.student_id: one.score for one in book.assignment_submissions(NAME)}


def comments(assignment: Assignment, name: str = "double_why") -> dict[str, str | None]:
    with gradebook(assignment) as book:
        return {who: book.find_comment(name, "mini", NAME, who).manual_comment for who in ("ada", "bob")}


def cell(source: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    return next(one for one in source.cells if one.metadata.get("nbgrader", {}).get("grade_id") == name)


def add_an_exercise(source: nbformat.NotebookNode) -> None:
    body = "def more(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION"
    source.cells += [
        marked("code", body, "more", solution=True),
        marked("code", "assert more", "more_check", grade=True, locked=True, points=1),
        marked("markdown", "It is.", "more_why", grade=True, solution=True, points=5),
    ]


def rename_an_exercise(source: nbformat.NotebookNode) -> None:
    for old, new in (("double", "twice"), ("double_check", "twice_check"), ("double_why", "twice_why")):
        found = cell(source, old)
        found.metadata.nbgrader.grade_id = found["id"] = new


def test_before(assignment: Assignment) -> None:
    assert scores(assignment) == {"ada": 6.0, "bob": 2.25}


def test_an_exercise_is_added(assignment: Assignment) -> None:
    changed = mend(assignment, add_an_exercise)
    assert shape(changed, changed.root).added == ("more", "more_check", "more_why")

    summary = run(changed)

    assert summary.ok
    assert scores(changed) == {"ada": 6.0, "bob": 2.25}  # nobody has answered it
    assert comments(changed) == {"ada": "ada: well argued", "bob": "bob: well argued"}
    with gradebook(changed) as book:
        assert book.find_grade("more_check", "mini", NAME, "bob").auto_score == 0.0
        assert book.find_assignment(NAME).max_score == 12
    assert all(entry.resumed for entry in run(changed).entries)
    submit(changed, "bob", answered(changed, why="Because."))
    notebook = answered(changed)
    cell(notebook, "more").source = "def more(x):\n    return x  # RIGHT"
    submit(changed, "cyd", notebook)
    assert run(changed).ok
    assert scores(changed)["cyd"] == 5.0


def test_until_it_is_graded_an_added_exercise_is_missing_and_no_zero(assignment: Assignment) -> None:
    changed = mend(assignment, add_an_exercise)
    with Books(changed.root, changed) as books:
        books.register()
    with pytest.raises(UserError, match=r"2 not graded \(ada, bob\)"):
        export(changed, changed.root, "csv")


def test_an_exercise_is_renamed(assignment: Assignment) -> None:
    changed = mend(assignment, rename_an_exercise)
    names = ("double", "double_check", "double_why")
    assert shape(changed, changed.root).renamed == {old: old.replace("double", "twice") for old in names}

    summary = run(changed)

    assert summary.ok
    assert scores(changed) == {"ada": 6.0, "bob": 2.25}
    assert comments(changed, "twice_why") == {"ada": "ada: well argued", "bob": "bob: well argued"}


def test_an_exercise_is_removed(assignment: Assignment) -> None:
    def remove(source: nbformat.NotebookNode) -> None:
        source.cells.remove(cell(source, "double"))
        source.cells.remove(cell(source, "double_check"))

    changed = mend(assignment, remove)
    assert run(changed).ok
    assert scores(changed) == {"ada": 3.0, "bob": 0.75}


@pytest.mark.parametrize("name", ["double_why", "triple"])
def test_one_that_a_person_has_graded_is_not_removed(assignment: Assignment, name: str) -> None:
    def remove(source: nbformat.NotebookNode) -> None:
        for gone in (name, f"{name}_check"):
            for found in [one for one in source.cells if one.get("id") == gone]:
                source.cells.remove(found)

    changed = mend(assignment, remove)
    with pytest.raises(UserError, match=r"a person has graded it in [124] submissions: put it back"):
        run(changed)
    assert scores(changed) == {"ada": 6.0, "bob": 2.25}


def test_two_that_look_alike_are_not_taken_for_each_other(assignment: Assignment) -> None:
    """An essay is known by nothing but its place: where two are new, neither is the old one."""

    def change(source: nbformat.NotebookNode) -> None:
        cell(source, "double_why").metadata.nbgrader.grade_id = "first_why"
        source.cells.append(marked("markdown", "It is.", "second_why", grade=True, solution=True, points=1))

    changed = mend(assignment, change)
    found = shape(changed, changed.root)
    assert (found.renamed, set(found.removed)) == ({}, {"double_why"})
