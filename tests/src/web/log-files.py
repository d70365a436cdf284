"""Logs files of all kinds that the interface looks into, as a Python program writes them. Prints the id of the run."""

import datetime
import decimal
import io
import json
import pathlib
import struct
import sys
import tempfile
import wave
import zipfile

import mlflow
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 10_000


def make_table():
    numbers = np.arange(ROWS)
    start = datetime.datetime(2024, 5, 6, 7, 8, 9)
    return pa.table(
        {
            "id": pa.array([9007199254740993 + int(n) for n in numbers], pa.int64()),
            "loss": pa.array(1 / (numbers + 1)),
            "name": pa.array([None if n % 7 == 3 else f"row {n}" for n in numbers]),
            "price": pa.array([decimal.Decimal(int(n)) / 100 for n in numbers], pa.decimal128(12, 2)),
            "at": pa.array([start + datetime.timedelta(microseconds=int(n)) for n in numbers], pa.timestamp("us")),
            "exact": pa.array([1_700_000_000_000_000_001 + int(n) for n in numbers], pa.timestamp("ns")),
            "day": pa.array([datetime.date(2024, 1, 1) + datetime.timedelta(days=int(n)) for n in numbers]),
            "tags": pa.array([[str(n), "x"] for n in numbers]),
            "nested": pa.array([{"a": int(n), "b": {"c": n % 2 == 0}} for n in numbers]),
            "raw": pa.array([bytes([n % 256]) for n in numbers]),
        }
    )


def write_parquet(folder):
    table = make_table()
    for codec in ("snappy", "zstd", "gzip", "none", "brotli", "lz4"):
        pq.write_table(table, folder / f"{codec}.parquet", compression=codec, row_group_size=4_000)
    whole = (folder / "snappy.parquet").read_bytes()
    (folder / "cut.parquet").write_bytes(whole[:-100])
    # A footer that says to be longer than the file.
    (folder / "lying.parquet").write_bytes(whole[:-8] + struct.pack("<I", 0x7FFFFFFF) + b"PAR1")
    noise = np.random.default_rng(1).integers(0, 256, 4_000, dtype=np.uint8).tobytes()
    (folder / "noise.parquet").write_bytes(b"PAR1" + noise + struct.pack("<I", 3_000) + b"PAR1")


def write_arrays(folder):
    grid = np.add.outer(np.arange(40.0), np.arange(60.0)).astype(np.float32)
    np.save(folder / "grid.npy", grid)
    np.save(folder / "turned.npy", np.asfortranarray(grid))
    np.save(folder / "half.npy", np.array([1.5, -2.25, np.inf, np.nan, 6e-8], np.float16))
    np.save(folder / "wide.npy", np.array([2**62 + 1, -3], np.int64))
    np.save(folder / "big-endian.npy", np.array([1.5, 2.5], ">f8"))
    np.save(folder / "records.npy", np.zeros(3, [("a", "<i4"), ("b", "<f8")]))
    np.save(folder / "objects.npy", np.array([{"a": 1}], object), allow_pickle=True)
    np.save(folder / "picture.npy", np.random.default_rng(2).integers(0, 255, (32, 48, 3), dtype=np.uint8))
    np.save(folder / "volume.npy", np.arange(5 * 8 * 9, dtype=np.int32).reshape(5, 8, 9))
    np.save(folder / "empty.npy", np.zeros((0, 3)))
    np.savez_compressed(folder / "packed.npz", weights=grid, bias=np.array([0.5, 1.5]))
    np.savez(folder / "plain.npz", x=np.arange(10))
    # A quarter of a gigabyte of zeros in a quarter of a megabyte.
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "|u1", "fortran_order": False, "shape": (2**28,)})
    with zipfile.ZipFile(folder / "bomb.npz", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        with archive.open("zeros.npy", "w", force_zip64=True) as member:
            member.write(header.getvalue())
            for _ in range(64):
                member.write(bytes(2**22))


def write_texts(folder):
    (folder / "train.py").write_text('import os\n\n\ndef train(rate: float):\n    """Says <b>hello</b>."""\n    return rate * 2  # twice\n')
    (folder / "conf.yaml").write_text("lr: 0.1\nlayers: [1, 2]\n")
    (folder / "Dockerfile").write_text("FROM python:3.12\nRUN pip install mlflow\n")
    (folder / "notes.md").write_text("# Findings\n\nIt is **better**.\n\n<script>document.title='taken over'</script>\n")
    (folder / "long.txt").write_text("\n".join(f"line {n}" for n in range(100_000)))
    (folder / "wide.csv").write_bytes(b"a,b\n" + b"x" * 50_000_000)
    (folder / "quoted.csv").write_text('\ufeffname;value;text\nü;1,5;"two\nlines; and ""quotes"""\nb;10;x\nc;9;y\n', encoding="utf-8")
    (folder / "config.json").write_text(json.dumps({"model": {"layers": [1, 2, 3], "big": 12345678901234567890}, "nan": float("nan")}))
    (folder / "deep.json").write_text("[" * 100_000 + "]" * 100_000)
    (folder / "broken.json").write_text('{"a": ')
    (folder / "report.html").write_text("<h1>Report</h1><script>top.document.title='taken over'</script><img src=/api/asked onerror=\"top.document.title='taken over'\"><iframe src=/api/asked></iframe>")
    (folder / "latin.txt").write_bytes("größe".encode("utf-16"))


def write_pictures(folder):
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(4, 3), dpi=100)
    axes.plot([1, 2, 3])
    figure.savefig(folder / "plot.png")
    (folder / "drawing.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><script>top.document.title="taken over"</script>'
        '<rect width="40" height="30" fill="teal"/></svg>'
    )
    (folder / "lie.png").write_text("I am no picture\n")
    (folder / "torn.png").write_bytes((folder / "plot.png").read_bytes()[:40])
    (folder / "scan.tiff").write_bytes(b"II*\x00" + bytes(100))
    with wave.open(str(folder / "tone.wav"), "wb") as sound:
        sound.setparams((1, 2, 8_000, 0, "NONE", ""))
        sound.writeframes((np.sin(np.arange(8_000 * 3) / 5) * 9_000).astype("<i2").tobytes())


def write_notebook(folder):
    png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Notebook\n", "Some text."]},
        {
            "cell_type": "code",
            "execution_count": 3,
            "metadata": {},
            "source": "print(1)",
            "outputs": [
                {"output_type": "stream", "name": "stdout", "text": ["printed\n"]},
                {"output_type": "display_data", "metadata": {}, "data": {"image/png": png, "text/plain": "<Figure>"}},
                {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": ["\x1b[31mValueError\x1b[0m: no"]},
            ],
        },
    ]
    notebook = {"cells": cells, "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "look.ipynb").write_text(json.dumps(notebook))


def write_others(folder):
    (folder / "nothing.txt").write_bytes(b"")
    (folder / "model.pkl").write_bytes(b"\x80\x04\x95" + bytes(200))
    (folder / "unknown.xyz").write_bytes(bytes(range(256)) * 4)


def main(address):
    mlflow.set_tracking_uri(address)
    mlflow.set_experiment("files")
    with tempfile.TemporaryDirectory() as name, mlflow.start_run(run_name="files") as run:
        for kind in (write_parquet, write_arrays, write_texts, write_pictures, write_notebook):
            folder = pathlib.Path(name) / kind.__name__.removeprefix("write_")
            folder.mkdir()
            kind(folder)
        write_others(pathlib.Path(name))
        mlflow.log_artifacts(name)
        mlflow.log_table({"prompt": ["a", "b"], "score": [0.5, 1.5]}, "eval/table.json")
        print(run.info.run_id)


main(sys.argv[1])
