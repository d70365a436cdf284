"""Datasets as inputs of runs; needs numpy and pandas."""

import mlflow
import numpy
import pandas
from mlflow import MlflowClient

from checks import check, equal, fresh_name, main

client = MlflowClient()


@check
def a_data_frame_is_an_input_of_a_run():
    mlflow.set_experiment(fresh_name("datasets"))
    frame = pandas.DataFrame({"x": [1.0, 2.0, 3.0], "y": ["a", "b", "c"]})
    dataset = mlflow.data.from_pandas(frame, source="https://example.com/data.csv", name="letters", targets="y")
    with mlflow.start_run() as run:
        mlflow.log_input(dataset, context="train")
        mlflow.log_input(dataset, context="train")
    inputs = mlflow.get_run(run.info.run_id).inputs.dataset_inputs
    equal(len(inputs), 1)
    equal((inputs[0].dataset.name, inputs[0].dataset.digest), ("letters", dataset.digest))
    equal({tag.key: tag.value for tag in inputs[0].tags}, {"mlflow.data.context": "train"})
    assert "num_rows" in inputs[0].dataset.profile
    assert "mlflow_colspec" in inputs[0].dataset.schema
    equal(mlflow.data.get_source(inputs[0]).uri if hasattr(mlflow.data.get_source(inputs[0]), "uri") else mlflow.data.get_source(inputs[0]).url, "https://example.com/data.csv")


@check
def several_datasets_are_inputs_of_one_run():
    with mlflow.start_run() as run:
        for context, rows in (("train", 80), ("eval", 20)):
            data = mlflow.data.from_numpy(numpy.arange(rows * 2.0).reshape(rows, 2), name=f"numbers {context}")
            mlflow.log_input(data, context=context, tags={"rows": str(rows)})
    inputs = mlflow.get_run(run.info.run_id).inputs.dataset_inputs
    found = {one.dataset.name: {tag.key: tag.value for tag in one.tags} for one in inputs}
    equal(found, {"numbers train": {"mlflow.data.context": "train", "rows": "80"}, "numbers eval": {"mlflow.data.context": "eval", "rows": "20"}})


@check
def runs_are_found_by_their_datasets():
    experiment = client.create_experiment(fresh_name("by dataset"))
    expected = {}
    for name in ("iris", "wine"):
        dataset = mlflow.data.from_numpy(numpy.ones((4, 2)) * len(expected), name=name)
        with mlflow.start_run(experiment_id=experiment, run_name=name):
            mlflow.log_input(dataset, context=f"{name} context")
        expected[name] = dataset.digest

    def names(query):
        return sorted(run.info.run_name for run in client.search_runs([experiment], query))

    equal(names("datasets.name = 'iris'"), ["iris"])
    equal(names("dataset.name LIKE '%i%'"), ["iris", "wine"])
    equal(names(f"datasets.digest = '{expected['wine']}'"), ["wine"])
    equal(names("datasets.context = 'wine context'"), ["wine"])
    equal(names("datasets.name IN ('iris', 'none')"), ["iris"])
    equal(names("datasets.name = 'iris' AND datasets.context = 'wine context'"), [])


main()
