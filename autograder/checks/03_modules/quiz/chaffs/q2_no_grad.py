"""Question 2: call a model in eval mode and ask its result for requires_grad."""

answers = {"q1": "c", "q2": "b", "q3": "d", "q4": "b", "q5": "c"}
