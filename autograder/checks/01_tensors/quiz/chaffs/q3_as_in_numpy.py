"""Question 3: that is what NumPy does. PyTorch has a default dtype for floating-point results, and it is a shorter
one."""

answers = {"q1": "a", "q2": "c", "q3": "c", "q4": "b", "q5": "b"}
