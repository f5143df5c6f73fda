"""The letters as the quiz spells them."""

answers = {"q1": "a", "q2": "c", "q3": "d", "q4": "b", "q5": "b"}
