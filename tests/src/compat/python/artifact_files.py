"""Artifacts up and down through the server: files, folders, names of all kinds."""

import os
import tempfile
from pathlib import Path

import mlflow
from mlflow import MlflowClient

from checks import check, equal, fresh_name, main

client = MlflowClient()
NAMES = ["plain.txt", "with blank.txt", "отчёт 📄.txt", "a+b&c=d.txt", "100%.txt", "no extension", ".hidden", "データ.csv"]


def make_run():
    return client.create_run(client.create_experiment(fresh_name("artifacts"))).info.run_id


def walk(run_id, path=None):
    """All paths below `path`; folders end with a slash."""
    found = []
    for entry in client.list_artifacts(run_id, path):
        found.append(entry.path + ("/" if entry.is_dir else ""))
        if entry.is_dir:
            found += walk(run_id, entry.path)
    return found


@check
def files_of_all_names_come_back_as_they_were():
    run_id = make_run()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as target:
        for name in NAMES:
            Path(folder, name).write_bytes(name.encode() * 10)
            client.log_artifact(run_id, str(Path(folder, name)))
        equal(sorted(walk(run_id)), sorted(NAMES))
        for name in NAMES:
            downloaded = client.download_artifacts(run_id, name, target)
            equal(Path(downloaded).read_bytes(), name.encode() * 10)


@check
def a_folder_goes_up_and_comes_down_whole():
    run_id = make_run()
    content = {"a.txt": b"a", "deep/b.txt": b"b" * 1000, "deep/er/c.bin": bytes(range(256)), "отчёты/г д.txt": b"d", "empty.txt": b""}
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as target:
        for name, data in content.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        client.log_artifacts(run_id, folder, "model")
        equal(
            sorted(walk(run_id)),
            sorted(["model/", "model/deep/", "model/deep/er/", "model/отчёты/", *(f"model/{name}" for name in content)]),
        )
        sizes = {entry.path: entry.file_size for entry in client.list_artifacts(run_id, "model/deep") if not entry.is_dir}
        equal(sizes, {"model/deep/b.txt": 1000})
        down = Path(client.download_artifacts(run_id, "model", target))
        equal({str(path.relative_to(down)): path.read_bytes() for path in down.rglob("*") if path.is_file()}, content)


@check
def a_file_is_replaced():
    run_id = make_run()
    client.log_text(run_id, "one", "note.txt")
    client.log_text(run_id, "two, which is longer", "note.txt")
    equal(mlflow.artifacts.load_text(f"runs:/{run_id}/note.txt"), "two, which is longer")


@check
def text_and_dictionaries_are_logged():
    with mlflow.start_run(experiment_id=client.create_experiment(fresh_name("text"))) as run:
        mlflow.log_text("привет", "texts/hello.txt")
        mlflow.log_dict({"a": [1, 2], "b": None}, "config.json")
        mlflow.log_dict({"a": [1, 2]}, "config.yaml")
        uri = mlflow.get_artifact_uri("texts/hello.txt")
    equal(uri, f"mlflow-artifacts:/{run.info.experiment_id}/{run.info.run_id}/artifacts/texts/hello.txt")
    equal(mlflow.artifacts.load_text(uri), "привет")
    equal(mlflow.artifacts.load_dict(f"runs:/{run.info.run_id}/config.json"), {"a": [1, 2], "b": None})
    equal(sorted(entry.path for entry in mlflow.artifacts.list_artifacts(run_id=run.info.run_id)), ["config.json", "config.yaml", "texts"])
    equal([entry.path for entry in mlflow.artifacts.list_artifacts(run_id=run.info.run_id, artifact_path="texts")], ["texts/hello.txt"])


@check
def what_is_not_there_is_not_listed():
    run_id = make_run()
    equal(client.list_artifacts(run_id), [])
    equal(client.list_artifacts(run_id, "nowhere"), [])
    client.log_text(run_id, "x", "file.txt")
    equal(client.list_artifacts(run_id, "file.txt"), [])


@check
def a_missing_file_is_an_error():
    run_id = make_run()
    try:
        client.download_artifacts(run_id, "nope.txt", tempfile.mkdtemp())
        raise AssertionError("a missing file was downloaded")
    except AssertionError:
        raise
    except Exception as error:
        assert "nope.txt" in str(error) or "404" in str(error), error


@check
def a_hundred_files_go_up_and_down():
    run_id = make_run()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as target:
        for index in range(100):
            Path(folder, f"{index:03}.bin").write_bytes(os.urandom(index * 100))
        client.log_artifacts(run_id, folder)
        down = Path(client.download_artifacts(run_id, "", target))
        equal(
            {path.name: path.read_bytes() for path in down.iterdir()},
            {path.name: path.read_bytes() for path in Path(folder).iterdir()},
        )


@check
def a_local_artifact_location_is_left_to_the_client():
    with tempfile.TemporaryDirectory() as folder:
        experiment = client.create_experiment(fresh_name("local"), artifact_location=f"file://{folder}")
        run_id = client.create_run(experiment).info.run_id
        client.log_text(run_id, "x", "file.txt")
        assert Path(folder, run_id, "artifacts", "file.txt").exists()


main()
