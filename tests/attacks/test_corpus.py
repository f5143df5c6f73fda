"""The corpus, run as submissions are: no point forged, nothing read, no escape, no neighbour harmed; with a tally."""

import contextlib
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import arena
import nbformat
import pytest
from corpus import GROUPS
from miniature import no_head_start
from nbgrader.api import Gradebook
from nbgrader.apps import NbGrader, NbGraderAPI
from nbgrader.coursedir import CourseDirectory

import autograder.lms.nbgrader.preprocessors as plugin
from autograder import course
from autograder.boundary.jail import Limits
from autograder.classroom.executor import grade_one
from autograder.classroom.grade import grade
from autograder.classroom.intake import read_submitted
from autograder.classroom.restore import restore
from autograder.classroom.submission import pack
from autograder.classroom.terminal import terminal
from autograder.course.build import build
from autograder.engine.engine import Engine
from autograder.lms.gradescope import __main__ as gradescope
from autograder.lms.nbgrader.books import Books
from autograder.pages.page import render_page
from autograder.pages.table import report_table

pytestmark = pytest.mark.attack

CANARY = "canary-3fa7c1"
BRIEF = Limits(cell_seconds=2, check_seconds=2, patience=2, idle_seconds=5)
STUBS = {name: f"def {name}(x):\n    raise NotImplementedError" for name in ("second", "third")}
ATTACKS = [(group, name) for group, attacks in GROUPS.items() for name in attacks]
# Of the hidden checks, of the reference and of the engine: nothing that is seen inside may hold any of it.
SECRETS = (CANARY, "random_numbers", "of_integers(student", "class GradingPlugin")

_OPENED = re.compile(r"<(script|iframe|object|embed|form|base|link|input|button|svg)\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"<[a-z][^<>]*?\s(on\w+|href=\"(?!https?://|mailto:|#)|src=\"(?!data:image/))", re.IGNORECASE)


def harmful_parts(page: str) -> list[str]:
    """Tags and attributes that a page of ours never has; what is escaped is none."""
    return [match[0] for pattern in (_OPENED, _ATTRIBUTE) for match in pattern.finditer(page)]


class Tally:
    """The last line of a run: what was tried and what came of it."""

    tried = forged = read = escapes = harmed = 0

    def __str__(self) -> str:
        return (
            f"attacks tried {self.tried}, points forged {self.forged:g}, things read {self.read}, "
            f"escapes {self.escapes}, neighbours harmed {self.harmed}"
        )


TALLY = Tally()


class Remembering:
    """The engine that runs. What it has graded it does not run again, whichever way it comes in.

    The ways differ in what lies around the sandbox, and an attack that eats a minute need not eat one for each of them.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[object, object] = {}

    def grade(self, notebook, *, files=None, only=None, within=None):
        cells = tuple((cell.cell_type, cell.source) for cell in notebook.cells)
        key = (cells, tuple(sorted((files or {}).items())), frozenset(only or ()))
        if key not in self._known:
            self._known[key] = self._engine.grade(notebook, files=files, only=only)
        return self._known[key]

    def __getattr__(self, name):
        return getattr(self._engine, name)


def source_of(engine, group: str, name: str) -> str:
    """An attack as it is handed in."""
    root, checks = str(engine.assignment.root), str(engine.assignment.checks_dir)
    return GROUPS[group][name].replace("@ROOT@", root).replace("@CHECKS@", checks)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    os.environ["AUTOGRADER_CANARY"] = CANARY
    root = tmp_path_factory.mktemp("corpus")
    (root / "private.txt").write_text(CANARY)
    try:
        with Engine(arena.make(root), limits=BRIEF) as engine:
            yield engine
    finally:
        del os.environ["AUTOGRADER_CANARY"]


@pytest.fixture(scope="module")
def neighbour(engine):
    """Grades a neighbour, who has something to hide, and returns the report; the first one is what it must be."""
    hides = f"SECRET = '{CANARY}'\nopen('/tmp/mine', 'w').write(SECRET)\nopen('/dev/shm/mine', 'w').write(SECRET)\n"
    notebook = arena.notebook(first=hides + arena.right("first"), third=STUBS["third"])

    def graded():
        report = engine.grade(notebook, only={"first", "third"}).report.to_dict()
        del report["seconds"]
        return report

    graded.first = graded()
    return graded


@pytest.fixture(scope="module")
def remembering(engine) -> Remembering:
    return Remembering(engine)


@pytest.fixture(scope="module")
def baseline(engine) -> float:
    return engine.grade(arena.notebook(**STUBS)).report.score


@pytest.mark.parametrize(
    ("group", "name"), ATTACKS, ids=[f"{group}-{name}".replace(" ", "-") for group, name in ATTACKS]
)
def test_an_attack_gains_and_harms_nothing(engine, remembering, neighbour, baseline, tmp_path, capsys, group, name):
    source = source_of(engine, group, name)
    handed_in = tmp_path / "arena.ipynb"
    nbformat.write(arena.notebook(**{**STUBS, "second": source}), handed_in)
    prepared = restore(read_submitted(handed_in).notebook, arena.notebook(**STUBS)).notebook

    graded = remembering.grade(prepared)

    page = render_page(prepared, graded.report, graded.outputs)
    terminal(width=100).print(report_table(graded.report))
    shown = capsys.readouterr().out
    seen = "\n".join([graded.report.to_json(), str(graded.outputs), page])
    forged = max(0.0, graded.report.score - baseline)
    read = [secret for secret in SECRETS if secret in seen.replace(source, "")]
    escaped = [mark for mark in ("'ESCAPED\\n'", "uid=0(root)") if mark in str(graded.outputs)]
    escaped += [path.name for path in engine.assignment.root.glob("escaped*")]
    hurt = harmful_parts(page) + sorted(set("\x1b\x07\x08\x9b\u202e") & set(shown + page))
    harmed = neighbour() != neighbour.first

    TALLY.tried += 1
    TALLY.forged += forged
    TALLY.read += len(read)
    TALLY.escapes += len(escaped) + len(hurt)
    TALLY.harmed += harmed
    assert not forged
    assert not read
    assert not escaped
    assert not hurt
    assert not harmed


# Who comes in by the other ways: with ATTACKS=all everybody, which takes minutes on an idle machine, and with
# ATTACKS=forging,staying everybody of these groups.
FEW = [(group, name) for group, attacks in GROUPS.items() for name in list(attacks)[:2] if group != "starving"]
FEW += [("starving", "an end"), ("starving", "a crash")]
ASKED = os.environ.get("ATTACKS", "").split(",")
COMERS = [(group, name) for group, name in ATTACKS if group in ASKED or "all" in ASKED] or FEW


@pytest.fixture
def course_of_attackers(remembering, tmp_path, monkeypatch):
    """A whole course with a student for each attack of COMERS, and a neighbour; `Engine` is the one that runs."""
    engine = remembering
    assignment = arena.make(tmp_path / "course")
    root = assignment.root
    (root / course.CONFIG).write_text(
        f"load_subconfig('nbgrader_config.py', path={str(course.find_root(Path(__file__)))!r})\nc = get_config()\n"
        f"c.AutograderCourse.checks = {str(arena.CHECKS)!r}\n"
    )
    hand_in = {"neighbour": arena.notebook()}
    for group, name in COMERS:
        hand_in[f"{group} {name}"] = arena.notebook(**{**STUBS, "second": source_of(engine, group, name)})
    for who, notebook in hand_in.items():
        path = root / "submitted" / who / arena.NAME / "arena.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    build(assignment)
    monkeypatch.setattr(plugin, "_engine_for", lambda assignment: engine)
    monkeypatch.setattr(gradescope, "start_engine", lambda assignment, **_: contextlib.nullcontext(engine))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    return assignment


def test_as_one_class_through_nbgrader(course_of_attackers, baseline, monkeypatch):
    root = course_of_attackers.root
    monkeypatch.chdir(root)
    app = NbGrader()
    app.load_config_file()
    coursedir = CourseDirectory(config=app.config, root=str(root))
    api = NbGraderAPI(coursedir=coursedir, config=app.config)
    with Books(root, course_of_attackers) as books:
        books.register()
    done = api.autograde(arena.NAME, "*")
    assert done["success"], done["log"]
    assert api.generate_feedback(arena.NAME, force=True)["success"]
    _assert_nothing_gained(root, baseline)


def test_as_one_class_through_grade(course_of_attackers, remembering, baseline, monkeypatch):
    """In this process, with the engine that runs: the pool's own processes are tested elsewhere."""

    def one_by_one(submissions, job, executor, **_):
        release = job.assignment.read_release()
        for submission in submissions:
            yield grade_one(pack(submission, job.assignment), job.assignment, release, remembering)

    monkeypatch.setattr("autograder.classroom.grade.grade_all", one_by_one)
    no_head_start(monkeypatch)
    summary = grade(course_of_attackers, course_of_attackers.root, Books, progress=False)
    assert summary.ok
    _assert_nothing_gained(course_of_attackers.root, baseline)


def test_as_one_class_through_gradescope(course_of_attackers, baseline, tmp_path):
    settings = {"seconds": 480.0, "feedback": "visible", "checks": "hidden"}
    for folder in sorted((course_of_attackers.root / "submitted").iterdir()):
        home = tmp_path / folder.name
        home.mkdir()
        (folder / arena.NAME).rename(home / "submission")
        gradescope.run(course_of_attackers, home, settings)
        text = (home / "results" / "results.json").read_text()
        assert json.loads(text)["score"] <= (8 if folder.name == "neighbour" else baseline), folder.name
        assert CANARY not in text


def _assert_nothing_gained(root: Path, baseline: float) -> None:
    with Gradebook(f"sqlite:///{root}/gradebook.db") as book:
        scores = {one.student_id: one.score for one in book.assignment_submissions(arena.NAME)}
    assert scores.pop("neighbour") == 8
    assert len(scores) == len(COMERS)
    assert max(scores.values()) <= baseline
    for page in [*(root / "autograded").rglob("*.ipynb"), *(root / "feedback").rglob("*.html")]:
        assert CANARY not in page.read_text(), page


def test_the_corpus_is_large_and_each_attack_is_one_idea():
    sources = [source for attacks in GROUPS.values() for source in attacks.values()]
    assert len(sources) >= 80
    assert len(set(sources)) == len(sources)


def test_the_tally_is_told(engine):
    told = re.fullmatch(
        r"attacks tried \d+, points forged 0, things read 0, escapes 0, neighbours harmed 0", str(TALLY)
    )
    assert told, TALLY
