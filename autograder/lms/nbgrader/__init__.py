"""nbgrader: the preprocessors it runs of ours, its gradebook, its pages."""
