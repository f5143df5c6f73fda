"""Real layers are made, and their numbers counted."""


def count(layer):
    return sum(p.numel() for p in layer.parameters())


def linear_parameters(in_features, out_features, bias=True):
    return count(nn.Linear(in_features, out_features, bias=bias))


def conv2d_parameters(in_channels, out_channels, kernel_size, bias=True):
    return count(nn.Conv2d(in_channels, out_channels, kernel_size, bias=bias))


def batchnorm_parameters(num_features):
    return count(nn.BatchNorm1d(num_features))


def layernorm_parameters(normalized_shape):
    return count(nn.LayerNorm(normalized_shape))


def embedding_parameters(num_embeddings, embedding_dim):
    return count(nn.Embedding(num_embeddings, embedding_dim))


def mlp_parameters(sizes):
    return count(nn.Sequential(*[nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)]))
