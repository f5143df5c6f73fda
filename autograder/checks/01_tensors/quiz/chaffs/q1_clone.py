"""Question 1: cloning is how one asks for a copy. Look for the operation that only reads the same numbers in
another order."""

answers = {"q1": "b", "q2": "c", "q3": "d", "q4": "b", "q5": "b"}
