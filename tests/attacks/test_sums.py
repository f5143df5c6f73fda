"""Each limit for one thing has a limit for the sum: what many small ones take together is counted here."""

import arena
import numpy as np
import pytest
import torch

from autograder.boundary import remote
from autograder.boundary.remote import Link
from autograder.boundary.weight import Room, weight
from autograder.engine import checking
from autograder.engine.cell_outputs import OutputRoom, checked_outputs

pytestmark = pytest.mark.attack

MIB = 1 << 20


class NoProcess:
    used = 0.0


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
