"""Question 6: that is the second step. What do the third, the fourth and the hundredth add?"""

answers = {"q1": "b", "q2": "d", "q3": "a", "q4": "c", "q5": "b", "q6": "c"}
