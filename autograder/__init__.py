"""An autograded introduction to PyTorch: build, grade and verify the course."""

__version__ = "0.1.0"
