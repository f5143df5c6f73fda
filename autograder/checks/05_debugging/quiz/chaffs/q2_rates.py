"""Question 2: Five runs over everything take long, and if the graph is cut all five fail alike. Which task is so small
that working code cannot fail at it?"""

answers = {"q1": "c", "q2": "c", "q3": "d", "q4": "a", "q5": "c"}
