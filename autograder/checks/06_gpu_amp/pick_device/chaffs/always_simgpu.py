"""The name of one accelerator stands in your code. On another machine the accelerator has another name, or there is
none."""


def pick_device():
    return torch.device("simgpu")
