"""Worked out in advance, and again whenever loading or moving changes the buffers."""


class Normalize(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean))
        self.register_buffer("std", torch.tensor(std))
        self.register_load_state_dict_post_hook(lambda module, keys: module.refresh())
        self.refresh()

    def refresh(self):
        self.shift, self.width = self.mean.clone().view(-1, 1, 1), self.std.clone().view(-1, 1, 1)

    def _apply(self, fn, recurse=True):
        super()._apply(fn, recurse)
        self.refresh()
        return self

    def forward(self, x):
        return (x - self.shift) / self.width
