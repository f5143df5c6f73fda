"""Names that students chose, where they leave for a terminal, a page, a spreadsheet or a path."""

import csv
import io
import json
import zipfile
from functools import partial

import pytest
from bs4 import BeautifulSoup
from miniature import WordEngine, answered, submit
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from rich.console import Console
from rich.text import Text
from sqlalchemy import text

from autograder.classroom import terminal as module
from autograder.classroom.grade import grade
from autograder.classroom.progress import Progress
from autograder.classroom.terminal import terminal
from autograder.engine.report import ExerciseResult, Report, Status, one_line
from autograder.files import file_name
from autograder.lms.collect import collect
from autograder.lms.downloads import System
from autograder.lms.export import export
from autograder.lms.formats import TABLES, Score, Sheet
from autograder.lms.nbgrader.books import Books
from autograder.lms.roster import Row
from autograder.pages import class_report
from autograder.pages.page import render_page
from autograder.pages.rendering import render

pytestmark = pytest.mark.attack

CODES = "\x1b]52;c;cm0gLXJm\x07\x1b[2J\x9b31mred\u202egnp.exe\r\x08"
IDS = [
    *(f"{CODES}x", "=cmd|' calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "[glob]*?", "{student_id}", "%s%n"),
    *("a" * 255, "x..", "-rf", "a'b\"c", "ä ö", "<b>x", "*", "x\ny", "\udcff"),
]


@pytest.fixture
def odd_class(word_course):
    for student in IDS:
        submit(word_course, student, answered(word_course, double="HALF"))
    (submit(word_course, "bob", answered(word_course)) / f"{CODES}.txt").write_text("data")
    return word_course


def test_every_name_gets_its_score_and_none_reaches_a_terminal_or_a_page_raw(odd_class, capsys, monkeypatch):
    summary = grade(odd_class, odd_class.root, Books, make_grader=WordEngine)
    terminal(width=200).print(summary.table())
    shown = capsys.readouterr()
    entries = {entry.student: entry for entry in summary.entries}
    assert entries["bob"].score == 4.0
    for student in IDS:
        if student.isprintable() and student != "\udcff":
            assert entries[student].score == 2.5, (student, entries[student].note)
    page = class_report.write(odd_class, odd_class.root, odd_class.root / "class.html").read_text()
    for seen in (shown.out, shown.err, page):
        assert not set("\x1b\x07\x08\r\x9b\u202e") & set(seen)
    assert "<b>x" not in page


def test_a_name_has_one_line_and_leaves_room_for_the_others_columns(word_course, capsys):
    """Two lines forge another's; two hundred characters left nobody's points on a page of 120 columns."""
    for student in ("bob", "x\n[3/3] mallory  4.00/4  passed", "a" * 200):
        submit(word_course, student, answered(word_course))
    summary = grade(word_course, word_course.root, Books, make_grader=WordEngine)
    with Progress(3, terminal(width=300), shown=True) as progress:
        for entry in summary.entries:
            progress.advance(entry)
    terminal(width=120).print(summary.table())
    lines = capsys.readouterr().out.splitlines()
    assert not any(line.startswith("[3/3] mallory") for line in lines)
    (bob,) = [line for line in lines if line.lstrip().startswith("bob")]
    assert "passed" in bob


def test_the_terminal_keeps_its_own_colours(capsys, monkeypatch):
    monkeypatch.setattr(module, "Console", partial(Console, force_terminal=True))
    terminal(width=80).print(Text("\x1b[2Jname", "red"))
    assert capsys.readouterr().out == "\x1b[31mname\x1b[0m\n"


def score(student: str) -> Score:
    points = {"double": 1.0, "triple": None, "double_why": -0.5}
    return Score(student, points, 0, 1.0)


@pytest.mark.parametrize("format", TABLES)
def test_no_cell_is_a_formula(word_course, format):
    ids = [*IDS[1:6], "\uff1dcmd", " =1", "\n=1", "x\x1b[31m"]
    sheet = Sheet(word_course, {student: score(student) for student in ids}, "=1")
    people = [Row(*[student] * len(Row.__slots__)) for student in ids]
    for row in csv.reader(io.StringIO(TABLES[format]([sheet], people))):
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "@", "\t", "\uff1d")), cell
            assert not cell.lstrip().startswith("-") or float(cell), cell
            assert "\x1b" not in cell


def test_an_id_in_the_gradebook_alone_writes_nothing_outside(odd_class, tmp_path):
    grade(odd_class, odd_class.root, Books, make_grader=WordEngine, progress=False, feedback=False)
    with Gradebook(f"sqlite:///{odd_class.root}/gradebook.db") as book:
        for table, column in (("student", "id"), ("submitted_assignment", "student_id")):
            book.db.execute(text(f"update {table} set {column} = '../../../outside' where {column} = 'bob'"))
        book.db.execute(text("update grade set manual_score = 1, needs_manual_grade = 0 where auto_score is null"))
        book.db.commit()
    before = set(tmp_path.rglob("*"))
    place = tmp_path / "deep" / "er" / "out.csv"
    out = export(odd_class, odd_class.root, "csv", place, allow_incomplete=True).path
    assert all(path.is_relative_to(tmp_path / "deep") for path in set(tmp_path.rglob("*")) - before)
    assert "outside" in out.read_text()


def test_names_of_files_are_told_apart():
    names = [*IDS, "../../..", "%2E./..", "..", "%2E.", "a" * 254, "a" * 256, "A", "a", "%41"]
    made = [file_name(name) for name in names]
    assert len(set(made)) == len(set(names))
    assert all("/" not in name and not name.startswith(".") and len(name) < 220 for name in made)
    assert file_name("ada.lovelace@x.org") == "ada.lovelace@x.org"


def test_a_report_with_codes_in_its_texts_is_shown_without():
    report = Report("x", (), "none", 0, message=CODES)
    assert "\x1b" not in json.dumps(report.to_dict(), ensure_ascii=False)
    assert "\x9b" not in render(
        "exercise.html.j2",
        result=ExerciseResult("double", 0.0, 1.0, Status.FAILED, ()),
        items=[],
        notes=[CODES],
        summary="",
    )


NOTHING = {
    "title": "x",
    "sections": [],
    "others": [],
    "total": 0.0,
    "penalty": 0.0,
    "open_points": 0.0,
    "not_graded": 0.0,
}
TWINS = [
    "bo\u200bb",
    "bob\u00ad",
    "bo\ufeffb",
    "bob\u200d",
    "bob\u2060",
    "bob\x1b[0m",
    "bob\u202c",
    "bob\ufe0f",
    "b\x9bob",
    "bob\U000e0041",
]


@pytest.mark.parametrize("twin", TWINS)
def test_what_cannot_be_seen_is_marked_in_a_name(twin):
    """A line of the same name below another's would be its score, for people and for the system that imports it."""
    assert one_line(twin) != one_line("bob") == "bob"
    page = render("page.html.j2", report=Report("x", (), "none", 0), student=twin, **NOTHING)
    assert "feedback for bob<" not in page


@pytest.mark.parametrize("name", ["می\u200cخواهم", "क्\u200dष", "Ayşe", "José", "👩\u200d💻"])
def test_joiners_of_scripts_that_need_them_stay(name):
    assert one_line(name) == name


@pytest.mark.parametrize("format", TABLES)
def test_no_table_has_two_lines_of_one_name(word_course, format):
    people = [Row(student) for student in ("bob", *TWINS)]
    sheet = Sheet(word_course, {person.student: score(person.student) for person in people}, "x")
    rows = list(csv.reader(io.StringIO(TABLES[format]([sheet], people))))
    assert sum("bob" in row for row in rows) == 1


def test_ids_that_read_alike_are_told_before_scores_leave(word_course):
    names = ["bob", "Bob", "bo\u200bb", "Jose\u0301", "Jos\u00e9", "ada", "कु", "क"]
    for student in names:
        submit(word_course, student, answered(word_course))
    grade(word_course, word_course.root, Books, make_grader=WordEngine, progress=False, feedback=False)
    told = export(word_course, word_course.root, "csv", allow_incomplete=True).remarks
    (told,) = [remark for remark in told if "read alike" in remark]
    assert told.startswith("5 students")


@pytest.mark.parametrize(("mine", "theirs"), [("Bob", "bob"), ("bo\u200bb", "bob"), ("Jose\u0301", "Jos\u00e9")])
def test_nobody_is_collected_under_a_name_that_reads_as_anothers(word_course, tmp_path, mine, theirs):
    def download(file, *names):
        whose = "".join(
            f"submission_{number}:\n  :submitters:\n  - :name: {json.dumps(name)}\n"
            for number, name in enumerate(names)
        )
        with zipfile.ZipFile(tmp_path / file, "w") as archive:
            archive.writestr("export/submission_metadata.yml", f"---\n{whose}")
            for number, name in enumerate(names):
                archive.writestr(f"export/submission_{number}/{word_course.topic}.ipynb", name)
        return collect(word_course, word_course.root, tmp_path / file, System.GRADESCOPE)

    assert len(download("both.zip", mine, theirs, "ada").unknown) == 2
    assert download("first.zip", theirs).collected == [theirs]
    later = download("later.zip", mine)
    assert (later.collected, len(later.unknown)) == ([], 1)
    assert [one.name for one in (word_course.root / "submitted").glob("[!a]*")] == [theirs]


TITLE = '<a title="x&#27;" href="https://a.b/ style=position:fixed;inset:0 onclick=alert(1) x=">y</a>'
SWALLOWED = '<p>&#27;]</p><b title="&#7;">z</b><i>&#155;31</i>'


@pytest.mark.parametrize("kind", ["code", "markdown"])
@pytest.mark.parametrize("written", [TITLE, SWALLOWED, TITLE.replace("&#27;", "&amp;#27;")])
def test_control_codes_spelt_as_entities_take_no_markup_out_of_clean_html(kind, written):
    """A code begins a sequence for terminals, which was cut out of the clean page with the quotes that were in it."""
    cell = (new_code_cell if kind == "code" else new_markdown_cell)(written if kind == "markdown" else "1", id="double")
    cell.metadata["nbgrader"] = {"grade_id": "double", "solution": True}
    shown = [{"output_type": "display_data", "data": {"text/html": written}, "metadata": {}}]
    report = Report("x", (ExerciseResult("double", 0.0, 1.0, Status.FAILED, ()),), "none", 0)

    page = render_page(new_notebook(cells=[cell]), report, [shown])

    soup = BeautifulSoup(page, "html.parser")
    assert not soup.find_all(lambda tag: "onclick" in tag.attrs or (tag.name == "a" and "style" in tag.attrs))
    assert soup.find(string="y" if "<a" in written else "z") is not None
    assert not set("\x1b\x07\x9b") & set(page)
