"""What a training script does: mlflow.start_run and its friends."""

import math

import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

from checks import check, equal, fresh_name, main


@check
def set_experiment_creates_and_finds():
    name = fresh_name("fluent")
    created = mlflow.set_experiment(name)
    again = mlflow.set_experiment(name)
    equal(again.experiment_id, created.experiment_id)
    by_id = mlflow.set_experiment(experiment_id=created.experiment_id)
    equal(by_id.name, name)
    equal(mlflow.get_experiment_by_name(name).experiment_id, created.experiment_id)
    equal(mlflow.get_experiment(created.experiment_id).lifecycle_stage, "active")


@check
def set_experiment_refuses_a_deleted_one():
    name = fresh_name("deleted")
    experiment_id = mlflow.create_experiment(name)
    mlflow.delete_experiment(experiment_id)
    try:
        mlflow.set_experiment(name)
        raise AssertionError("a deleted experiment became active")
    except MlflowException as error:
        assert "deleted" in str(error), error
    mlflow.set_experiment(fresh_name("after deleted"))


@check
def a_run_keeps_what_it_logs():
    mlflow.set_experiment(fresh_name("run"))
    with mlflow.start_run(run_name="first", description="a *note*", tags={"team": "red"}) as run:
        mlflow.log_param("lr", 0.1)
        mlflow.log_params({"depth": 3, "name": "net", "nothing": None, "flag": True})
        mlflow.log_metric("loss", 0.5, step=1)
        mlflow.log_metric("loss", 0.25, step=2)
        mlflow.log_metrics({"acc": 0.9, "f1": 0.8}, step=2)
        mlflow.set_tag("stage", "dev")
        mlflow.set_tags({"a": 1, "b": "two"})
    data = mlflow.get_run(run.info.run_id)
    equal(data.info.status, "FINISHED")
    equal(data.info.run_name, "first")
    assert data.info.end_time >= data.info.start_time > 1_500_000_000_000
    equal(data.data.params, {"lr": "0.1", "depth": "3", "name": "net", "nothing": "None", "flag": "True"})
    equal(data.data.metrics, {"loss": 0.25, "acc": 0.9, "f1": 0.8})
    for key, value in {"team": "red", "stage": "dev", "a": "1", "b": "two", "mlflow.note.content": "a *note*", "mlflow.runName": "first"}.items():
        equal(data.data.tags[key], value)
    assert data.data.tags["mlflow.source.type"] == "LOCAL"


@check
def a_run_without_a_name_gets_one():
    with mlflow.start_run() as run:
        pass
    assert mlflow.get_run(run.info.run_id).info.run_name


@check
def a_run_that_raises_has_failed():
    try:
        with mlflow.start_run() as run:
            raise RuntimeError("boom")
    except RuntimeError:
        pass
    equal(mlflow.get_run(run.info.run_id).info.status, "FAILED")


@check
def a_run_can_be_killed():
    run = mlflow.start_run()
    mlflow.end_run("KILLED")
    equal(mlflow.get_run(run.info.run_id).info.status, "KILLED")
    equal(mlflow.active_run(), None)


@check
def a_run_is_resumed():
    with mlflow.start_run(run_name="resumed") as run:
        mlflow.log_metric("m", 1, step=1)
        mlflow.log_param("p", "1")
    with mlflow.start_run(run_id=run.info.run_id) as resumed:
        equal(resumed.info.run_id, run.info.run_id)
        equal(MlflowClient().get_run(run.info.run_id).info.status, "RUNNING")
        mlflow.log_metric("m", 2, step=2)
        mlflow.log_param("p", "1")
    data = mlflow.get_run(run.info.run_id)
    equal(data.info.status, "FINISHED")
    equal(data.info.run_name, "resumed")
    equal(data.data.metrics, {"m": 2.0})
    equal([point.value for point in MlflowClient().get_metric_history(run.info.run_id, "m")], [1.0, 2.0])


@check
def a_deleted_run_is_not_resumed():
    with mlflow.start_run() as run:
        pass
    mlflow.delete_run(run.info.run_id)
    try:
        mlflow.start_run(run_id=run.info.run_id)
        raise AssertionError("a deleted run was resumed")
    except MlflowException as error:
        assert "deleted" in str(error), error
    finally:
        while mlflow.active_run():
            mlflow.end_run()


@check
def a_param_is_not_changed():
    with mlflow.start_run():
        mlflow.log_param("p", "1")
        mlflow.log_param("p", "1")
        for log in (lambda: mlflow.log_param("p", "2"), lambda: mlflow.log_params({"p": "3", "q": "1"})):
            try:
                log()
                raise AssertionError("a param was changed")
            except MlflowException as error:
                equal(error.error_code, "INVALID_PARAMETER_VALUE")
                assert "Changing param values is not allowed" in str(error), error


@check
def runs_nest():
    mlflow.set_experiment(fresh_name("nested"))
    with mlflow.start_run(run_name="parent") as parent:
        for index in range(3):
            with mlflow.start_run(run_name=f"child {index}", nested=True) as child:
                mlflow.log_metric("i", index)
                with mlflow.start_run(run_name="grandchild", nested=True) as grandchild:
                    pass
    equal(mlflow.get_run(child.info.run_id).data.tags["mlflow.parentRunId"], parent.info.run_id)
    equal(mlflow.get_run(grandchild.info.run_id).data.tags["mlflow.parentRunId"], child.info.run_id)
    equal(MlflowClient().get_parent_run(child.info.run_id).info.run_id, parent.info.run_id)
    children = mlflow.search_runs(
        filter_string=f"tags.mlflow.parentRunId = '{parent.info.run_id}'", order_by=["metrics.i DESC"], output_format="list"
    )
    equal([run.info.run_name for run in children], ["child 2", "child 1", "child 0"])


@check
def deleting_a_parent_leaves_its_children():
    with mlflow.start_run() as parent:
        with mlflow.start_run(nested=True) as child:
            pass
    mlflow.delete_run(parent.info.run_id)
    equal(mlflow.get_run(parent.info.run_id).info.lifecycle_stage, "deleted")
    equal(mlflow.get_run(child.info.run_id).info.lifecycle_stage, "active")


@check
def special_numbers_survive():
    with mlflow.start_run() as run:
        mlflow.log_metrics({"nan": math.nan, "inf": math.inf, "-inf": -math.inf, "zero": 0.0, "tiny": 5e-324, "third": 1 / 3})
    metrics = mlflow.get_run(run.info.run_id).data.metrics
    assert math.isnan(metrics["nan"])
    assert metrics["inf"] >= 1.79e308
    assert metrics["-inf"] <= -1.79e308
    equal((metrics["zero"], metrics["tiny"], metrics["third"]), (0.0, 5e-324, 1 / 3))


@check
def keys_may_have_slashes_blanks_and_letters_of_all_scripts():
    keys = ["train/loss", "a b", "x.y-z:w", "потеря", "損失"]
    with mlflow.start_run() as run:
        mlflow.log_metrics({key: 1.0 for key in keys})
        mlflow.log_params({key: key for key in keys})
        mlflow.set_tags({key: key for key in keys})
    data = mlflow.get_run(run.info.run_id).data
    equal(set(data.metrics), set(keys))
    equal(data.params, {key: key for key in keys})
    equal({key: data.tags[key] for key in keys}, {key: key for key in keys})


@check
def bad_keys_are_refused_with_a_reason():
    with mlflow.start_run():
        for log in (lambda: mlflow.log_metric("a$", 1), lambda: mlflow.log_param("../p", 1), lambda: mlflow.log_metric("k" * 251, 1)):
            try:
                log()
                raise AssertionError("a bad key was accepted")
            except MlflowException as error:
                equal(error.error_code, "INVALID_PARAMETER_VALUE")


@check
def many_params_and_metrics_are_split_into_batches():
    with mlflow.start_run() as run:
        mlflow.log_params({f"p{index}": index for index in range(250)})
        mlflow.log_metrics({f"m{index}": index for index in range(1200)})
        mlflow.set_tags({f"t{index}": index for index in range(150)})
    data = mlflow.get_run(run.info.run_id).data
    equal(len(data.params), 250)
    equal(len(data.metrics), 1200)
    equal(len([key for key in data.tags if key.startswith("t")]), 150)


@check
def the_last_active_run_is_known():
    with mlflow.start_run() as run:
        pass
    equal(mlflow.last_active_run().info.run_id, run.info.run_id)


@check
def the_default_experiment_is_used_when_none_is_set():
    run = MlflowClient().create_run("0")
    equal(mlflow.get_run(run.info.run_id).info.experiment_id, "0")
    equal(mlflow.get_experiment("0").name, "Default")


main()
