"""mlp_parameters counts the first layer and the last one alone. What lies between them in a longer list?"""


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
    first = linear_parameters(sizes[0], sizes[1])
    return first + (linear_parameters(sizes[-2], sizes[-1]) if len(sizes) > 2 else 0)
