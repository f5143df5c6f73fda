"""Counts real layers without memory."""


def _n(layer):
    return sum(p.numel() for p in layer.parameters())


def linear_parameters(in_features, out_features, bias=True):
    return _n(nn.Linear(in_features, out_features, bias=bias, device="meta"))


def conv2d_parameters(in_channels, out_channels, kernel_size, bias=True):
    return _n(nn.Conv2d(in_channels, out_channels, kernel_size, bias=bias, device="meta"))


def batchnorm_parameters(num_features):
    return _n(nn.BatchNorm1d(num_features, device="meta"))


def layernorm_parameters(normalized_shape):
    return _n(nn.LayerNorm(normalized_shape, device="meta"))


def embedding_parameters(num_embeddings, embedding_dim):
    return _n(nn.Embedding(num_embeddings, embedding_dim, device="meta"))


def mlp_parameters(sizes):
    return _n(nn.ModuleList(nn.Linear(a, b, device="meta") for a, b in zip(sizes, sizes[1:])))
