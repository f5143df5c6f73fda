"""Question 4: steps that are too long jump over the minimum. Do they then land at zero loss?"""

answers = {"q1": "b", "q2": "d", "q3": "a", "q4": "d", "q5": "b", "q6": "d"}
