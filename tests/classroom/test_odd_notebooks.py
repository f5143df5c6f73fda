"""Every odd notebook through every way in: the same score, or the same refusal, which is never a zero."""

import os
import sys
from pathlib import Path

import odd_notebooks
import pytest
from miniature import NAME, WordEngine, answered, grade_in_process, make_course, submit
from nbgrader.api import Gradebook
from nbgrader.apps import NbGrader, NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory

import autograder.lms.nbgrader.preprocessors as plugin
from autograder.classroom.grade import grade
from autograder.classroom.intake import read_submitted
from autograder.classroom.restore import restore
from autograder.classroom.submission import Submission, prepare
from autograder.course import Assignment
from autograder.course.notebook import MAX_BYTES
from autograder.course.seed import secret_seed
from autograder.errors import UserError
from autograder.lms.nbgrader.books import Books
from autograder.lms.nbgrader.look import look


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return make_course(tmp_path_factory.mktemp("odd") / "course")


@pytest.fixture(scope="module")
def handed_in(course: Assignment) -> dict[str, odd_notebooks.Case]:
    """The cases by the student who hands them in."""
    found = {f"s{number:03}": case for number, case in enumerate(odd_notebooks.cases(course))}
    for student, case in found.items():
        (submit(course, student, None) / "mini.ipynb").write_bytes(case.data)
    return found


def test_there_are_enough(handed_in: dict[str, odd_notebooks.Case]) -> None:
    assert len({case.name for case in handed_in.values()}) == len(handed_in) >= 120


def test_run_and_gradescope(course: Assignment, handed_in: dict[str, odd_notebooks.Case]) -> None:
    """`run` reads with `read_submitted`, the container at Gradescope with `prepare`."""
    release, engine = course.read_release(), WordEngine(course)
    wrong = {}
    for student, case in handed_in.items():
        folder = course.root / "submitted" / student / NAME
        try:
            read = read_submitted(folder / "mini.ipynb")
            prepared = prepare(Submission(student, folder, folder / "mini.ipynb"), course, release)
            scores = {
                engine.grade(notebook).report.score
                for notebook in (restore(read.notebook, release).notebook, prepared.notebook)
            }
            said = " ".join(prepared.notes)
            found = scores.pop() if len(scores) == 1 else scores
        except UserError as error:
            found, said = None, str(error)
        if found != case.score or case.said not in said:
            wrong[case.name] = (found, said)
    assert wrong == {}


def test_grade(course: Assignment, handed_in: dict[str, odd_notebooks.Case], monkeypatch: pytest.MonkeyPatch) -> None:
    grade_in_process(monkeypatch)
    summary = grade(course, course.root, Books, make_grader=WordEngine, feedback=False, progress=False)
    held = look(course, course.root)
    wrong = {
        case.name: (entry.score, entry.note)
        for entry in summary.entries
        if entry.score != (case := handed_in[entry.student]).score
        or case.said not in entry.note
        or (case.score is None) != (entry.student not in held)
    }
    assert wrong == {}


def autograde(made: Assignment, monkeypatch: pytest.MonkeyPatch) -> str:
    """`nbgrader autograde` for the class, in a gradebook of its own; returns what it logs."""
    monkeypatch.setattr("autograder.engine.engine.Engine", WordEngine)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(made.root)
    (made.root / "gradebook.db").unlink(missing_ok=True)
    app = NbGrader()
    app.load_config_file()
    coursedir = CourseDirectory(config=app.config, root=str(made.root))
    api = NbGraderAPI(madedir=coursedir, exchange=ExchangeFactory(config=app.config), config=app.config)
    assert api.generate_assignment(NAME)["success"]
    api.coursedir.student_id = "*"
    try:
        result = api.autograde(NAME, "*", force=True, create=True)
    finally:
        plugin.close_engine()
    return str(result["log"])


@pytest.mark.slow
def test_nbgrader_autograde(
    course: Assignment, handed_in: dict[str, odd_notebooks.Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them in one run, as `nbgrader autograde` does: what cannot be read stops nobody, and is no zero."""
    log = autograde(course, monkeypatch)
    held = look(course, course.root)
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as book:
        scores = {one.student_id: one.score for one in book.assignment_submissions(NAME)}
    wrong = {}
    for student, case in handed_in.items():
        one = held.get(student)
        graded = one is not None and any(score is not None for score in one.scores.values())
        found = scores[student] if graded else None
        if found != case.score or (case.score is None and f"student '{student}'" not in log):
            wrong[case.name] = found
        if graded and not (one.record and one.record.whole):
            wrong[case.name] = "no record"
    assert wrong == {}


def test_one_limit_and_no_pipes_for_all_ways_in(course: Assignment, tmp_path: Path) -> None:
    large, pipe = tmp_path / "1" / "large.ipynb", tmp_path / "2" / "pipe.ipynb"
    for folder in (large.parent, pipe.parent, tmp_path / "3"):
        folder.mkdir()
    with large.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    os.mkfifo(pipe)
    release = course.read_release()
    for path, said in (
        (large, "larger than"),
        (pipe, "not an ordinary file"),
        (tmp_path / "3" / "no.ipynb", "no such file"),
    ):
        with pytest.raises(UserError, match=said):
            read_submitted(path)
        with pytest.raises(UserError, match=said):
            prepare(Submission("eve", path.parent, path), course, release)


NAMES = {  # what lies in the folder → whether it is graded
    ("mini.ipynb",): True,
    ("mini (1).ipynb",): True,
    ("mini - Copy.ipynb",): True,
    ("Mini.ipynb",): True,
    ("mini.IPYNB.ipynb",): True,
    ("[a]*?.ipynb",): True,
    ("ÄÖ 漢.ipynb",): True,
    ("-rf.ipynb",): True,
    ("a" * 240 + ".ipynb",): True,
    ("mini.ipynb", "mini (1).ipynb"): True,
    ("mini.ipynb", "other.ipynb", "third.ipynb"): True,
    (".mini.ipynb", "tensors.ipynb"): True,
    ("mini (1).ipynb", "mini (2).ipynb"): False,
    (".mini.ipynb",): False,
    ("mini.ipynb.txt",): False,
    ("mini.IPYNB",): False,
    (): False,
}


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> tuple[Assignment, dict[str, tuple[str, ...]]]:
    """A student for each way to call a notebook; whatever is not to be chosen is worth less."""
    made = make_course(tmp_path_factory.mktemp("names") / "course")
    students = {f"s{number:02}": files for number, files in enumerate(NAMES)}
    for student, files in students.items():
        submit(made, student, None)
        for name in files:
            chosen = name == "mini.ipynb" or len(files) == 1 or name == "tensors.ipynb"
            submit(made, student, answered(made, double="RIGHT" if chosen else "WRONG", why="Because."), name=name)
    return made, students


def test_names_through_grade(
    named: tuple[Assignment, dict[str, tuple[str, ...]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, students = named
    grade_in_process(monkeypatch)
    summary = grade(made, made.root, Books, make_grader=WordEngine, feedback=False, progress=False)
    assert {entry.student: entry.score for entry in summary.entries} == {
        student: odd_notebooks.FULL if NAMES[files] else None for student, files in students.items()
    }
    for entry in summary.entries:
        files = students[entry.student]
        if not NAMES[files]:
            assert "Rename the one to be graded to mini.ipynb" in entry.note or "Put mini.ipynb there" in entry.note
        elif "mini.ipynb" not in files:
            assert "instead of mini.ipynb" in entry.note


def test_names_through_nbgrader_autograde(
    named: tuple[Assignment, dict[str, tuple[str, ...]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same rule, and a record by which `grade` finds nothing to do."""
    made, students = named
    (made.root / "gradebook.db").unlink(missing_ok=True)
    log = autograde(made, monkeypatch)
    found = look(made, made.root)
    graded = {
        student: None not in [score for name, score in one.scores.items() if name != "double_why"]
        for student, one in found.items()
    }
    assert {student: graded.get(student, False) for student in students} == {
        student: NAMES[files] for student, files in students.items()
    }
    with Gradebook(f"sqlite:///{made.root}/gradebook.db") as book:
        assert {one.student_id: one.score for one in book.assignment_submissions(NAME) if graded[one.student_id]} == {
            student: odd_notebooks.FULL for student, files in students.items() if NAMES[files]
        }
    assert "there is no mini.ipynb, but mini (1).ipynb, mini (2).ipynb: rename the one to be graded" in log
    grade_in_process(monkeypatch)
    summary = grade(
        made, made.root, Books, make_grader=WordEngine, feedback=False, progress=False, seed=secret_seed(made)
    )
    assert {entry.student for entry in summary.entries if entry.resumed} == {
        student for student, files in students.items() if NAMES[files]
    }
