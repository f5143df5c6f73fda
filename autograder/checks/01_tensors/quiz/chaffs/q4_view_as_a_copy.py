"""Question 4: a view has no numbers of its own. Where does a write through a view go?"""

answers = {"q1": "a", "q2": "c", "q3": "d", "q4": "a", "q5": "b"}
