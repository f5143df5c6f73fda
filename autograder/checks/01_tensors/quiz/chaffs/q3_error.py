"""Question 3: integer tensors can be divided; the result is promoted to another dtype. To which?"""

answers = {"q1": "a", "q2": "c", "q3": "b", "q4": "b", "q5": "b"}
