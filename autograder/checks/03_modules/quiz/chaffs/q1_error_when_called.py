"""Question 1: calling the model needs the layers, and the list has them. Who else needs to find them?"""

answers = {"q1": "b", "q2": "a", "q3": "d", "q4": "b", "q5": "c"}
