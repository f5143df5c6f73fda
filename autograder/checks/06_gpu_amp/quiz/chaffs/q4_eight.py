"""Question 4: weights and gradients alone are 8 bytes before. What about Adam?"""

answers = {"q1": "d", "q2": "b", "q3": "c", "q4": "d", "q5": "b"}
