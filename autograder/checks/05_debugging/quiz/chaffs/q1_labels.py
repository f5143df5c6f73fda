"""Question 1: A model that knows nothing is wrong by the same amount whatever the labels are. What must its outputs be
like to be wrong by so much more?"""

answers = {"q1": "b", "q2": "b", "q3": "d", "q4": "a", "q5": "c"}
