"""Question 4: By now NaN has spread from one step to the next through all the weights. At which moment was it in one
place only?"""

answers = {"q1": "c", "q2": "b", "q3": "d", "q4": "c", "q5": "c"}
