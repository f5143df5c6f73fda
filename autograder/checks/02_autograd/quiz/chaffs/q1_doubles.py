"""Question 1: It would, if the second backward could run. What becomes of the tensors that the graph had kept, after
the first?"""

answers = {"q1": "a", "q2": "a", "q3": "d", "q4": "b", "q5": "c"}
