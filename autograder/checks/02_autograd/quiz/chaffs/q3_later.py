"""Question 3: Memory does not wait for backward. Do the two tensors look at one storage or at two?"""

answers = {"q1": "c", "q2": "a", "q3": "c", "q4": "b", "q5": "c"}
