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
    """Question 1: a first loss."""
    assert_answered(student, "q1", "c")


@check("quiz")
def test_question_2(student):
    """Question 2: the quickest experiment."""
    assert_answered(student, "q2", "b")


@check("quiz")
def test_question_3(student):
    """Question 3: a gradient that is None."""
    assert_answered(student, "q3", "d")


@check("quiz")
def test_question_4(student):
    """Question 4: NaN for ever after."""
    assert_answered(student, "q4", "a")


@check("quiz")
def test_question_5(student):
    """Question 5: what the curves do not show."""
    assert_answered(student, "q5", "c")
