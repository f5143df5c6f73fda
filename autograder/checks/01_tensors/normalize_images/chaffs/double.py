"""Your result is float64; float32 is asked for. Arrays of NumPy's are float64, and tensors made of Python floats have
PyTorch's default dtype, which your notebook may have changed: name the dtype."""


def normalize_images(batch, mean, std):
    mean = torch.from_numpy(np.array(mean)).view(-1, 1, 1)
    std = torch.from_numpy(np.array(std)).view(-1, 1, 1)
    return (batch / 255 - mean) / std
