"""Takes the letters from a text."""

answers = {f"q{number}": letter for number, letter in enumerate("acdbb", start=1)}
