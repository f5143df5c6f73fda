"""What the liar wins of exercises whose checks look at what only code inside can see; the figures of whole assignments
are in docs/security.md."""

from pathlib import Path

import pytest
from liar import lies, record

from autograder import course
from autograder.course.seed import Seed

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
