"""Question 4: count again, in float32: a weight, a gradient, and what Adam remembers. How many numbers are these?"""

answers = {"q1": "d", "q2": "b", "q3": "c", "q4": "c", "q5": "b"}
