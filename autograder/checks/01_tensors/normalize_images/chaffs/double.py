"""Your result is float64. NumPy computes in float64 unless told otherwise; float32 is asked for."""


def normalize_images(batch, mean, std):
    mean = torch.from_numpy(np.array(mean)).view(-1, 1, 1)
    std = torch.from_numpy(np.array(std)).view(-1, 1, 1)
    return (batch / 255 - mean) / std
