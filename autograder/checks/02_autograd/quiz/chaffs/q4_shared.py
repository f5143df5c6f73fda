"""Question 4: That is the gradient of the mean. If the first element grows a little, does the maximum?"""

answers = {"q1": "c", "q2": "a", "q3": "d", "q4": "a", "q5": "c"}
