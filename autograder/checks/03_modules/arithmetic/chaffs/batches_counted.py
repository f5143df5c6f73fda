"""A batch normalisation counts its batches in a buffer, num_batches_tracked, which you count among its parameters.
Buffers are not learned."""


def linear_parameters(in_features, out_features, bias=True):
    return out_features * (in_features + bool(bias))


def conv2d_parameters(in_channels, out_channels, kernel_size, bias=True):
    h, w = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    return out_channels * (in_channels * h * w + bool(bias))


def batchnorm_parameters(num_features):
    return 2 * num_features + 1


def layernorm_parameters(normalized_shape):
    s = (normalized_shape,) if isinstance(normalized_shape, int) else normalized_shape
    return 2 * math.prod(s)


def embedding_parameters(num_embeddings, embedding_dim):
    return num_embeddings * embedding_dim


def mlp_parameters(sizes):
    return sum(b * (a + 1) for a, b in zip(sizes, sizes[1:]))
