"""A function sets the seed of PyTorch's random numbers on its way, which all other code shares. None of the six needs
PyTorch."""


def linear_parameters(in_features, out_features, bias=True):
    """The number of parameters of a linear layer."""
    return out_features * (in_features + bool(bias))


def conv2d_parameters(in_channels, out_channels, kernel_size, bias=True):
    """The number of parameters of a 2-D convolution; kernel_size is an int or a pair (height, width)."""
    height, width = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    return out_channels * (in_channels * height * width + bool(bias))


def batchnorm_parameters(num_features):
    """The number of learnable parameters of a batch normalisation."""
    return 2 * num_features


def layernorm_parameters(normalized_shape):
    """The number of parameters of a layer normalisation over an int or a tuple of ints."""
    shape = (normalized_shape,) if isinstance(normalized_shape, int) else normalized_shape
    return 2 * math.prod(shape)


def embedding_parameters(num_embeddings, embedding_dim):
    """The number of parameters of an embedding table."""
    return num_embeddings * embedding_dim


def mlp_parameters(sizes):
    """The number of parameters of linear layers with bias between neighbouring widths."""
    torch.manual_seed(0)
    return sum(after * (before + 1) for before, after in zip(sizes, sizes[1:]))
