"""The letters as the quiz spells them."""

answers = {"q1": "d", "q2": "b", "q3": "c", "q4": "a", "q5": "b"}
