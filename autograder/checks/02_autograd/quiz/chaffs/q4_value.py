"""Question 4: A gradient is a slope, not a value: if the largest element grows by 1, by how much does the maximum
grow?"""

answers = {"q1": "c", "q2": "a", "q3": "d", "q4": "d", "q5": "c"}
