"""You make the constants as float32 and convert them afterwards: by then a float64 or a large integer has lost its
last digits. Make them with the right dtype at once."""


def constant_family(x, value):
    ones = torch.ones(x.shape, device=x.device)
    return (ones * 0).to(x.dtype), ones.to(x.dtype, copy=True), (ones * value).to(x.dtype)
