"""Whether a loss is that of one answer of the model."""

from autograder.expect import Mismatch

from . import common_probes
from .common import number, with_batch_norm


def assert_of_one_answer(student, name, loss_of, x, y, sizes, rng):
    """With dropout, where each call of the model gives another answer, the loss is that of one answer."""
    model = with_batch_norm(*sizes, dropout=0.5, rng=rng)
    seen = student.probe(common_probes.loss_and_answers, name=name, model=model, x=x, y=y)
    answers = [answer for answer in seen["answers"] if len(answer) == len(x)]
    found = number(seen["loss"], "the loss")
    if len(answers) > 1 and all(abs(found - float(loss_of(answer, y))) > 1e-6 * abs(found) for answer in answers):
        raise Mismatch(
            "where the model answers differently from call to call, the loss is not that of one of its answers",
            mistake="The model is asked more than once, and the loss mixes its answers. With dropout they differ.",
        )
