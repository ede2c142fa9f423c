"""Nothing but session.run, as edge/io/bare-worker.ts does it: frames in memory, one thread, the first output."""

import time

import cv2
import numpy as np
import onnxruntime as ort

from peer import Order

order = Order()
options = ort.SessionOptions()
options.intra_op_num_threads = order.threads
options.inter_op_num_threads = 1
session = ort.InferenceSession(order.model, options, providers=["CPUExecutionProvider"])
name, outputs = session.get_inputs()[0].name, [session.get_outputs()[0].name]
flags = cv2.IMREAD_GRAYSCALE if order.channels == 1 else cv2.IMREAD_COLOR_RGB
images = [np.atleast_3d(cv2.imread(file, flags)).transpose(2, 0, 1)[np.newaxis] for file in order.files]
feeds = [{name: np.ascontiguousarray(image)} for image in images]


def run(seconds):
    """Frames a second."""
    begin, runs = time.monotonic(), 0
    while time.monotonic() - begin < seconds:
        session.run(outputs, feeds[runs % len(feeds)])
        runs += 1
    return runs / (time.monotonic() - begin)


run(0.2)
print(run(order.seconds))
