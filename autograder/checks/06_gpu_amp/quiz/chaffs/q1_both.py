"""Question 1: print x.device after that line. What does a tensor's .to return, and who keeps it?"""

answers = {"q1": "a", "q2": "b", "q3": "c", "q4": "a", "q5": "b"}
