"""Models: logged, loaded by every name they have, found again, and logged by autologging."""

import os

# What a model needs is found out by loading it in another process, which takes longer than all the rest here.
os.environ["MLFLOW_REQUIREMENTS_INFERENCE_TIMEOUT"] = "1"

import mlflow
from mlflow import MlflowClient
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

from checks import check, equal, fresh_name, main, raises

client = MlflowClient()
EXPERIMENT = mlflow.set_experiment(fresh_name("logged models")).experiment_id
X, y = load_iris(return_X_y=True)
HAS_LOGGED_MODELS = hasattr(mlflow, "search_logged_models")


def fit():
    return LogisticRegression(max_iter=300).fit(X, y)


def log_model(model, name, **more):
    named = {"name": name, **more} if HAS_LOGGED_MODELS else {"artifact_path": name}
    return mlflow.sklearn.log_model(model, pip_requirements=["scikit-learn"], **named)


@check
def a_model_is_loaded_by_run_and_by_its_own_address():
    model = fit()
    with mlflow.start_run() as run:
        info = log_model(model, "m", params={"alpha": "1"}, tags={"team": "vision"})
    expected = model.predict(X).tolist()
    for uri in {f"runs:/{run.info.run_id}/m", info.model_uri}:
        equal(mlflow.pyfunc.load_model(uri).predict(X).tolist(), expected)
        equal(mlflow.sklearn.load_model(uri).predict(X).tolist(), expected)
    assert "m/MLmodel" in [file.path for file in client.list_artifacts(run.info.run_id, "m")]


@check
def autologging_logs_the_model():
    mlflow.sklearn.autolog()
    with mlflow.start_run() as run:
        fit()
    mlflow.sklearn.autolog(disable=True)
    equal(mlflow.sklearn.load_model(f"runs:/{run.info.run_id}/model").predict(X[:5]).tolist(), [0] * 5)
    if HAS_LOGGED_MODELS:
        (output,) = client.get_run(run.info.run_id).outputs.model_outputs
        equal(mlflow.get_logged_model(output.model_id).source_run_id, run.info.run_id)


@check
def a_logged_model_has_a_state_params_and_tags():
    if not HAS_LOGGED_MODELS:
        return
    with mlflow.start_run() as run:
        info = log_model(fit(), "described", params={"alpha": "1"}, tags={"team": "vision"})
    model = mlflow.get_logged_model(info.model_id)
    equal((model.name, str(model.status), model.source_run_id), ("described", "READY", run.info.run_id))
    equal((model.params["alpha"], model.tags["team"]), ("1", "vision"))
    mlflow.set_logged_model_tags(info.model_id, {"team": "speech", "k": "v"})
    mlflow.delete_logged_model_tag(info.model_id, "k")
    tags = mlflow.get_logged_model(info.model_id).tags
    equal((tags["team"], "k" in tags), ("speech", False))
    raises("RESOURCE_DOES_NOT_EXIST", mlflow.delete_logged_model_tag, info.model_id, "k")
    assert "MLmodel" in [file.path for file in client.list_logged_model_artifacts(info.model_id)]


@check
def logged_models_are_found_page_by_page_and_gone_when_deleted():
    if not HAS_LOGGED_MODELS:
        return
    names = [f"found-{index}" for index in range(5)]
    ids = [mlflow.initialize_logged_model(name=name, params={"index": name[-1]}, model_type="agent").model_id for name in names]

    def search(text, **more):
        found = mlflow.search_logged_models(experiment_ids=[EXPERIMENT], filter_string=text, output_format="list", **more)
        return [model.name for model in found]

    equal(search("model_type = 'agent'"), names[::-1])
    equal(search("model_type = 'agent'", order_by=[{"field_name": "creation_timestamp"}]), names)
    equal(search("name LIKE 'found-%' AND params.index = '3'"), ["found-3"])
    first = client.search_logged_models([EXPERIMENT], "model_type = 'agent'", max_results=3)
    second = client.search_logged_models([EXPERIMENT], "model_type = 'agent'", max_results=3, page_token=first.token)
    equal([model.name for page in (first, second) for model in page], names[::-1])
    assert not second.token
    mlflow.finalize_logged_model(ids[0], "FAILED")
    equal(str(mlflow.get_logged_model(ids[0]).status), "FAILED")
    client.delete_logged_model(ids[1])
    raises("RESOURCE_DOES_NOT_EXIST", client.get_logged_model, ids[1])
    equal(search("model_type = 'agent'"), ["found-4", "found-3", "found-2", "found-0"])
    raises("INVALID_PARAMETER_VALUE", mlflow.initialize_logged_model, name="a/b")


main()
