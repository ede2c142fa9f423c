"""One part after the other, as tutorials for onnxruntime, OpenCV and paho-mqtt show it."""

import json

import cv2
import numpy as np
import onnxruntime as ort
import paho.mqtt.client as mqtt

from peer import TOPIC, Order

order = Order()
options = ort.SessionOptions()
options.intra_op_num_threads = order.threads
session = ort.InferenceSession(order.model, options, providers=["CPUExecutionProvider"])
name = session.get_inputs()[0].name

client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
client.connect("127.0.0.1", order.port)
client.loop_start()

memory = [cv2.imread(file) for file in order.files] if order.source == "memory" else []
for sequence, picture in order.parts():
    image = memory[picture] if memory else cv2.imread(order.files[picture])
    if order.channels == 1:
        pixels = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)[np.newaxis, np.newaxis]
    else:
        pixels = np.transpose(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), (2, 0, 1))[np.newaxis]
    maps = session.run(None, {name: np.ascontiguousarray(pixels)})[0]
    score = float(maps[0, 0].max())
    event = {"data": {"sequence": sequence, "evaluation": order.verdict(score), "score": score}}
    client.publish(TOPIC, json.dumps(event), qos=1).wait_for_publish()
order.tell()
client.disconnect()
