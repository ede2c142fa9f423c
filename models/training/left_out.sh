#!/bin/sh
# What a model makes of a class that it never met: trains without it, calibrates without it, and verifies with 500 parts or more of it.
#   sh left_out.sh LINE CLASS PARTS-FOLDER [STEPS]
# Prints `{class, n, escapes, upper95, …}`; no second look, for the general model knows every class.
set -e
line=$1 class=$2 parts=$3 steps=${4:-12000}
here=$(cd "$(dirname "$0")" && pwd)
run=$here/run/$line-without-$class
python "$here/train.py" --data "$parts" --leave-out "$class" --steps "$steps" --batch 24 --seed 1 --out "$run"
python "$here/export.py" --run "$run" --name model --models "$run" --parts "$parts" --fixture "$run"
cd "$here/../.."
npx jidoka calibrate --line "$line" --parts 6000 --folder "$run/model" --leave-out "$class"
npx jidoka verify --line "$line" --model "$run/model/model.onnx" --prevalence 1 --parts 3600 --json |
  node -e "let text = ''; process.stdin.on('data', (more) => (text += more)).on('end', () => console.log(JSON.stringify(JSON.parse(text).perClass.find((row) => row.class === process.argv[1]))))" "$class"
