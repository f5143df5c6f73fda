"""Dropout and ReLU the other way round, which comes to the same."""


class MLP(nn.Sequential):
    """dropout and ReLU commute"""

    def __init__(self, sizes, dropout=0.0):
        layers = []
        for pair in zip(sizes[:-1], sizes[1:]):
            layers += [nn.Linear(*pair), nn.Dropout(dropout), nn.ReLU()]
        super().__init__(*layers[:-2])
