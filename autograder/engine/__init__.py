"""One submission: run it in the sandbox, check it, and say what was found."""
