"""The same letters in upper case."""

answers = {"q1": "A", "q2": "C", "q3": "D", "q4": "B", "q5": "B"}
