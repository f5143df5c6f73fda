"""Question 1: the loss of a batch is a mean over its samples, whatever their classes are. What does the gradient of
such a batch ask for?"""

answers = {"q1": "c", "q2": "d", "q3": "a", "q4": "c", "q5": "b", "q6": "d"}
