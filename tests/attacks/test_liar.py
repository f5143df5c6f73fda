"""What the liar wins of exercises whose checks look at what only code inside can see; the figures of whole assignments
are in docs/security.md."""

from pathlib import Path

import pytest
from liar import lies, record
from liar.measure import SECRET

from autograder import course
from autograder.course import grade_id
from autograder.course.seed import Seed
from autograder.engine.engine import Engine

pytestmark = [pytest.mark.attack, pytest.mark.slow]

# Exercises that run quickly: 04 trains on its way to the exercises that were repaired, which takes minutes.
BOUNDS = [
    ("06_gpu_amp", "to_device", 0.0),
    ("01_tensors", "describe", 0.0),
    ("02_autograd", "value_and_grad", 0.0),
    ("03_modules", "simple_network", 0.0),
]


@pytest.mark.parametrize(("name", "exercise", "most"), BOUNDS, ids=[each[1] for each in BOUNDS])
def test_the_liar_wins_no_more_than_is_known(name, exercise, most):
    assignment = course.load(course.find_root(Path(__file__)), name)
    found = lies(assignment, record(assignment, (1, 2), {exercise}), only={exercise})
    assert found.points <= most, found.won()


# What a probe tells in a list can be told by an empty one, where a check goes through it and finds nothing wrong.
OF_NOTHING = [
    ("06_gpu_amp", "device_loader", "empty"),
    ("04_training", "make_loaders", "empty"),
]


@pytest.mark.parametrize(("name", "exercise", "twist"), OF_NOTHING, ids=[each[1] for each in OF_NOTHING])
def test_lists_and_dicts_with_nothing_in_them_win_nothing(name, exercise, twist):
    assignment = course.load(course.find_root(Path(__file__)), name)
    found = lies(assignment, record(assignment, (1, 2), {exercise}), only={exercise}, twist=twist)
    assert found.points == 0, found.won()


def test_a_recording_that_is_played_back_under_its_own_seed_is_believed_and_under_another_is_not():
    """The first says that the replay works at all: without a secret seed, this is what a recording would win."""
    assignment = course.load(course.find_root(Path(__file__)), "01_tensors")
    tape = record(assignment, (1,), {"standardize"})
    assert lies(assignment, tape, Seed(1, secret=True), {"standardize"}, replays=True).points > 1
    assert lies(assignment, tape, only={"standardize"}, replays=True).points == 0


def test_few_possible_answers_are_asked_for_in_an_order_that_no_recording_has():
    """Three devices and nothing else can be right: asked in the same order each time, they could be written down."""
    assignment = course.load(course.find_root(Path(__file__)), "06_gpu_amp")
    tape = record(assignment, (1,), {"pick_device"})
    assert lies(assignment, tape, only={"pick_device"}, replays=True).points == 0


def test_that_autograd_has_run_is_believed_of_no_recording():
    """It was said twice, of gradients as they are and of larger ones: by how much larger, no recording knows."""
    assignment = course.load(course.find_root(Path(__file__)), "02_autograd")
    tape = record(assignment, (1,), {"bridge"})
    assert lies(assignment, tape, only={"bridge"}, replays=True).points == 0


# Nothing is saved, and nothing restored: the probe says twice what it has seen of its own run.
OTHER_HALF = """
import sys

def save_checkpoint(path, model, optimizer, scheduler, epoch):
    torch.save({}, path)

def resume(path, model, optimizer, scheduler):
    frame = sys._getframe()
    while "seen" not in frame.f_locals:
        frame = frame.f_back
    seen, probe = frame.f_locals["seen"], frame.f_globals
    if "continued" not in seen:
        kept = {name: probe[name] for name in ("_described", "run_epochs", "state_of")}
        def state_of(model):
            probe.update(kept)
            return seen["uninterrupted"]
        probe.update(_described=lambda *_: seen["at the checkpoint"], run_epochs=lambda *_: None, state_of=state_of)
    return frame.f_locals["before"]
"""


def test_a_probe_that_resumes_a_run_does_not_know_how_it_ends():
    """It went through both runs, and whoever looked at its frame had the second say what the first had come to."""
    assignment = course.load(course.find_root(Path(__file__)), "04_training")
    notebook = assignment.read_release()
    (answer,) = [cell for cell in notebook.cells if grade_id(cell) == "checkpoint"]
    answer.source = OTHER_HALF
    with Engine(assignment, seed=SECRET, remember=False) as engine:
        (found,) = engine.grade(notebook, only={"checkpoint"}, explained=False).report.exercises
    assert found.score == 0, found.checks
