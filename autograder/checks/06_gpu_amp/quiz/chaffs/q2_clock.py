"""Question 2: the clock of the wall goes on for everybody. It was read too early: when would be the right moment?"""

answers = {"q1": "d", "q2": "d", "q3": "c", "q4": "a", "q5": "b"}
