"""One file of 256 MB up and down. The caller watches the memory of the server meanwhile."""

import hashlib
import os
import tempfile
from pathlib import Path

from mlflow import MlflowClient

from checks import check, equal, fresh_name, main

SIZE = 256 * 1024 * 1024
client = MlflowClient()


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() if hasattr(hashlib, "file_digest") else hashlib.sha256(file.read()).hexdigest()


@check
def a_large_file_comes_back_as_it_was():
    run_id = client.create_run(client.create_experiment(fresh_name("large"))).info.run_id
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "large.bin")
        block = os.urandom(1024 * 1024)
        with open(source, "wb") as file:
            for index in range(SIZE // len(block)):
                file.write(index.to_bytes(8, "big") + block[8:])
        client.log_artifact(run_id, str(source))
        equal([(entry.path, entry.file_size) for entry in client.list_artifacts(run_id)], [("large.bin", SIZE)])
        expected = digest(source)
        source.unlink()
        equal(digest(client.download_artifacts(run_id, "large.bin", folder)), expected)


main()
