"""Question 5: mean 0 and variance 1 are what a new layer starts from. What happens to these numbers in train mode?"""

answers = {"q1": "c", "q2": "a", "q3": "d", "q4": "b", "q5": "b"}
