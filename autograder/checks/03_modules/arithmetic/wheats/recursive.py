"""The MLP by recursion, everything else by products of shapes."""


def linear_parameters(in_features, out_features, bias=True):
    weight = (out_features, in_features)
    return math.prod(weight) + (out_features if bias else 0)


def conv2d_parameters(in_channels, out_channels, kernel_size, bias=True):
    kernel = (kernel_size,) * 2 if isinstance(kernel_size, int) else tuple(kernel_size)
    weight = (out_channels, in_channels, *kernel)
    return math.prod(weight) + (out_channels if bias else 0)


def batchnorm_parameters(num_features):
    return len(("weight", "bias")) * num_features


def layernorm_parameters(normalized_shape):
    if isinstance(normalized_shape, int):
        return layernorm_parameters((normalized_shape,))
    return 2 * math.prod(normalized_shape)


def embedding_parameters(num_embeddings, embedding_dim):
    return linear_parameters(num_embeddings, embedding_dim, bias=False)


def mlp_parameters(sizes):
    if len(sizes) < 2:
        return 0
    first, second, *rest = sizes
    return linear_parameters(first, second) + mlp_parameters([second, *rest])
