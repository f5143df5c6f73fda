"""Question 2: shapes are compared from the right, so the 4 of `y` meets the last dimension of `x`. Does that
dimension count rows or columns?"""

answers = {"q1": "a", "q2": "b", "q3": "d", "q4": "b", "q5": "b"}
