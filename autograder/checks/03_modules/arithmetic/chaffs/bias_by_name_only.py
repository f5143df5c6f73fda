"""Your functions take `bias` by its name alone (`*, bias=True`). The statement's signature takes it in its place as
well: linear_parameters(3, 5, False)."""


def linear_parameters(in_features, out_features, *, bias=True):
    return in_features * out_features + bias * out_features


def conv2d_parameters(in_channels, out_channels, kernel_size, *, bias=True):
    height, width = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    return out_channels * (in_channels * height * width + bias)


def batchnorm_parameters(num_features):
    return 2 * num_features


def layernorm_parameters(normalized_shape):
    return 2 * (normalized_shape if isinstance(normalized_shape, int) else math.prod(normalized_shape))


def embedding_parameters(num_embeddings, embedding_dim):
    return num_embeddings * embedding_dim


def mlp_parameters(sizes):
    return sum(linear_parameters(a, b) for a, b in zip(sizes, sizes[1:]))
