"""Probes of quiz: they run beside the student's code, observe, and know no answer."""


def quiz_answer(student, question):
    """The letter answered to one question, in lower case; None where there is no such answer."""
    answers = getattr(student, "answers", None)
    answer = answers.get(question) if isinstance(answers, dict) else None
    return answer.strip().lower() if isinstance(answer, str) else answer
