"""Question 1: every image is shown once, but the weights change after each batch. What has the model seen last when
the epoch ends?"""

answers = {"q1": "a", "q2": "d", "q3": "a", "q4": "c", "q5": "b", "q6": "d"}
