"""Question 1: the gradients of sixty batches in a row have no zeros in them but one class only. Is each of them
right on average?"""

answers = {"q1": "d", "q2": "d", "q3": "a", "q4": "c", "q5": "b", "q6": "d"}
