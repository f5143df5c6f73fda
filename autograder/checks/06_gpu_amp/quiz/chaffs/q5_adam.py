"""Question 5: Adam sees the gradient of one step, in both cases the same. Is there a layer for which it would be
another?"""

answers = {"q1": "d", "q2": "b", "q3": "c", "q4": "a", "q5": "d"}
