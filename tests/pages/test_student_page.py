"""The page that a student gets through nbgrader: the same one by every way, with what a person gave and said."""

import os
import re
import sys
from pathlib import Path

import nbformat
import pytest
from miniature import NAME, WordEngine, answered, grade_in_process, make_course, submit
from nbgrader.api import Gradebook
from nbgrader.apps import NbGrader, NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory

import autograder.lms.nbgrader.preprocessors as plugin
from autograder import cli
from autograder.classroom.grade import grade
from autograder.course import Assignment, load
from autograder.engine.report import UNANSWERED, CheckResult, ExerciseResult, Report, Status
from autograder.lms.nbgrader.books import Books
from autograder.pages.feedback import render_exercise
from autograder.pages.markdown import render_markdown
from autograder.pages.page import Book, Mark, render_page


@pytest.fixture
def assignment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assignment:
    made = make_course(tmp_path / "course")
    monkeypatch.setattr("autograder.engine.engine.Engine", WordEngine)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(made.root)
    grade_in_process(monkeypatch)
    yield made
    plugin.close_engine()


@pytest.fixture
def api(assignment: Assignment) -> NbGraderAPI:
    app = NbGrader()
    app.load_config_file()
    coursedir = CourseDirectory(config=app.config, root=str(assignment.root))
    made = NbGraderAPI(coursedir=coursedir, exchange=ExchangeFactory(config=app.config), config=app.config)
    assert made.generate_assignment(NAME)["success"]
    return made


def page(assignment: Assignment, student: str = "ada") -> str:
    return (assignment.root / "feedback" / student / NAME / "mini.html").read_text()


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("<body>")[2]))


def assert_needs_nothing(html: str) -> None:
    assert not re.findall(r"""\ssrc=["'](?!data:image/)""", html)
    assert "<script" not in html and "<link" not in html and "@import" not in html
    assert not re.findall(r"url\(", html)
    assert len(html.encode()) < 300_000


def give(assignment: Assignment, cell: str, points: float | None, comment: str | None = None, extra: float = 0) -> None:
    with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:
        grade_ = book.find_grade(cell, "mini", NAME, "ada")
        grade_.manual_score, grade_.extra_credit = points, extra or None
        if comment:
            book.find_comment(cell.removesuffix("_check"), "mini", NAME, "ada").manual_comment = comment
        book.db.commit()


def by_nbgrader(assignment: Assignment, api: NbGraderAPI) -> None:
    result = api.autograde(NAME, "ada", force=True)
    assert result["success"], result["log"]
    result = api.generate_feedback(NAME, "ada", force=True)
    assert result["success"], result["log"]


def by_autograder(assignment: Assignment, api: NbGraderAPI) -> None:
    assert grade(assignment, assignment.root, Books, progress=False, make_grader=WordEngine).ok


WAYS = pytest.mark.parametrize("way", [by_nbgrader, by_autograder])


@WAYS
def test_exercises_are_named_and_nothing_is_fetched(assignment, api, way):
    submit(assignment, "ada", answered(assignment, double="HALF"))
    way(assignment, api)
    said = text(page(assignment))
    assert "Miniature" in said and "feedback for ada" in said
    assert re.search(r"double .{0,40}partly passed 1\.5 / 3", said), said
    assert "double check 1" in said and "double_check" not in said
    assert_needs_nothing(page(assignment))


@WAYS
def test_a_question_that_nobody_has_graded_is_open_and_no_zero(assignment, api, way):
    submit(assignment, "ada", answered(assignment, why="Because $x^2$ is even."))
    way(assignment, api)
    said = text(page(assignment))
    assert "2 points are given by hand and not graded yet" in said
    assert "4 of 6 points so far" in said
    assert re.search(r"double_why .{0,20}not graded yet – / 2", said), said
    assert "0.0 / 2" not in said and "0 / 2" not in said
    assert "<msup>" in page(assignment)


@WAYS
def test_what_a_person_gave_and_wrote_is_there(assignment, api, way):
    submit(assignment, "ada", answered(assignment, double="HALF", why="Because it is even."))
    way(assignment, api)
    give(assignment, "double_why", 1.25, "Nearly: <b>why</b> even?")
    give(assignment, "double_check", 2.5, "A typing error only.")
    assert api.generate_feedback(NAME, "ada", force=True)["success"]
    said = text(page(assignment))
    assert re.search(r"double_why .{0,20}graded by hand 1\.25 / 2", said), said
    assert "Nearly: &lt;b&gt;why&lt;/b&gt; even?" in page(assignment)
    assert "A typing error only." in said and "the checks gave 1.5" in said
    assert "4.75 of 6 points" in said and "so far" not in said


def test_a_question_for_a_person_may_be_called_like_a_check(assignment, api):
    """Its points and comment came to the gradebook and not to the page."""
    source = assignment.read_source()
    (why,) = [cell for cell in source.cells if cell.id == "double_why"]
    why.metadata.nbgrader.grade_id = why["id"] = "why_check"
    nbformat.write(source, assignment.notebook_path)
    assert api.generate_assignment(NAME, force=True)["success"]
    made = load(assignment.root, NAME)
    handed_in = answered(made)
    handed_in.cells[[cell.id for cell in handed_in.cells].index("why_check")].source = "Because it is even."
    submit(made, "ada", handed_in)
    assert grade(made, made.root, Books, progress=False, make_grader=WordEngine).ok
    with Gradebook(f"sqlite:///{made.root}/gradebook.db") as book:
        book.find_grade("why_check", "mini", NAME, "ada").manual_score = 1.25
        book.find_comment("why_check", "mini", NAME, "ada").manual_comment = "Nearly."
        book.db.commit()
    assert api.generate_feedback(NAME, "ada", force=True)["success"]
    said = text(page(made))
    assert re.search(r"why_check .{0,20}graded by hand 1\.25 / 2", said), said
    assert "Nearly." in said and "so far" not in said


@WAYS
def test_points_taken_off_for_lateness_are_named(assignment, api, way, monkeypatch):
    submit(assignment, "ada", answered(assignment))
    way(assignment, api)
    with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:
        book.find_submission_notebook("mini", NAME, "ada").late_submission_penalty = 1
        book.db.commit()
    assert api.generate_feedback(NAME, "ada", force=True)["success"]
    said = text(page(assignment))
    assert "1 point taken off because this was handed in late" in said and "3 of 6 points" in said


def test_scores_that_are_not_those_of_the_record_are_shown_as_the_gradebook_has_them(assignment, api):
    submit(assignment, "ada", answered(assignment))
    by_nbgrader(assignment, api)
    with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:  # as another grader would
        book.find_grade("double_check", "mini", NAME, "ada").auto_score = 2
        book.db.commit()
    assert api.generate_feedback(NAME, "ada", force=True)["success"]
    said = text(page(assignment))
    assert re.search(r"double .{0,40}partly passed 2 / 3", said), said


def test_the_terminal_says_where_pages_lie_and_what_comes_next(assignment):
    submit(assignment, "ada", answered(assignment))
    submit(assignment, "bob", "{")
    summary = grade(assignment, assignment.root, Books, progress=False, make_grader=WordEngine)
    said = "\n".join(summary.next_steps("feedback/*/01_mini/mini.html"))
    assert "pages for students: feedback/*/01_mini/mini.html" in said
    assert "not graded: 1" in said and "grade double_why by hand" in said
    assert said.index("by hand") < said.index("generate_feedback") < said.index("release_feedback")
    assert "pages for students" not in "\n".join(summary.next_steps(None))


def failed(message: str | None, **texts: str) -> CheckResult:
    return CheckResult("test_it", "It is right.", Status.FAILED, 1.0, message, **texts)


def test_not_answered_is_said_once_an_exercise():
    result = ExerciseResult("linear", 0.0, 2.0, Status.FAILED, tuple(failed(UNANSWERED) for _ in range(6)))
    from nbformat.v4 import new_notebook

    whole = render_page(new_notebook(), Report("01_a", (result,), "none", 0), [])
    for shown in (whole, *render_exercise(result)):
        assert shown.count("not been answered") == 1
        assert "It is right" not in shown and "the same as above" not in shown
    assert "not answered" in text(whole)


def test_a_mark_of_zero_by_hand_is_a_zero():
    from nbformat.v4 import new_notebook

    result = ExerciseResult("why", None, 2.0, Status.MANUAL, ())
    report = Report("01_a", (result,), "none", 0)
    html = render_page(new_notebook(), report, [], book=Book("ada", {"why": Mark(0.0, by_hand=True)}))
    assert re.search(r"graded by hand 0 / 2", text(html)) and "so far" not in text(html)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (r"$x^2$", "<msup><mi>x</mi><mn>2</mn></msup>"),
        (r"$$\frac{1}{2}$$", '<math display="block"'),
        (r"$\notacommand{$", "<code>"),
        (r"$\href{javascript:alert(1)}{x}$", "<mi>x</mi>"),
        (r"$\text{<script>alert(1)</script>}$", ""),
        (r'![a $x$ b](https://a.example/p.png "$y$")', "<img"),
        ("<img alt='\ue0f10\ue0f1' src='data:image/png;base64,AAAA'> $x$", "<mi>x</mi>"),
        ("[$x$](https://a.example '\ue0f10\ue0f1')", "<mi>x</mi>"),
        (r"$" + "{" * 900 + "$", ""),
        ("$" + "x" * 5000 + "$", "<code>"),
        ("\ue0f17\ue0f1", "7"),
    ],
)
def test_formulas_are_mathml_and_nothing_else(source, wanted):
    html = render_markdown(source, "{}")
    assert wanted in html
    assert "<script" not in html and "javascript" not in html and "https://a.example/p.png" not in html
    assert not re.search(r'="[^"]*<', html) and "\ue0f1" not in html


@pytest.mark.slow
def test_the_command_that_grades_one_notebook_writes_the_same_page(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(Path(__file__).parents[2])
    out = tmp_path / "page.html"
    with pytest.raises(SystemExit) as end:
        cli.main(["run", "release/01_tensors/tensors.ipynb", "-a", "01_tensors", "--html", str(out)])
    done = capsys.readouterr()
    assert end.value.code == 0, done.err
    html = out.read_text()
    assert "1 · Ask the tensor" in html and text(html).count("has not been answered yet") == 14
    assert done.out.count("not answered") == 14 and "the same as above" not in done.out
    assert_needs_nothing(html)
