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
    """Question 1: what .to moves."""
    assert_answered(student, "q1", "d")


@check("quiz")
def test_question_2(student):
    """Question 2: a huge product in no time."""
    assert_answered(student, "q2", "b")


@check("quiz")
def test_question_3(student):
    """Question 3: who needs a scaler."""
    assert_answered(student, "q3", "c")


@check("quiz")
def test_question_4(student):
    """Question 4: bytes for a parameter."""
    assert_answered(student, "q4", "a")


@check("quiz")
def test_question_5(student):
    """Question 5: accumulation and batches."""
    assert_answered(student, "q5", "b")
