"""scikit-learn autologging without models: params, metrics, datasets and plots arrive by themselves."""

import mlflow
from mlflow import MlflowClient
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV

from checks import check, equal, fresh_name, main

client = MlflowClient()
mlflow.set_experiment(fresh_name("autolog"))
mlflow.sklearn.autolog(log_models=False)
X, y = load_iris(return_X_y=True)


@check
def a_fit_logs_its_params_metrics_and_plots():
    with mlflow.start_run() as run:
        LogisticRegression(max_iter=200, C=0.5).fit(X, y)
    found = mlflow.get_run(run.info.run_id)
    equal((found.info.status, found.data.params["C"], found.data.params["max_iter"]), ("FINISHED", "0.5", "200"))
    assert 0.9 < found.data.metrics["training_accuracy_score"] <= 1.0
    equal(found.data.tags["estimator_name"], "LogisticRegression")
    paths = [entry.path for entry in client.list_artifacts(run.info.run_id)]
    assert "estimator.html" in paths, paths
    assert "model" not in paths, paths
    assert found.inputs.dataset_inputs


@check
def a_fit_without_a_run_makes_one():
    LogisticRegression(max_iter=100).fit(X, y)
    run = mlflow.last_active_run()
    equal(run.data.params["max_iter"], "100")
    equal(run.info.status, "FINISHED")


@check
def a_grid_search_makes_child_runs():
    with mlflow.start_run() as run:
        GridSearchCV(LogisticRegression(max_iter=200), {"C": [0.1, 1.0, 10.0]}, cv=2).fit(X, y)
    children = client.search_runs([run.info.experiment_id], f"tags.mlflow.parentRunId = '{run.info.run_id}'", order_by=["params.C"])
    equal([child.data.params["C"] for child in children], ["0.1", "1.0", "10.0"])
    assert "best_cv_score" in client.get_run(run.info.run_id).data.metrics


main()
