"""Hidden checks of quiz."""

from autograder.expect import Mismatch, assert_type, check

from . import probes

# Quiz


def assert_answered(student, question, letter):
    answer = student.probe(probes.quiz_answer, question=question)
    if answer is None:
        raise Mismatch(f'there is no answer to "{question}" in a dictionary named answers')
    assert_type(answer, str, f"the answer to {question}")
    if answer != letter:
        raise Mismatch("this is not the right answer", shows=answer)


@check("quiz")
def test_question_1(student):
    """Question 1: backward a second time."""
    assert_answered(student, "q1", "c")


@check("quiz")
def test_question_2(student):
    """Question 2: an in-place operation on a leaf."""
    assert_answered(student, "q2", "a")


@check("quiz")
def test_question_3(student):
    """Question 3: what detach shares."""
    assert_answered(student, "q3", "d")


@check("quiz")
def test_question_4(student):
    """Question 4: the gradient of a maximum."""
    assert_answered(student, "q4", "b")


@check("quiz")
def test_question_5(student):
    """Question 5: what no_grad does and does not do."""
    assert_answered(student, "q5", "c")
