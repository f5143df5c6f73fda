"""A dictionary that is built from two sequences."""

answers = dict(zip(["q1", "q2", "q3", "q4", "q5"], "cbdac"))
