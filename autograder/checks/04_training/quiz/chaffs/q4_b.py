"""Question 4: that is overfitting, which comes with time."""

answers = {"q1": "b", "q2": "d", "q3": "a", "q4": "b", "q5": "b", "q6": "d"}
