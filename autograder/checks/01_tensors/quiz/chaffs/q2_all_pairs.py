"""Question 2: all pairs arise when a column meets a row. Here `y` has the length of a row of `x`: which shape do
the two broadcast to?"""

answers = {"q1": "a", "q2": "d", "q3": "d", "q4": "b", "q5": "b"}
