"""The same letters in upper case."""

answers = {"q1": "C", "q2": "B", "q3": "D", "q4": "A", "q5": "C"}
