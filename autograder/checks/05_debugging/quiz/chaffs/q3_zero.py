"""Question 3: A gradient of exactly 0 is a tensor of zeros. What does None say that zeros do not?"""

answers = {"q1": "c", "q2": "b", "q3": "a", "q4": "a", "q5": "c"}
