"""Question 4: The newest NaN is a child of older ones: NaN spreads to everything it touches. Where was the first?"""

answers = {"q1": "c", "q2": "b", "q3": "d", "q4": "b", "q5": "c"}
