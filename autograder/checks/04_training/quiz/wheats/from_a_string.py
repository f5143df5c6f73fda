"""Letters of one string, numbered from 1."""

answers = {f"q{number}": letter for number, letter in enumerate("bdacbd", start=1)}
