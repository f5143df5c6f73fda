"""Rules for what the student reads: the opening, statements, examples, hints, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from autograder.course import Assignment
from autograder.course.lint.problem import Problem, in_source
from autograder.course.lint.source import is_answer, named_cells, statements

QUIZ = "quiz"

_HINT = re.compile(r"<details\b.*?<summary\b.*?</details>", re.DOTALL | re.IGNORECASE)
_EXAMPLE = re.compile(r"\bexample|^```|^\|.*\|\s*$|^>>> ", re.MULTILINE | re.IGNORECASE)
_DURATION = re.compile(r"\b(minutes?|hours?)\b", re.IGNORECASE)
_PICTURE_WITHOUT_TEXT = re.compile(
    r"""!\[\s*\]\([^)]*\)            # markdown: ![](picture.png)
      | <img\b(?![^>]*\balt\s*=\s*(?:"[^"]*[^"\s][^"]*"|'[^']*[^'\s][^']*'))[^>]*>   # HTML without an alt text""",
    re.VERBOSE | re.IGNORECASE,
)


def opening_sets_the_scene(assignment: Assignment) -> Iterator[Problem]:
    """The notebook opens with a title, and says before the first exercise how long it takes."""
    cells = assignment.read_source().cells
    if not cells or cells[0].cell_type != "markdown" or not cells[0].source.lstrip().startswith("# "):
        yield in_source(assignment, None, "the notebook does not open with a title", "start with a cell `# Title`")
    first = next((index for index, cell in enumerate(cells) if is_answer(cell)), len(cells))
    if not any(_DURATION.search(cell.source) for cell in cells[:first] if cell.cell_type == "markdown"):
        yield in_source(assignment, None, "the opening does not say how long it takes", "name the minutes or hours")


def exercises_are_explained(assignment: Assignment) -> Iterator[Problem]:
    """Each exercise has a statement; all but the quiz and the manual one have an example and a folded hint, too."""
    before = statements(assignment.read_source())
    for exercise in assignment.exercises:
        text = before.get(exercise.answer_id, "")
        if not text.strip():
            yield in_source(assignment, exercise.id, "no statement precedes the exercise", "ask for it in markdown")
            continue
        if exercise.manual or exercise.id == QUIZ:
            continue
        if not _HINT.search(text):
            remedy = "add <details><summary>Hint</summary>…</details>"
            yield in_source(assignment, exercise.id, "the statement has no folded hint", remedy)
        if not _EXAMPLE.search(_HINT.sub("", text)):
            yield in_source(assignment, exercise.id, "the statement has no example", "show an input and its result")


def one_quiz_and_one_manual_question(assignment: Assignment) -> Iterator[Problem]:
    """One graded quiz and one question for a person to grade, so that the grading form has work to do."""
    quizzes = sum(exercise.id == QUIZ for exercise in assignment.exercises)
    manual = sum(exercise.manual for exercise in assignment.exercises)
    if quizzes != 1:
        yield in_source(assignment, None, f"it has {quizzes} quizzes", f"have one exercise with the grade_id {QUIZ!r}")
    if manual != 1:
        yield in_source(assignment, None, f"it has {manual} manually graded cells", "have one, called <name>_why")


def pictures_have_alt_text(assignment: Assignment) -> Iterator[Problem]:
    """Whoever cannot see a picture can read what it shows."""
    for name, cell in named_cells(assignment.read_source()):
        if cell.cell_type == "markdown":
            for match in _PICTURE_WITHOUT_TEXT.finditer(cell.source):
                message = f"{match.group()[:60]} has no alt text"
                yield in_source(assignment, name, message, "say in it what the picture shows")


RULES = (opening_sets_the_scene, exercises_are_explained, one_quiz_and_one_manual_question, pictures_have_alt_text)
