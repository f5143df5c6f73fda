"""What students read: complete, honest about errors, and never a way for one student's text to run in a browser."""

import base64
import re
from html.parser import HTMLParser
from io import StringIO

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from rich.console import Console

from autograder.engine.report import CheckResult, ExerciseResult, Report, Status
from autograder.pages.feedback import grade_cell_outputs, render_exercise, sanitize_outputs
from autograder.pages.page import render_page
from autograder.pages.table import report_table

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&</pre></div></style>`<b>code</b>`"
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n rest of the picture").decode()


class Page(HTMLParser):
    """The tags, attributes and text of a page, as a browser would see them."""

    VOID = frozenset({"meta", "img", "br", "link", "input", "hr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open, f"unclosed: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def assert_harmless(html: str) -> Page:
    page = Page(html)
    assert not page.tags & {"script", "iframe", "object", "embed", "form", "base", "link", "b"}
    for name, value in page.attributes:
        assert not name.startswith("on"), name
        assert not re.match(r"\s*(javascript|vbscript|data:text)", value, re.IGNORECASE), value
        if name == "src":
            assert value.startswith("data:image/"), value
    return page


def checked(status, weight=1.0, title="The result is right.", **texts):
    return CheckResult("test_it", title, status, weight, **texts)


def exercise(*checks, score=1.0, status=Status.PARTIAL, points=2.0, message=None, name="linear"):
    return ExerciseResult(name, score, points, status, tuple(checks), message)


PARTIAL = exercise(
    checked(Status.PASSED, title="The shape is right."),
    checked(Status.FAILED, message="the result is wrong", hint="Look at the bias.", diagnosis="You forgot `bias`."),
)
ERROR = exercise(checked(Status.ERROR, message="SECRET 0.25"), score=None, status=Status.ERROR)


@pytest.mark.parametrize("form", [0, 1], ids=["html", "text"])
def test_feedback_tells_points_titles_messages_hints_and_diagnoses(form):
    shown = render_exercise(PARTIAL)[form]
    text = Page(shown).text if form == 0 else shown
    for part in [
        "1 of 2 points",
        "1 of 2 checks",
        "The shape is right.",
        "the result is wrong",
        "Look at the bias.",
        "bias",
    ]:
        assert part in text, part
    assert "✓" in text and "✗" in text and "failed" in text  # marks and words, so colour is never alone


def test_every_text_of_a_student_is_escaped():
    hostile = exercise(
        checked(Status.FAILED, title=HOSTILE, message=HOSTILE, hint=HOSTILE + "hint", diagnosis=HOSTILE + "diagnosis"),
        checked(Status.FAILED, message=HOSTILE + "\nsecond line"),
        message=HOSTILE,
        name=HOSTILE,
    )
    assert "<script>alert(1)</script>" in assert_harmless(render_exercise(hostile)[0]).text
    notebook = new_notebook(cells=[new_code_cell(HOSTILE)])
    report = Report(HOSTILE, (hostile,), HOSTILE, 0, {HOSTILE: HOSTILE}, 1.0, message=HOSTILE)
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": HOSTILE},
        {"output_type": "error", "ename": HOSTILE, "evalue": HOSTILE, "traceback": [HOSTILE]},
        {"output_type": "display_data", "data": {"text/plain": HOSTILE}, "metadata": {}},
    ]
    page = render_page(notebook, report, [outputs])
    assert "<script>alert(1)</script>" in assert_harmless(page).text


def test_an_error_is_no_failure_and_its_details_stay_with_the_teacher():
    for shown in render_exercise(ERROR):
        assert "fault of the grader" in shown and "no score" in shown
        assert "failed" not in shown
        assert "SECRET" not in shown
    console = Console(width=80, file=StringIO(), record=True)
    console.print(report_table(Report("a", (ERROR,), "none", 0)))
    assert "SECRET" in console.export_text()


def test_what_was_said_is_not_said_again():
    same = {"message": "NameError: lables", "hint": "Read the name."}
    html, text = render_exercise(exercise(checked(Status.FAILED, **same), checked(Status.FAILED, **same)))
    assert text.count("NameError") == html.count("NameError") == 1
    assert text.count("Read the name.") == 1
    assert "the same as above" in text
    unanswered = exercise(
        checked(Status.FAILED, message="not answered"), message="not answered", status=Status.FAILED, score=0.0
    )
    assert render_exercise(unanswered)[1].count("not answered") == 1


def test_a_manual_exercise_says_who_grades_it():
    html, text = render_exercise(exercise(score=None, status=Status.MANUAL))
    assert "instructor" in html and "instructor" in text and "fault" not in text


def test_grade_cells_begin_with_the_score_that_nbgrader_reads():
    from nbgrader.utils import determine_grade

    cell = new_code_cell("assert True", outputs=grade_cell_outputs(PARTIAL))
    cell.metadata["nbgrader"] = {"grade": True, "solution": False, "points": 2, "grade_id": "linear_check"}
    nbformat.validate(new_notebook(cells=[cell]))
    assert cell.outputs[0].output_type == "execute_result"
    assert determine_grade(cell) == (1.0, 2.0)


@pytest.mark.parametrize("score", [None, float("nan"), float("inf"), -0.5, 2.5])
def test_a_score_that_nbgrader_would_turn_into_full_marks_is_never_written(score):
    with pytest.raises(ValueError, match="gradebook"):
        grade_cell_outputs(exercise(score=score))


def display(**data):
    return {
        "output_type": "display_data",
        "data": {key.replace("_", "/", 1): value for key, value in data.items()},
        "metadata": {},
    }


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>ok",
        "<img src=x onerror=alert(1)>ok",
        "<img src='https://tracker.example/p.png'>ok",
        "<img src='data:text/html;base64,PHNjcmlwdD4='>ok",
        "<a href='javascript:alert(1)'>ok</a>",
        "<a href=' data:text/html,<script>alert(1)</script>'>ok</a>",
        "<svg><script>alert(1)</script><a xlink:href='javascript:1'></a></svg>ok",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>ok",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>ok",
        "<form action=https://evil.example><input name=q></form>ok",
        "<style>body{display:none}</style><div style='position:fixed' class=panel id=score onclick=alert(1)>ok</div>",
        "<meta http-equiv=refresh content='0;url=https://evil.example'><base href=https://evil.example>ok",
        ["<scr", "ipt>alert(1)</script>", "ok"],
    ],
)
def test_html_outputs_are_cleaned(html):
    (clean,) = sanitize_outputs([display(text_html=html)])
    page = assert_harmless(clean["data"]["text/html"])
    assert "ok" in page.text and "alert" not in page.text
    assert not {name for name, _ in page.attributes} & {"style", "class", "id"}
    assert not page.tags & {"style", "svg", "meta", "base", "iframe"}


def test_a_table_survives_cleaning():
    html = "<table border='1' class='x'><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"
    (clean,) = sanitize_outputs([display(text_html=html)])
    assert {"table", "thead", "tr", "th", "tbody", "td"} <= Page(clean["data"]["text/html"]).tags


def test_pictures_must_be_pictures():
    kept, svg = sanitize_outputs(
        [display(image_png=PNG[:10] + "\n" + PNG[10:]), display(**{"image_svg+xml": "<svg onload='alert(1)'/>"})]
    )
    assert kept["data"] == {"image/png": PNG}
    page = assert_harmless(svg["data"]["text/html"])
    assert page.tags == {"img"} and "image/svg+xml" not in svg["data"]
    for bad in ['" onerror="alert(1)', base64.b64encode(b"<svg onload=alert(1)>").decode(), "ü", "", 7, None]:
        assert sanitize_outputs([display(image_png=bad)]) == []


def test_what_a_page_would_interpret_is_shown_as_its_source():
    (markdown,) = sanitize_outputs([display(text_markdown="[x](javascript:alert(1))", text_plain="<Markdown object>")])
    assert markdown["data"] == {"text/plain": "[x](javascript:alert(1))"}
    (latex,) = sanitize_outputs([display(text_latex=r"\href{javascript:alert(1)}{x}")])
    assert list(latex["data"]) == ["text/plain"]


def test_outputs_are_rebuilt_from_what_is_known():
    outputs = [
        display(application_javascript="alert(1)"),
        {"output_type": "widget", "data": {"text/plain": "x"}},
        {"output_type": "stream", "name": "evil", "text": ["a", "b\ud800"], "extra": 1},
        {
            "output_type": "execute_result",
            "data": {"text/plain": "3"},
            "metadata": {"x": HOSTILE},
            "execution_count": "1",
        },
        {"output_type": "error", "ename": None, "evalue": 3, "traceback": None},
        {"output_type": "display_data", "data": None},
        {},
    ]
    clean = sanitize_outputs(outputs)
    assert clean == [
        {"output_type": "stream", "name": "stdout", "text": "ab?"},
        {"output_type": "execute_result", "data": {"text/plain": "3"}, "metadata": {}, "execution_count": None},
        {"output_type": "error", "ename": "", "evalue": "", "traceback": []},
    ]
    nbformat.validate(new_notebook(cells=[new_code_cell("", outputs=[nbformat.from_dict(output) for output in clean])]))
    assert sanitize_outputs(clean) == clean


def submission():
    answer = new_code_cell("def linear(x):\n    return x", id="linear")
    answer.metadata["nbgrader"] = {"grade_id": "linear", "solution": True, "grade": False}
    check = new_code_cell("assert linear(1)", id="linear_check")
    check.metadata["nbgrader"] = {"grade_id": "linear_check", "solution": False, "grade": True, "points": 2}
    return new_notebook(cells=[new_markdown_cell("# Title"), new_code_cell("import torch"), answer, check])


def test_a_page_shows_the_answer_its_plot_and_the_other_cells():
    outputs = [
        [],
        [{"output_type": "stream", "name": "stderr", "text": "a warning"}],
        [display(image_png=PNG, text_plain="Figure")],
        [],
    ]
    page = assert_harmless(render_page(submission(), Report("01_tensors", (PARTIAL,), "bubblewrap", 3), outputs))
    assert "def linear(x):" in page.text and "a warning" in page.text and "import torch" in page.text
    assert ("src", f"data:image/png;base64,{PNG}") in page.attributes
    assert "1 of 2 points" in page.text
    assert "assert linear(1)" not in page.text
    pictures = [name for name, _ in page.attributes if name == "alt"]
    assert len(pictures) == 1


def test_a_page_needs_neither_outputs_nor_the_answer_cell():
    missing = exercise(status=Status.FAILED, score=0.0, name="gone", message="the answer cell is missing")
    page = assert_harmless(render_page(submission(), Report("01_tensors", (PARTIAL, missing, ERROR), "none", 3), []))
    assert "the answer cell is missing" in page.text
    assert "2 points could not be graded" in page.text


def test_the_table_fits_80_columns_and_takes_texts_literally():
    marked_up = exercise(
        checked(Status.FAILED, message="[bold]x[/nope] " * 20, hint="[red]why?"), name="pairwise_distances"
    )
    manual = exercise(score=None, status=Status.MANUAL, name="rounding_why")
    console = Console(width=80, record=True, file=StringIO())
    console.print(
        report_table(Report("01_tensors", (PARTIAL, marked_up, ERROR, manual), "bubblewrap", 3, message="[/x]"))
    )
    text = console.export_text()
    assert max(map(len, text.splitlines())) <= 80
    assert "[bold]x[/nope]" in text and "[red]why?" in text and "[/x]" in text
    assert "the result is wrong" in text and "You forgot `bias`." in text
