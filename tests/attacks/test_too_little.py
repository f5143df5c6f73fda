"""Answers with too little in them to be judged: where a check goes by numbers' statistics, their number decides."""

from pathlib import Path

import pytest
from corpus.hijack import HIJACK

from autograder import course
from autograder.course import grade_id
from autograder.engine.engine import Engine

pytestmark = [pytest.mark.attack, pytest.mark.slow]

ONE_NUMBER = """
def init_weights(model):
    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            layer.weight.data = torch.randn(1) / 1000
            if layer.bias is not None:
                layer.bias.data.zero_()
"""


@pytest.mark.parametrize("answer", [ONE_NUMBER, ONE_NUMBER.replace("randn(1) / 1000", "zeros(0)")], ids=["one", "none"])
def test_weights_of_one_number_have_no_distribution(answer):
    assignment = course.load(course.find_root(Path(__file__)), "03_modules")
    notebook = assignment.read_release()
    next(cell for cell in notebook.cells if grade_id(cell) == "init_weights").source = answer
    with Engine(assignment) as engine:
        (result,) = engine.grade(notebook, only={"init_weights"}, explained=False).report.exercises
    assert result.score == 0, result


NOTHING = {  # what a probe is made to say, from which a check that goes through it has nothing to find wrong
    "chance_level": "{'found': [[]], 'moved': [], 'given back': False, **request['kwargs']}",
    "frozen_head": "{'pair': True, 'held': {}, 'flags': {}, 'extras': [], 'before': {}, 'after': {}, 'grads': {}}",
}


@pytest.mark.parametrize("exercise", NOTHING)
def test_where_nothing_is_told_nothing_is_right(exercise):
    assignment = course.load(course.find_root(Path(__file__)), "05_debugging")
    notebook = assignment.read_release()
    lies = f"{HIJACK}worker._operations['probe'] = lambda request, _: {NOTHING[exercise]}\n"
    cell = next(cell for cell in notebook.cells if grade_id(cell) == exercise)
    cell.source = lies + cell.source
    with Engine(assignment) as engine:
        (result,) = engine.grade(notebook, only={exercise}, explained=False).report.exercises
    assert result.score == 0, result
