"""Question 1: a module's .to returns the module, and so nothing need be assigned. Look at
next(model.parameters()).device."""

answers = {"q1": "b", "q2": "b", "q3": "c", "q4": "a", "q5": "b"}
