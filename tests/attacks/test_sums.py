"""Each limit for one thing has a limit for the sum: what many small ones take together is counted here."""

import contextlib
import re
import shutil
import tracemalloc
from pathlib import Path

import arena
import numpy as np
import pytest
import torch
from corpus.hijack import HIJACK

from autograder.boundary import remote
from autograder.boundary.remote import Link
from autograder.boundary.weight import Room, weight
from autograder.engine import checking
from autograder.engine.cell_outputs import OutputRoom, checked_outputs
from autograder.engine.engine import Engine
from autograder.engine.evidence import findings
from autograder.engine.report import Status
from autograder.expect import assert_equal
from autograder.expect.evidence import recording

pytestmark = pytest.mark.attack

MIB = 1 << 20


class NoProcess:
    used = 0.0
    charged = staticmethod(contextlib.nullcontext)


ANSWERS = {
    "tensors": lambda: torch.zeros(MIB // 8),
    "arrays": lambda: np.zeros(MIB // 16),
    "texts": lambda: "x" * (MIB // 2),
    "bytes": lambda: bytes(MIB // 2),
    "keys": lambda: {"x" * (MIB // 2): 1},
    "many small ones": lambda: [0] * (MIB // 128),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_transcript_keeps_so_much_and_no_more(kind):
    link = Link(NoProcess(), 1)
    for _ in range(100):
        link.note(ANSWERS[kind]())
    kept = [value for _, value in link.transcript if not (isinstance(value, tuple) and value[0] == "large")]
    assert 1 <= len(kept) < 100
    assert weight(kept) <= remote.MOST_NOTED + MIB


@pytest.mark.parametrize("large", [np.zeros(24 * MIB, np.uint8), "x" * (24 * MIB), [bytes(2 * MIB)]])
def test_one_large_answer_is_not_kept(large):
    link = Link(NoProcess(), 1)
    link.note(large)
    assert link.transcript[0][1][0] == "large"


def test_all_transcripts_of_a_submission_have_one_room():
    room, kept = Room(10 * MIB), 0
    for _ in range(50):
        link = Link(NoProcess(), 1, room=room)
        link.note(np.zeros(MIB // 2, np.uint8))
        kept += link.transcript[0][1][0] != "large" if isinstance(link.transcript[0][1], tuple) else 1
    assert kept < 21


def test_the_engine_hands_one_room_to_all_checks(arena_engine, monkeypatch):
    rooms = []
    note = Link.note

    def counted(link, value):
        rooms.append(link._rooms[-1])
        note(link, value)

    monkeypatch.setattr(Link, "note", counted)
    monkeypatch.setattr(checking, "_MOST_KEPT", 12345)
    answers = {name: f"import numpy\ndef {name}(x): return numpy.zeros(10**5)" for name in arena.EXERCISES}
    arena_engine.grade(arena.notebook(**answers))
    shared = [room for room in rooms if room.left <= 12345]
    assert len(shared) >= 4
    assert len(set(map(id, shared))) == 1


DISPLAY = {"output_type": "display_data", "data": {"text/html": "x" * 3_900_000}, "metadata": {}}
ERROR = {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["x" * 2_000] * 100}
STREAM = {"output_type": "stream", "name": "stdout", "text": "x" * 60_000}


@pytest.mark.parametrize("output", [DISPLAY, ERROR, STREAM], ids=["displays", "errors", "streams"])
def test_all_cells_of_a_notebook_have_one_room(output):
    room = OutputRoom()
    outputs = [checked_outputs([output] * 10, 64_000, room) for _ in range(100)]
    assert len(str(outputs)) < 20_000_000
    assert str(outputs).count("output cut here") == 1


def test_a_display_has_few_formats():
    many = {"output_type": "display_data", "data": {f"text/{n}": "" for n in range(10_000)}}
    (shown,) = checked_outputs([many], 1_000)
    assert len(shown["data"]) <= 10


def test_a_notebook_that_floods_its_page_is_cut_with_a_word(arena_engine):
    flood = "from IPython.display import HTML, display\nfor n in range(3): display(HTML('<p>' + 'x' * 1_300_000))"
    notebook = arena.notebook()
    notebook.cells += [arena.new_code_cell(flood, id=f"flood-{n}") for n in range(12)]
    graded = arena_engine.grade(notebook)
    assert graded.report.score == 8
    assert len(str(graded.outputs)) < 20_000_000
    assert "output cut here" in str(graded.outputs)


PATIENT = '''\
from autograder.expect import check


@check("first")
def test_many(student):
    """first doubles, however often it is asked."""
    assert [student.first(number) for number in range(30)][-1] == 58
'''
BALLAST = (
    HIJACK + "from autograder.boundary.wire import Encoder\ndef first(x): return 2 * x\n"
    "ballast = bytes(20 << 20)\n"
    "def lie(r):\n    number = r.value['args'][0] if 'args' in r.value else 0\n"
    "    return Encoder(lambda v: None).encode({'ok': {'value': 2 * number, 'record': None, 'written': {},\n"
    "        'changed': [], 'modules': {}, 'globals': [], 'ballast': ballast}})\nworker._answer = lie\n"
)


@pytest.mark.slow
def test_answers_that_are_known_are_not_all_held_at_once(tmp_path: Path):
    """Handed in twice, by two accounts or because it was set aside, the second is asked ahead of its checks."""
    shutil.copytree(arena.CHECKS, tmp_path / "checks")
    (tmp_path / "checks" / arena.NAME / "first" / "checks.py").write_text(PATIENT)
    notebook = arena.notebook(first=BALLAST)
    with Engine(arena.make(tmp_path / "course", tmp_path / "checks")) as engine:
        first = engine.grade(notebook, only={"first"}).report
        tracemalloc.start()
        try:
            second = engine.grade(notebook, only={"first"}).report
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert second.score == first.score == 2
    assert most < 200 * MIB


SLOW_TO_READ = (
    HIJACK + "import msgpack\nfrom autograder.boundary.wire import LENGTHS\ndef first(x): return 2 * x\n"
    "empty = {'record': None, 'written': ['d'], 'changed': ['l'], 'modules': ['d'], 'globals': ['l']}\n"
    "tree = ['d', ['ok', ['d', ['value', 58], *map(list, empty.items())]]]\n"
    "head = msgpack.packb([tree, [['bool', 0, [], [], 0, False, False]] * 150_000, [8]])\n"
    "worker._answer = lambda request: LENGTHS.pack(len(head), 8) + head + bytes(8)\n"
)


@pytest.mark.slow
def test_what_takes_long_to_read_is_the_time_of_whoever_said_it(tmp_path: Path):
    """Each answer takes the grader half a second, and the student's process no time at all."""
    shutil.copytree(arena.CHECKS, tmp_path / "checks")
    (tmp_path / "checks" / arena.NAME / "first" / "checks.py").write_text(PATIENT)
    with Engine(arena.make(tmp_path / "course", tmp_path / "checks"), limits=arena.BRIEF) as engine:
        (first,) = engine.grade(arena.notebook(first=SLOW_TO_READ), only={"first"}).report.exercises
    assert first.status is Status.FAILED
    # To read an answer counts as the student's time, and as the check's own: which is over first, the machine decides.
    assert re.search("had not finished after 2 seconds|takes too long to be judged", str(first.checks))


def test_what_was_wrong_is_kept_of_so_much_and_no_more():
    """A list that names one array ten thousand times is short, and written out it has 20 MB each time it is wrong."""
    value = [[torch.zeros(256)] * 100] * 100
    with recording() as evidence:
        for _ in range(60):
            assert_equal(value, [1])
    found = findings(evidence, None, [])
    assert len(found.wrong) == 60
    assert weight(found.to_data()) < 20 * MIB


def test_what_was_wrong_in_all_checks_of_a_submission_has_one_room(arena_engine, monkeypatch):
    monkeypatch.setattr(checking, "_MOST_KEPT", 5_000)
    kept = []
    keep = checking.Checking.keep

    def counted(found, check, trial):
        keep(found, check, trial)
        kept.append(weight(found.trials[check.exercise][check.id].findings.to_data()))

    monkeypatch.setattr(checking.Checking, "keep", counted)
    answers = {name: f"def {name}(x): return torch.zeros(100, dtype=torch.float64)" for name in arena.EXERCISES}
    arena_engine.grade(arena.notebook(**answers))
    assert sum(kept) < 5_000 + 1_000 * len(kept)
    assert min(kept) < 500 < max(kept)
