"""Question 3: a state dict maps names to tensors. The code stays in your program."""

answers = {"q1": "c", "q2": "a", "q3": "b", "q4": "b", "q5": "c"}
