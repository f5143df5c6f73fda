"""Question 5: With labels of other images nothing can be learned that holds for new ones, and the validation curve says
so. Which mistake makes the curves look better, not worse?"""

answers = {"q1": "c", "q2": "b", "q3": "d", "q4": "a", "q5": "b"}
