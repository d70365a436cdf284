"""Logs what the must-haves need with the real client. Prints JSON: ids of experiments and runs by name."""
import json
import math
import sys

import mlflow
import numpy
import pandas

mlflow.set_tracking_uri(sys.argv[1])
client = mlflow.MlflowClient()
found = {}

# Nine networks: three sizes, three seeds of each.
found["sweep"] = mlflow.set_experiment("sweep").experiment_id
for width in (16, 32, 64):
    for seed in (1, 2, 3):
        with mlflow.start_run(run_name=f"w{width}-s{seed}") as run:
            mlflow.log_params({"width": width, "seed": seed, "optimizer": "adam" if width < 64 else "sgd"})
            mlflow.set_tag("stage", "tune" if seed < 3 else "final")
            for step in range(30):
                loss = 100 / width / (step + 1) + 0.01 * seed
                mlflow.log_metrics({"train/loss": loss, "epoch": step / 10, "accuracy": 1 - loss / 10}, step=step)
            # It was better once than it was at the end.
            mlflow.log_metric("val/loss", 0.5, step=0)
            mlflow.log_metric("val/loss", 0.1 + seed / 100, step=1)
            mlflow.log_metric("val/loss", 0.4, step=2)
            found[f"w{width}-s{seed}"] = run.info.run_id
with mlflow.start_run(run_name="untuned") as run:
    mlflow.log_param("note", "no width here")
    found["untuned"] = run.info.run_id

# One with everything that a chart has to bear.
found["odd"] = mlflow.set_experiment("odd").experiment_id
with mlflow.start_run(run_name="odd values") as run:
    for step, value in enumerate([1.0, 2.0, math.nan, math.inf, -math.inf, 3.0]):
        mlflow.log_metric("odd", value, step=step)
    found["odd values"] = run.info.run_id

# One with files of many kinds.
found["files"] = mlflow.set_experiment("files").experiment_id
with mlflow.start_run(run_name="files") as run:
    mlflow.log_text("first line\nsecond line\n", "notes.txt")
    mlflow.log_dict({"layers": [1, 2], "name": "ünïcode"}, "config.json")
    mlflow.log_text("x,y\n1,2\n3,4\n", "table.csv")
    mlflow.log_text("<h1>Report</h1><script>document.title = 'taken over'</script>", "report.html")
    mlflow.log_image(numpy.full((20, 20, 3), 200, dtype=numpy.uint8), "grey.png")
    frame = pandas.DataFrame({"name": ["ada", "bob"], "score": [0.5, 0.75]})
    frame.to_parquet("scores.parquet")
    mlflow.log_artifact("scores.parquet")
    numpy.savez("arrays.npz", weights=numpy.arange(6, dtype=numpy.float32).reshape(2, 3))
    mlflow.log_artifact("arrays.npz")
    with open("tone.wav", "wb") as tone:
        samples = bytes(800)
        tone.write(b"RIFF" + (36 + len(samples)).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little"))
        tone.write(b"\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data" + len(samples).to_bytes(4, "little") + samples)
    mlflow.log_artifact("tone.wav")
    mlflow.log_table({"question": ["a?", "b?"], "answer": ["yes", "no"]}, "answers.json")
    found["with files"] = run.info.run_id

print(json.dumps(found))
