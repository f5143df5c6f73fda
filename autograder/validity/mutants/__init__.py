"""Mutants: right answers with one small change each. A check that notices none of them would notice no student's slip.

`make` writes them, `trial` grades one, `run` does so for many, `memory` keeps what came out. What survives is a hole in
the checks, or an answer that is still right: `equivalents` reads which ones a reviewer found to be so.
"""
