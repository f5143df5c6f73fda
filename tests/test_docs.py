"""The pages in docs/: no dead link, and a term whose every command runs, in the order in which it is read (slow)."""

from __future__ import annotations

import csv
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from miniature import WordEngine, answered, grade_in_process, make_course, submit
from nbgrader_apps import nbgrader
from started import PYTHONPATH

from autograder.classroom.grade import grade
from autograder.classroom.record import Regraded
from autograder.course.seed import VARIABLE
from autograder.lms.nbgrader import records
from autograder.lms.nbgrader.books import Books

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
TERM = ROOT / "docs" / "term.md"
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_BLOCK = re.compile(r'^```(\w+) title="([^"]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)


def anchors(page: Path) -> set[str]:
    """The names of a page's headings, as MkDocs and GitHub make them."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    words = [re.sub(r"[^\w\s-]", "", head).strip().lower() for head in heads]
    return {name for word in words for name in (re.sub(r"[\s-]+", "-", word), word.replace(" ", "-"))}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_link_is_dead(page: Path) -> None:
    for link in _LINK.findall(page.read_text()):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name}: {link}"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), f"{page.name}: {link}"


def test_every_page_is_in_the_navigation() -> None:
    listed = re.findall(r"([\w-]+\.md)$", (ROOT / "mkdocs.yml").read_text(), re.MULTILINE)
    assert {path.name for path in (ROOT / "docs").glob("*.md")} <= set(listed)


@dataclass
class Reader:
    """Somebody who does what the page says, as instructor and as a student, below one folder."""

    folder: Path

    @property
    def course(self) -> Path:
        return self.folder / "instructor" / "my-course"

    def write(self, title: str, text: str) -> None:
        text = text.replace("/srv/nbgrader/exchange", str(self.folder / "exchange"))
        if title.startswith("/etc/jupyter/"):
            place = self.folder / "etc" / Path(title).name
        elif title.startswith("my-course/"):
            place = self.folder / "instructor" / title
            text = place.read_text() + text
        else:
            place = self.course / title
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)

    def run(self, who: str, commands: str) -> None:
        home = self.folder / who
        home.mkdir(exist_ok=True)
        started = self.course if who == "instructor" and self.course.is_dir() else home
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": PYTHONPATH,
            "JUPYTER_CONFIG_PATH": str(self.folder / "etc"),
            "JUPYTER_CONFIG_DIR": str(self.folder / "config"),
            "JUPYTER_DATA_DIR": str(home / "data"),
            VARIABLE: str(self.folder / "secrets"),
        }
        # Long ago, whatever the clock says: the one who hands in is late.
        commands = commands.replace('"2026-11-16 23:59:59 UTC"', '"2020-11-16 23:59:59 UTC"')
        done = subprocess.run(
            ["bash", "-e", "-c", commands], cwd=started, env=environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, f"{commands}\n{done.stdout[-1500:]}\n{done.stderr[-3000:]}"


@pytest.mark.slow
def test_a_term_from_the_page_alone(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    blocks = _BLOCK.findall(TERM.read_text())
    assert len(re.findall(r"^```\w", TERM.read_text(), re.MULTILINE)) == len(blocks), "every block says whose it is"
    commands = 0
    for language, title, text in blocks:
        if language != "bash":
            reader.write(title, text)
            continue
        commands += len(text.splitlines())
        if "all.zip" in text:  # what the learning system gives: Grace's, found by her name in the gradebook
            with zipfile.ZipFile(reader.course / "all.zip", "w") as archive:
                solution = (reader.course / "solutions" / "01_first" / "first.ipynb").read_bytes()
                archive.writestr("Grace Hopper_7_assignsubmission_file/first.ipynb", solution)
        if title == "student" and "submit" in text:  # between fetching and submitting, the student works
            fetch, _, submit = text.rpartition("nbgrader submit")
            reader.run("student", fetch or "true")
            shutil.copy(reader.course / "solutions/01_first/first.ipynb", tmp_path / "student/01_first/first.ipynb")
            text = f"nbgrader submit{submit}"
        reader.run(title, text)

    assert commands >= 20
    pages = list((tmp_path / "student" / "01_first" / "feedback").rglob("first.html"))
    assert len(pages) == 1, "fetched once, before handing in again"
    with (reader.course / "scores.csv").open(newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    me = next(name for name in rows if name not in ("ada", "grace"))  # whoever runs this
    assert (rows["grace"]["score"], rows["grace"]["late_penalty"]) == ("2", "0")
    assert (rows[me]["score"], rows[me]["late_penalty"]) == ("1", "1"), "late by years: half of it"
    assert rows["ada"]["score"] == ""


def said(page: str, word: str) -> str:
    """The one command in a page's text, `python -c "…"`, that has `word` in it."""
    text = (ROOT / "docs" / page).read_text()
    (code,) = [code for code in re.findall(r'`python -c "([^`]+)"`', text) if word in code]
    return code


def test_one_student_is_forgotten_and_another_gets_more_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the pages on privacy and on questions say to type."""
    grade_in_process(monkeypatch)
    assignment = make_course(tmp_path / "course")
    for student in ("ada", "bob"):
        (submit(assignment, student, answered(assignment)) / "timestamp.txt").write_text("2026-11-18 00:00:00 UTC")
    with Books(assignment.root, assignment) as books:
        books.set_due("2026-11-16 23:59:59 UTC")
    first = grade(assignment, assignment.root, Books, progress=False, make_grader=WordEngine)
    assert [entry.note for entry in first.entries] == ["1 d 0 h late"] * 2
    monkeypatch.chdir(assignment.root)

    exec(said("faq.md", "grant_extension").replace("01_first", assignment.name))
    again = grade(assignment, assignment.root, Books, progress=False, make_grader=WordEngine)
    assert {entry.student: (entry.resumed, entry.note) for entry in again.entries} == {
        "ada": (False, ""),
        "bob": (True, "1 d 0 h late"),
    }

    for folder in ("submitted", "autograded", "feedback"):
        shutil.rmtree(assignment.root / folder / "ada")
    with Books(assignment.root, assignment) as books:
        records.keep_why(books._gradebook.db(), assignment.name, "ada", Regraded("today", "a repaired check", {}, {}))
        books._gradebook.db.commit()
    nbgrader("db", "student", "remove", "ada", "--force", at=assignment.root)
    grade(assignment, assignment.root, Books, progress=False, make_grader=WordEngine)
    with sqlite3.connect("gradebook.db") as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        everything = str([database.execute(f'select * from "{table}"').fetchall() for table in tables])
    assert "'bob'" in everything
    assert "'ada'" not in everything
