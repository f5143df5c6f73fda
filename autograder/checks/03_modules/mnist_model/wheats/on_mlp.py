"""A subclass of exercise 5's class."""


class MNISTModel(MLP):
    def __init__(self):
        super().__init__([784, 256, 128, 10], dropout=0.2)

    def forward(self, x):
        return super().forward(x.flatten(1))
