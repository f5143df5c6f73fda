"""A dictionary that is filled one answer at a time."""

answers = {}
for question, letter in zip(["q1", "q2", "q3", "q4", "q5"], "acdbb"):
    answers[question] = letter
