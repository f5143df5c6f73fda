"""Question 2: `backward` does not overwrite `.grad`."""

answers = {"q1": "b", "q2": "a", "q3": "a", "q4": "c", "q5": "b", "q6": "d"}
