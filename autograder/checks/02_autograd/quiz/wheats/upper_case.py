"""The same letters in upper case."""

answers = {"q1": "C", "q2": "A", "q3": "D", "q4": "B", "q5": "C"}
