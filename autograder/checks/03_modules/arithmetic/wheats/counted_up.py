"""Loops that add up unit by unit."""


def linear_parameters(in_features, out_features, bias=True):
    total = 0
    for _ in range(out_features):
        total += in_features
        if bias:
            total += 1
    return total


def conv2d_parameters(in_channels, out_channels, kernel_size, bias=True):
    try:
        kernel = kernel_size[0] * kernel_size[1]
    except TypeError:
        kernel = kernel_size**2
    return linear_parameters(in_channels * kernel, out_channels, bias)


def batchnorm_parameters(num_features):
    return num_features + num_features


def layernorm_parameters(normalized_shape):
    if not isinstance(normalized_shape, (tuple, list)):
        normalized_shape = [normalized_shape]
    elements = 1
    for size in normalized_shape:
        elements *= size
    return elements * 2


def embedding_parameters(num_embeddings, embedding_dim):
    return sum(embedding_dim for _ in range(num_embeddings))


def mlp_parameters(sizes):
    total = 0
    for i in range(1, len(sizes)):
        total += sizes[i] * (sizes[i - 1] + 1)
    return total
