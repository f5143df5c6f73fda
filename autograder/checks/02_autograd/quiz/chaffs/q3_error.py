"""Question 3: The result of detach does not require grad, so writing into it is allowed. Whose numbers change?"""

answers = {"q1": "c", "q2": "a", "q3": "b", "q4": "b", "q5": "c"}
