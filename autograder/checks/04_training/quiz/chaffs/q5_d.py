"""Question 5: what the test set is used to choose, it cannot judge any more."""

answers = {"q1": "b", "q2": "d", "q3": "a", "q4": "c", "q5": "d", "q6": "d"}
