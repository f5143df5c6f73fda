"""A dictionary."""

answers = {"q1": "b", "q2": "d", "q3": "a", "q4": "c", "q5": "b", "q6": "d"}
