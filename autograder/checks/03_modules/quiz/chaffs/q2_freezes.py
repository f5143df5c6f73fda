"""Question 2: freezing is a property of parameters, and eval() does not touch it. Look at requires_grad before and
after."""

answers = {"q1": "c", "q2": "d", "q3": "d", "q4": "b", "q5": "c"}
