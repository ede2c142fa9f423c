"""The inspection networks: encoder-decoders whose outputs are the explanation of their verdict.

Input  uint8 [n, 1 or 3, h, w], h and w multiples of 32; normalisation is inside the graph.
Output maps float32 [n, classes + 3, h / 4, w / 4]:
  channel 0          probability that a mark over its limit lies here (the heat map, the score is its peak)
  channel 1          log2(size / limit) of the mark that lies here
  channel 2          how uncertain that is: scale of a logistic distribution, log2
  channels 3 …       probability of a mark of each class, whatever its size

The score is no output of its own: it is P(a mark) × P(log2(size / limit) >= 0), so that sizes teach it.
"""

import torch
from torch import nn
from torch.nn import functional

HEADS = 3


class Separable(nn.Module):
    """Depthwise then pointwise convolution (Howard et al. 2017, MobileNets), residual where shapes allow."""

    def __init__(self, channels_in: int, channels_out: int, kernel: int = 3, stride: int = 1):
        super().__init__()
        self.depthwise = nn.Conv2d(channels_in, channels_in, kernel, stride, kernel // 2, groups=channels_in, bias=False)
        self.norm_depthwise = nn.BatchNorm2d(channels_in)
        self.pointwise = nn.Conv2d(channels_in, channels_out, 1, bias=False)
        self.norm_pointwise = nn.BatchNorm2d(channels_out)
        self.residual = stride == 1 and channels_in == channels_out

    def forward(self, x):
        y = functional.relu(self.norm_depthwise(self.depthwise(x)))
        y = self.norm_pointwise(self.pointwise(y))
        return functional.relu(x + y) if self.residual else functional.relu(y)


class Dense(nn.Module):
    """Two full convolutions with a residual (He et al. 2016); with a stride one, without."""

    def __init__(self, channels_in: int, channels_out: int, kernel: int = 3, stride: int = 1):
        super().__init__()
        self.first = convolution(channels_in, channels_out, 3, stride)
        self.residual = stride == 1 and channels_in == channels_out
        if self.residual:
            self.second = nn.Sequential(nn.Conv2d(channels_out, channels_out, 3, 1, 1, bias=False), nn.BatchNorm2d(channels_out))

    def forward(self, x):
        y = self.first(x)
        return functional.relu(x + self.second(y)) if self.residual else y


def convolution(channels_in: int, channels_out: int, kernel: int, stride: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(channels_in, channels_out, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(channels_out),
        nn.ReLU(),
    )


class InspectionNetwork(nn.Module):
    def __init__(self, classes: int, channels_in: int, widths, block):
        super().__init__()
        w2, w4, w8, w16, w32 = widths
        self.to2 = convolution(channels_in, w2, 5, 2)
        self.to4 = nn.Sequential(convolution(w2, w4, 3, 2), block(w4, w4))
        self.to8 = nn.Sequential(block(w4, w8, 3, 2), block(w8, w8, 5), block(w8, w8, 5))
        self.to16 = nn.Sequential(block(w8, w16, 3, 2), block(w16, w16, 5), block(w16, w16, 5))
        self.to32 = nn.Sequential(block(w16, w32, 3, 2), block(w32, w32))
        self.up16 = nn.Conv2d(w32, w16, 1)
        self.up8 = nn.Conv2d(w16, w8, 1)
        self.up4 = nn.Conv2d(w8, w4, 1)
        self.mix16 = Separable(w16, w16)
        self.mix8 = Separable(w8, w8)
        self.mix4 = Separable(w4, w4)
        self.head = nn.Conv2d(w4, classes + HEADS, 1)

    def forward(self, pixels):
        """Channel 0 is the logit of a mark, 1 log2(size / limit), 2 the logarithm of its scale, then logits of the classes."""
        x2 = self.to2(pixels.float() * (1 / 64) - 2)
        x4 = self.to4(x2)
        x8 = self.to8(x4)
        x16 = self.to16(x8)
        x32 = self.to32(x16)
        y16 = self.mix16(x16 + grow(self.up16(x32)))
        y8 = self.mix8(x8 + grow(self.up8(y16)))
        y4 = self.mix4(x4 + grow(self.up4(y8)))
        return self.head(y4)


WIDTHS = (8, 24, 64, 96, 128)


def small(classes: int, channels_in: int, widths=WIDTHS) -> InspectionNetwork:
    """Looks at every part of its line."""
    return InspectionNetwork(classes, channels_in, widths, Separable)


def general(classes: int) -> InspectionNetwork:
    """Looks again, at a crop of any line, in colour."""
    return InspectionNetwork(classes, 3, (24, 32, 64, 88, 80), Dense)


def grow(x):
    return functional.interpolate(x, scale_factor=2.0, mode="nearest")


def scale_of(logits):
    """Scale of log2(size / limit): between 1 % of a size and a factor of two."""
    return torch.exp(logits[:, 2].clamp(-4.2, 0))


class Shipped(nn.Module):
    """What the ONNX file holds: probabilities instead of logits."""

    def __init__(self, network: InspectionNetwork):
        super().__init__()
        self.network = network

    def forward(self, pixels):
        logits = self.network(pixels)
        scale = scale_of(logits)
        over = torch.sigmoid(logits[:, 0]) * torch.sigmoid(logits[:, 1] / scale)
        return torch.cat([over[:, None], logits[:, 1:2], scale[:, None], torch.sigmoid(logits[:, HEADS:])], dim=1)
