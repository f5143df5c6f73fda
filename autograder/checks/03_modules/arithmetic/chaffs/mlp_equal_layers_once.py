"""Layers of the same two widths are counted once. Each has parameters of its own, whatever the others look like."""


def linear_parameters(in_features, out_features, bias=True):
    return in_features * out_features + bias * out_features


def conv2d_parameters(in_channels, out_channels, kernel_size, bias=True):
    height, width = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    return in_channels * out_channels * height * width + bias * out_channels


def batchnorm_parameters(num_features):
    return 2 * num_features


def layernorm_parameters(normalized_shape):
    return 2 * math.prod([normalized_shape] if isinstance(normalized_shape, int) else normalized_shape)


def embedding_parameters(num_embeddings, embedding_dim):
    return num_embeddings * embedding_dim


def mlp_parameters(sizes):
    return sum(linear_parameters(*pair) for pair in set(zip(sizes, sizes[1:])))
