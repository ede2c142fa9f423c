"""The same by somebody who knows: grey is read as grey, buffers are made once and bound, files are decoded ahead, publishing waits for nobody."""

import json
import queue
import threading

import cv2
import numpy as np
import onnxruntime as ort
import paho.mqtt.client as mqtt

from peer import TOPIC, Order

AHEAD = 4  # decoded files that wait for the network

order = Order()
cv2.setNumThreads(order.threads)
options = ort.SessionOptions()
options.intra_op_num_threads = order.threads
options.inter_op_num_threads = 1
session = ort.InferenceSession(order.model, options, providers=["CPUExecutionProvider"])
(given,), (answer, *_) = session.get_inputs(), session.get_outputs()
pixels = np.empty([1, *given.shape[1:]], np.uint8)
maps = np.empty([1, *answer.shape[1:]], np.float32)
binding = session.io_binding()
for bind, tensor, array in ((binding.bind_input, given, pixels), (binding.bind_output, answer, maps)):
    bind(tensor.name, "cpu", 0, array.dtype, array.shape, array.ctypes.data)

client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
client.max_inflight_messages_set(1000)
client.connect("127.0.0.1", order.port)
client.loop_start()

flags = cv2.IMREAD_GRAYSCALE if order.channels == 1 else cv2.IMREAD_COLOR


def decoded():
    """Another thread reads files while the network runs: neither holds the interpreter's lock."""
    waiting = queue.Queue(AHEAD)

    def read():
        for sequence, picture in order.parts():
            waiting.put((sequence, cv2.imread(order.files[picture], flags)))
        waiting.put(None)

    threading.Thread(target=read).start()
    yield from iter(waiting.get, None)


def in_memory():
    frames = [cv2.imread(file, flags) for file in order.files]
    for sequence, picture in order.parts():
        yield sequence, frames[picture]


said = []
for sequence, frame in in_memory() if order.source == "memory" else decoded():
    if order.channels == 1:
        np.copyto(pixels[0, 0], frame)
    else:
        for channel in range(3):
            cv2.extractChannel(frame, 2 - channel, pixels[0, channel])
    session.run_with_iobinding(binding)
    score = float(maps[0, 0].max())
    event = {"data": {"sequence": sequence, "evaluation": order.verdict(score), "score": score}}
    said.append(client.publish(TOPIC, json.dumps(event), qos=1))
for message in said:
    message.wait_for_publish()
order.tell()
client.disconnect()
