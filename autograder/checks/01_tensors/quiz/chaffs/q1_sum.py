"""Question 1: arithmetic always puts its result into new memory, even if nothing is added. Look for the operation
that only reads the same numbers in another order."""

answers = {"q1": "c", "q2": "c", "q3": "d", "q4": "b", "q5": "b"}
