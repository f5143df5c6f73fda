"""The class report: its numbers, who is listed as without a score, and a page that stands alone."""

import html
import re
from pathlib import Path

import pytest

from autograder.course import Assignment, Exercise
from autograder.engine.report import UNANSWERED, CheckResult, ExerciseResult, Report, Status, exercise_score
from autograder.errors import UserError
from autograder.pages import statistics
from autograder.pages.class_report import write

NAME = "01_tensors"
VERSIONS = {"torch": "2.13.0"}


def answered(exercise, points, *outcomes, message=None):
    """One exercise; an outcome is True, False, or (message, diagnosis), or an error's message in a list."""
    checks = []
    for number, outcome in enumerate(outcomes):
        status = Status.PASSED if outcome is True else Status.ERROR if isinstance(outcome, list) else Status.FAILED
        text, diagnosis = (
            outcome if isinstance(outcome, tuple) else (outcome[0] if isinstance(outcome, list) else None, None)
        )
        checks.append(CheckResult(f"test_{number}", f"Property {number} holds.", status, 1.0, text, None, diagnosis))
    score, status = exercise_score(points, checks)
    return ExerciseResult(exercise, score, points, status, tuple(checks), message)


def report(*exercises, **fields):
    manual = ExerciseResult("rounding_why", None, 2.0, Status.MANUAL, ())
    return Report(NAME, (*exercises, manual), fields.pop("sandbox", "bubblewrap"), 0, VERSIONS, 1.0, **fields)


CLASS = {
    "ada": report(answered("linear", 2.0, True, True), answered("quiz", 2.0, True, True)),
    "bob": report(answered("linear", 2.0, True, ("wrong", "No `bias`.")), answered("quiz", 2.0, False, False)),
    "cyd": report(
        answered("linear", 2.0, ("wrong", "No `bias`."), ("wrong", "No `bias`.")), answered("quiz", 2.0, True, True)
    ),
    "dan": report(answered("linear", 2.0, True, ["worker lost"]), answered("quiz", 2.0, True, True)),
    "eve": report(
        answered("linear", 2.0, True, True), answered("quiz", 2.0, False, False, message="stopped after 30 s")
    ),
}


def test_scores_leave_out_manual_points_and_whoever_has_no_score():
    scores = statistics.scores(CLASS)
    assert sorted(scores.percents) == [25.0, 50.0, 50.0, 100.0]
    assert (scores.mean, scores.median, scores.full) == (56.25, 50.0, 1)
    assert scores.histogram() == [0, 0, 1, 0, 0, 2, 0, 0, 0, 1]
    assert statistics.scores({}).median is None


def test_shares_of_full_partial_and_zero():
    linear, quiz = statistics.shares(CLASS, ["linear", "absent", "quiz", "rounding_why"])
    assert (linear.full, linear.partial, linear.zero, linear.not_graded, linear.mean) == (2, 1, 1, 1, 1.25)
    assert (quiz.full, quiz.partial, quiz.zero, quiz.not_graded) == (3, 0, 2, 0)


def test_check_rates_are_sorted_and_count_checks_that_ran():
    rates = statistics.check_rates(CLASS)
    assert [(rate.exercise, rate.title, rate.passed, rate.ran) for rate in rates] == [
        ("linear", "Property 1 holds.", 2, 4),
        ("quiz", "Property 0 holds.", 3, 5),
        ("quiz", "Property 1 holds.", 3, 5),
        ("linear", "Property 0 holds.", 4, 5),
    ]


def test_a_student_counts_once_for_a_diagnosis():
    (found,) = statistics.diagnoses(CLASS)
    assert (found.exercise, found.text, found.students) == ("linear", "No `bias`.", ("bob", "cyd"))


def test_failures_without_a_diagnosis_and_incidents():
    # eve's own checks failed without a word of their own, beside a message about the whole exercise
    assert {(f.exercise, f.title, f.students) for f in statistics.undiagnosed(CLASS)} == {
        ("quiz", "Property 0 holds.", ("bob", "eve")),
        ("quiz", "Property 1 holds.", ("bob", "eve")),
    }
    (incident,) = statistics.incidents(CLASS)
    assert (incident.exercise, incident.text, incident.students) == ("quiz", "stopped after 30 s", ("eve",))


def test_who_was_told_a_mistake_by_name_and_what_the_others_were_told():
    quiz, linear = statistics.recognition(CLASS)
    assert (linear.exercise, linear.caught, linear.named, linear.unnamed, linear.evidence) == ("linear", 2, 2, 0, None)
    assert (quiz.exercise, quiz.caught, quiz.named, quiz.unnamed) == ("quiz", 1, 0, 1)  # eve's was stopped
    assert quiz.evidence is not None
    assert (quiz.evidence.title, quiz.evidence.students) == ("Property 0 holds.", ("bob",))


def test_a_telephone_is_told_which_number_is_which_and_of_no_command_that_is_not_there(tmp_path):
    """Its rows have no heads, and plots that shrink to its width no words that could be read."""
    page = written(tmp_path, CLASS)
    assert '<td data-of="named">2</td><td data-of="not named">0</td>' in page
    assert "The command starts a chaff" in page
    assert 'role="region" aria-label="Scores, as a picture" tabindex="0"><svg' in page.replace("\n", "")
    named = written(tmp_path, {name: one for name, one in CLASS.items() if name != "bob"})
    assert "Named or not" in named and "The command starts a chaff" not in named


def test_the_page_says_how_to_start_the_next_chaff(assignment, tmp_path):
    put(tmp_path, CLASS | {"o'hara; ls": report(answered("linear", 2.0, True, ("the sign is flipped", None)))})
    page = html.unescape(page_of(assignment, tmp_path))
    assert "autograder new-chaff 01_tensors/quiz submitted/bob/01_tensors/tensors.ipynb --name WHAT_IT_IS" in page
    quoted = """'submitted/o'"'"'hara; ls/01_tensors/tensors.ipynb'"""
    assert f"autograder new-chaff 01_tensors/linear {quoted}" in page
    assert "the sign is flipped" in page


def test_an_exercise_left_open_is_an_incident_and_no_failure_of_its_checks():
    left_open = {"ann": report(answered("linear", 2.0, (UNANSWERED, None), (UNANSWERED, None)))}

    assert statistics.undiagnosed(left_open) == []
    (incident,) = statistics.incidents(left_open)
    assert (incident.exercise, incident.text, incident.students) == ("linear", UNANSWERED, ("ann",))


@pytest.fixture
def assignment(tmp_path) -> Assignment:
    exercises = (
        Exercise("linear", 2.0, False, "linear", "linear_check"),
        Exercise("quiz", 2.0, False, "quiz", "quiz_check"),
        Exercise("rounding_why", 2.0, True, "rounding_why", "rounding_why"),
    )
    return Assignment(NAME, "tensors", tmp_path, exercises, tmp_path / "checks" / NAME)


def put(root: Path, reports) -> None:
    folder = root / "reports" / NAME
    folder.mkdir(parents=True, exist_ok=True)
    for student, each in reports.items():
        (folder / f"{student}.json").write_text(each if isinstance(each, str) else each.to_json(), encoding="utf-8")


def page_of(assignment, root) -> str:
    return write(assignment, root, root / "out" / "class.html").read_text(encoding="utf-8")


def test_the_page_holds_plots_with_alternative_text_and_both_colour_schemes(assignment, tmp_path):
    put(tmp_path, CLASS)
    page = page_of(assignment, tmp_path)
    alts = re.findall(r'<svg class="plot" role="img" aria-label="([^"]*)"', page)
    assert len(alts) == 2
    assert "Histogram of the scores of 4 students" in alts[0] and "50 to 60 %: 2" in alts[0]
    assert "linear: 2 full, 1 partial, 1 none, 1 not graded" in alts[1]
    assert "prefers-color-scheme: dark" in page
    assert "#0101" not in page  # every stand-in colour became a variable of the page
    assert "var(--full)" in page and "var(--ink)" in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_page_needs_nothing_but_itself(assignment, tmp_path):
    put(tmp_path, CLASS)
    page = page_of(assignment, tmp_path)
    assert "<script" not in page and "<link" not in page and "@import" not in page
    assert not re.search(r'(?:src|href)="(?!#|data:)', page)


def test_the_same_reports_give_the_same_bytes(assignment, tmp_path):
    put(tmp_path, CLASS)
    assert page_of(assignment, tmp_path) == page_of(assignment, tmp_path)


def test_whoever_has_no_score_is_listed_with_the_reason(assignment, tmp_path):
    other = Report("02_autograd", CLASS["ada"].exercises, "bubblewrap", 0)
    put(tmp_path, CLASS | {"cut": '{"schema": 1', "new": '{"schema": 99}', "old": other})
    (tmp_path / "submitted" / "zoe" / NAME).mkdir(parents=True)
    (tmp_path / "submitted" / "ada" / NAME).mkdir(parents=True)
    page = page_of(assignment, tmp_path)
    attention = page[page.index("Needs attention") : page.index("<h2>Scores")]
    listed = re.findall(r"<tr><td>(\w+)</td>", attention)
    assert listed == ["cut", "dan", "new", "old", "zoe"]
    for reason in ["worker lost", "not valid JSON", "schema 99", "02_autograd", "not graded yet"]:
        assert reason in attention, reason


def test_texts_of_students_are_escaped(assignment, tmp_path):
    evil = "<script>alert(1)</script>"
    hostile = report(
        answered("linear", 2.0, (evil, None), (evil, evil)),
        answered("quiz", 2.0, False, message=evil),
        message=evil,
        sandbox=evil,
    )
    broken = report(answered("linear", 2.0, [evil]))
    put(tmp_path, {"<b>mallory": hostile, "broken": broken})
    page = page_of(assignment, tmp_path)
    assert "<script" not in page and "<b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "&lt;b&gt;mallory" in page


def test_different_conditions_are_pointed_out(assignment, tmp_path):
    put(tmp_path, CLASS)
    assert "same conditions" not in page_of(assignment, tmp_path)
    put(tmp_path, {"zed": report(answered("linear", 2.0, True), sandbox="landlock")})
    assert "same conditions" in page_of(assignment, tmp_path)


def test_a_class_of_errors_alone_has_a_page(assignment, tmp_path):
    put(tmp_path, {"dan": CLASS["dan"]})
    assert "Nobody has a score yet" in page_of(assignment, tmp_path)


def test_without_reports_the_remedy_is_named(assignment, tmp_path):
    with pytest.raises(UserError, match="autograder grade 01_tensors"):
        write(assignment, tmp_path, tmp_path / "x.html")


def test_a_file_that_cannot_be_written_is_named(assignment, tmp_path):
    put(tmp_path, CLASS)
    with pytest.raises(UserError, match="cannot be written"):
        write(assignment, tmp_path, tmp_path)


def test_what_is_worth_a_look_is_listed_and_long_tables_are_folded(tmp_path: Path):
    several = "2 notebooks were handed in: tensors.ipynb was graded, tensors-Copy1.ipynb was not"
    careful = "CAREFUL: tensors.ipynb was graded, and it is as it was handed out: no answer was written in it."
    made = {
        "ada": report(answered("linear", 2.0, True), message=f"the notebook was called x.ipynb\n{several}"),
        "bob": report(answered("linear", 2.0, *[False] * 20), message=careful),
    }
    page = written(tmp_path, made)
    section = page[page.index("Worth a look") : page.index("<h2>Scores")]
    assert several in section and careful in section and "was called" not in section
    checks = page[page.index("hardest first") :]
    assert "<summary>12 more</summary>" in checks
    assert "Worth a look" not in written(tmp_path, CLASS)


def written(folder: Path, made) -> str:
    reports = folder / "reports" / NAME
    for old in reports.glob("*.json"):
        old.unlink()
    reports.mkdir(parents=True, exist_ok=True)
    for student, one in made.items():
        (reports / f"{student}.json").write_text(one.to_json())
    exercises = tuple(Exercise(name, 2.0, False, name, f"{name}_check") for name in ("linear", "quiz"))
    made_up = Assignment(NAME, "tensors", folder, exercises, folder / "checks" / NAME)
    return write(made_up, folder, folder / "page.html").read_text()
