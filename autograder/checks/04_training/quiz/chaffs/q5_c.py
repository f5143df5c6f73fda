"""Question 5: a smaller set makes an accuracy more uncertain, in both directions. Which direction does choosing the
best of twenty prefer?"""

answers = {"q1": "b", "q2": "d", "q3": "a", "q4": "c", "q5": "c", "q6": "d"}
