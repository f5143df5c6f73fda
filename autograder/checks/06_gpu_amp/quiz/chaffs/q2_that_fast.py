"""Question 2: divide the number of operations by that time. Which chip does so many in a second?"""

answers = {"q1": "d", "q2": "a", "q3": "c", "q4": "a", "q5": "b"}
