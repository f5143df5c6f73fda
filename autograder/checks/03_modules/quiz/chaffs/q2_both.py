"""Question 2: modes and recording are two switches. Call a model in eval mode and ask its result for requires_grad."""

answers = {"q1": "c", "q2": "c", "q3": "d", "q4": "b", "q5": "c"}
