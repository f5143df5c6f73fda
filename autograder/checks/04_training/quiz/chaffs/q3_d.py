"""Question 3: dropout sets units to zero in the forward pass."""

answers = {"q1": "b", "q2": "d", "q3": "d", "q4": "c", "q5": "b", "q6": "d"}
