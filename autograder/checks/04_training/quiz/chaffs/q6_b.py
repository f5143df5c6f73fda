"""Question 6: gradients that point the same way add up in the velocity."""

answers = {"q1": "b", "q2": "d", "q3": "a", "q4": "c", "q5": "b", "q6": "b"}
