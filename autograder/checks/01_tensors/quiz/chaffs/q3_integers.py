"""Question 3: `/` is true division, whose results need not be whole numbers. Which dtype do floating-point results
have by default?"""

answers = {"q1": "a", "q2": "c", "q3": "a", "q4": "b", "q5": "b"}
