"""Question 2: PyTorch does not wait: it knows at the call that this tensor is a leaf that requires grad, and what
writing into it would mean."""

answers = {"q1": "c", "q2": "b", "q3": "d", "q4": "b", "q5": "c"}
