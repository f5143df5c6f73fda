"""Your products are formed in float32, which has no odd numbers above 2²⁴, some 17 million: larger counts are rounded.
Python's own integers are exact at any size."""


def product(*numbers):
    return int(torch.Tensor(numbers).prod())


def linear_parameters(in_features, out_features, bias=True):
    return product(in_features, out_features) + (out_features if bias else 0)


def conv2d_parameters(in_channels, out_channels, kernel_size, bias=True):
    height, width = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    return product(in_channels, out_channels, height, width) + (out_channels if bias else 0)


def batchnorm_parameters(num_features):
    return 2 * num_features


def layernorm_parameters(normalized_shape):
    shape = (normalized_shape,) if isinstance(normalized_shape, int) else normalized_shape
    return 2 * product(*shape)


def embedding_parameters(num_embeddings, embedding_dim):
    return product(num_embeddings, embedding_dim)


def mlp_parameters(sizes):
    return sum(linear_parameters(a, b) for a, b in zip(sizes, sizes[1:]))
