"""Question 2: shapes need not be equal. They are compared from the right, and a missing dimension counts as 1 and
is stretched."""

answers = {"q1": "a", "q2": "a", "q3": "d", "q4": "b", "q5": "b"}
