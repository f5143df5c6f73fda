"""Question 5: no weight was trained on the validation set, but something else was chosen by it."""

answers = {"q1": "b", "q2": "d", "q3": "a", "q4": "c", "q5": "a", "q6": "d"}
