"""Question 5: the batch and the old averages are mixed in train mode, to update the averages. Which of the two is used
in eval mode?"""

answers = {"q1": "c", "q2": "a", "q3": "d", "q4": "b", "q5": "d"}
