"""`new-course` and `new-exercise`: what they write works, or says what to fill in."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader_apps import nbgrader
from small_course import SmallCourse, small_course

from autograder.course import Assignment, load
from autograder.course.build import build
from autograder.course.lint import lint
from autograder.course.scaffold import new_course, new_exercise
from autograder.engine.engine import Engine
from autograder.errors import UserError
from autograder.lms.nbgrader.preprocessors import close_engine
from autograder.validity.verify import verify

__all__ = ["small_course"]

# What an author might write in the place of every FILL IN; the rest of each file stays.
WRITTEN = {
    "a title": "Twice",
    "why one would want this. Then what to write": "Two are better than one. Write",
    "an input whose result can be predicted, and that result.": "`twice(torch.ones(2))` is `tensor([2., 2.])`.",
    "a thought that helps without being the answer.": "Which number is it?",
    "what it returns, in one line.": "x times two.",
    'raise NotImplementedError("FILL IN: the reference solution")': "return 2 * x",
    "a message that says what must be; students run this themselves": "twice must return a tensor",
    "what a right answer does, as the student reads it.": "Every value is doubled.",
    "x  # FILL IN: another way to the right result: a closed form, float64, a slow loop, torch.nn.functional": "x + x",
    "how this right answer differs from the reference.": "An operator of its own.",
    "how this right answer differs from the reference, and from the first.": "A sum.",
    'raise NotImplementedError("FILL IN: a right answer, written as the reference is not")': "return torch.mul(x, 2)",
    'raise NotImplementedError("FILL IN: another right answer: a loop, another API, a formula with other rounding")': (
        "return torch.stack([x, x]).sum(0)"
    ),
    "a hint for a student with this mistake: one to three sentences that name it and point at the idea.": "Squares?",
    'raise NotImplementedError("FILL IN: a wrong answer that somebody might really write")': "return x * x",
}


def written(text: str) -> str:
    for blank in sorted(WRITTEN, key=len, reverse=True):
        text = text.replace(blank if "FILL IN" in blank else f"FILL IN: {blank}", WRITTEN[blank])
    return text


def fill_in(assignment: Assignment, name: str) -> None:
    for path in (assignment.checks_dir / name).rglob("*.py"):
        path.write_text(written(path.read_text()))
    notebook = assignment.read_source()
    for cell in notebook.cells:
        cell.source = written(cell.source)
    nbformat.write(notebook, assignment.notebook_path)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    folder = tmp_path_factory.mktemp("new") / "my course"
    new_course(folder)
    assert folder.stat().st_mode & 0o777 == 0o700, "hidden checks, and later submissions, are nobody else's"
    return load(folder, "01_first")


def test_a_new_course_is_built_and_has_no_problems(fresh: Assignment) -> None:
    assert build(fresh, check=True) == []
    assert lint(fresh) == []
    assert (fresh.root / ".gitignore").is_file()
    assert "# my course" in (fresh.root / "README.md").read_text()


def test_a_new_course_verifies_and_grades(fresh: Assignment) -> None:
    assert verify(fresh).ok
    with Engine(fresh, remember=False) as engine:
        assert engine.grade(fresh.read_source()).report.score == fresh.max_score
        assert engine.grade(fresh.read_release()).report.score == 0


@pytest.mark.slow
def test_a_new_course_works_with_nbgrader(fresh: Assignment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")  # for alembic
    released = fresh.release_path.read_bytes()
    nbgrader("generate_assignment", fresh.name, "--force", at=fresh.root)
    assert fresh.release_path.read_bytes() == released
    handed_in = fresh.root / "submitted" / "ada" / fresh.name / "first.ipynb"
    handed_in.parent.mkdir(parents=True)
    handed_in.write_bytes(fresh.solution_path.read_bytes())
    try:
        nbgrader("autograde", fresh.name, at=fresh.root)
    finally:
        close_engine()
    nbgrader("generate_feedback", fresh.name, at=fresh.root)
    nbgrader("export", at=fresh.root)
    assert ",2.0,0.0,2.0,2.0" in (fresh.root / "grades.csv").read_text()
    assert (fresh.root / "feedback" / "ada" / fresh.name / "first.html").is_file()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(UserError, match="is there already and not empty: name a folder that is new"):
        new_course(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(UserError, match="name a folder that is new"):
        new_course(tmp_path / "mine.txt")
    with pytest.raises(UserError, match="cannot write it"):
        new_course(tmp_path / "mine.txt" / "below")


def test_an_empty_exercise_is_refused_with_the_remedy(small_course: SmallCourse) -> None:
    new_exercise(small_course.load(), "twice")
    loaded = small_course.load()
    build(loaded)

    problems = {str(problem.file): problem for problem in lint(loaded)}
    files = ("checks.py", "wheats/first_way.py", "wheats/second_way.py", "chaffs/a_mistake.py")
    assert problems.keys() == {"source/01_sums/sums.ipynb", *(f"checks/01_sums/twice/{file}" for file in files)}
    hint = problems["checks/01_sums/twice/chaffs/a_mistake.py"].remedy
    assert hint.startswith("fill in: a hint for a student with this mistake")
    verdict = verify(loaded, exercises={"twice"})
    assert not verdict.ok
    assert all("is not written yet: fill in" in problem for problem in verdict.exercises[0].problems)


def test_a_filled_exercise_is_accepted(small_course: SmallCourse) -> None:
    new_exercise(small_course.load(), "twice", points=3)
    fill_in(small_course.load(), "twice")
    loaded = small_course.load()
    build(loaded)

    assert [str(problem) for problem in lint(loaded)] == []
    verdict = verify(loaded, exercises={"twice"})
    assert verdict.ok, verdict.exercises[0].problems
    assert [(e.id, e.points) for e in loaded.exercises][2:] == [("twice", 3.0), ("sums_why", 2.0)]


def test_an_exercise_can_follow_another(small_course: SmallCourse) -> None:
    new_exercise(small_course.load(), "twice", after="total")

    assert [exercise.id for exercise in small_course.load().exercises] == ["total", "twice", "quiz", "sums_why"]


def test_the_rest_of_the_notebook_stays(small_course: SmallCourse) -> None:
    before = {cell.id: cell for cell in small_course.load().read_source().cells}
    new_exercise(small_course.load(), "twice")
    after = {cell.id: cell for cell in small_course.load().read_source().cells}

    assert after.keys() - before.keys() == {"twice_statement", "twice", "twice_check"}
    assert all(after[name] == cell for name, cell in before.items())


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("my-layer", {}, "its name is a Python name"),
        ("class", {}, "its name is a Python name"),
        ("total", {}, "has an exercise called 'total' already"),
        ("leftover", {}, "has a folder .* called 'leftover' already"),
        ("twice", {"after": "nothing"}, "no exercise 'nothing' to add one after; it has total, quiz, sums_why"),
        ("twice", {"points": 0}, "points above 0, not 0"),
        ("twice", {"points": float("nan")}, "points above 0, not nan"),
    ],
)
def test_what_cannot_be_an_exercise_changes_nothing(
    small_course: SmallCourse, name: str, options: dict[str, object], said: str
) -> None:
    (small_course.checks / "leftover").mkdir()
    before = small_course.source.read_bytes()

    with pytest.raises(UserError, match=said):
        new_exercise(small_course.load(), name, **options)
    assert small_course.source.read_bytes() == before
    assert not (small_course.checks / "twice").exists()


def test_a_course_does_without_the_rules_it_names(small_course: SmallCourse) -> None:
    small_course.edit(lambda cells, notebook: [notebook["cells"].remove(cells[n]) for n in ("quiz", "quiz_check")])
    config = small_course.root / "nbgrader_config.py"
    text = config.read_text()
    assert any("quizzes" in problem.message for problem in lint(small_course.load()))

    config.write_text(text + "c.AutograderCourse.without_rules = ['one_quiz_and_one_manual_question']\n")
    assert not any("quizzes" in problem.message for problem in lint(small_course.load()))
    config.write_text(text + "c.AutograderCourse.without_rules = ['two_quizzes']\n")
    with pytest.raises(UserError, match=r"'two_quizzes' is none; they are format_is_current, "):
        lint(small_course.load())
