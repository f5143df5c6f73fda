"""Fills an empty dictionary."""

answers = {}
answers["q1"] = "c"
answers["q2"] = "A"
answers["q3"] = "d"
answers["q4"] = "b"
answers["q5"] = "c"
