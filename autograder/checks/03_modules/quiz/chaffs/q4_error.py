"""Question 4: cross entropy cannot tell probabilities from logits: both are rows of numbers."""

answers = {"q1": "c", "q2": "a", "q3": "d", "q4": "a", "q5": "c"}
