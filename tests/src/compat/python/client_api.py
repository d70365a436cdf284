"""What tools do: MlflowClient, its entities and its errors."""

import time

from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunStatus, RunTag, ViewType

from checks import check, equal, fresh_name, main, raises

client = MlflowClient()
NOBODY = "0" * 32


@check
def an_experiment_is_made_found_renamed_tagged_deleted_and_restored():
    name = fresh_name("experiment")
    before = int(time.time() * 1000) - 60_000
    experiment_id = client.create_experiment(name, tags={"team": "red"})
    experiment = client.get_experiment(experiment_id)
    equal((experiment.name, experiment.lifecycle_stage, experiment.tags), (name, "active", {"team": "red"}))
    assert experiment.creation_time > before and experiment.last_update_time > before
    equal(experiment.artifact_location, f"mlflow-artifacts:/{experiment_id}")
    equal(client.get_experiment_by_name(name).experiment_id, experiment_id)

    client.rename_experiment(experiment_id, name + " renamed")
    equal(client.get_experiment(experiment_id).name, name + " renamed")
    equal(client.get_experiment_by_name(name), None)

    client.set_experiment_tag(experiment_id, "owner", "ann")
    equal(client.get_experiment(experiment_id).tags, {"team": "red", "owner": "ann"})
    if hasattr(client, "delete_experiment_tag"):
        client.delete_experiment_tag(experiment_id, "owner")
        equal(client.get_experiment(experiment_id).tags, {"team": "red"})

    run = client.create_run(experiment_id)
    client.delete_experiment(experiment_id)
    equal(client.get_experiment(experiment_id).lifecycle_stage, "deleted")
    equal(client.get_run(run.info.run_id).info.lifecycle_stage, "deleted")
    client.restore_experiment(experiment_id)
    equal(client.get_experiment(experiment_id).lifecycle_stage, "active")
    equal(client.get_run(run.info.run_id).info.lifecycle_stage, "active")


@check
def an_experiment_may_keep_its_artifacts_elsewhere():
    experiment_id = client.create_experiment(fresh_name("elsewhere"), artifact_location="s3://bucket/path")
    run = client.create_run(experiment_id)
    equal(run.info.artifact_uri, f"s3://bucket/path/{run.info.run_id}/artifacts")


@check
def errors_of_experiments_have_their_codes():
    name = fresh_name("twice")
    experiment_id = client.create_experiment(name)
    raises("RESOURCE_ALREADY_EXISTS", client.create_experiment, name)
    client.delete_experiment(experiment_id)
    raises("RESOURCE_ALREADY_EXISTS", client.create_experiment, name)
    raises("RESOURCE_DOES_NOT_EXIST", client.get_experiment, "999999999")
    raises("RESOURCE_DOES_NOT_EXIST", client.delete_experiment, "999999999")
    raises("INVALID_PARAMETER_VALUE", client.create_run, experiment_id)
    equal(client.get_experiment_by_name(fresh_name("nowhere")), None)


@check
def experiments_are_searched_in_pages():
    prefix = fresh_name("page")
    ids = [client.create_experiment(f"{prefix} {index}", tags={"even": str(index % 2 == 0)}) for index in range(7)]
    client.delete_experiment(ids[6])
    found, token = [], None
    while True:
        page = client.search_experiments(filter_string=f"name LIKE '{prefix}%'", max_results=2, order_by=["name ASC"], page_token=token)
        found += [experiment.experiment_id for experiment in page]
        token = page.token
        if not token:
            break
    equal(found, ids[:6])
    even = client.search_experiments(filter_string=f"name LIKE '{prefix}%' AND tags.even = 'True'", order_by=["name DESC"])
    equal([experiment.experiment_id for experiment in even], [ids[4], ids[2], ids[0]])
    deleted = client.search_experiments(view_type=ViewType.DELETED_ONLY, filter_string=f"name LIKE '{prefix}%'")
    equal([experiment.experiment_id for experiment in deleted], [ids[6]])
    equal(len(client.search_experiments(view_type=ViewType.ALL, filter_string=f"name ILIKE '{prefix.upper()}%'")), 7)
    newest_first = client.search_experiments(filter_string=f"name LIKE '{prefix}%'", order_by=["creation_time DESC"])
    assert [experiment.creation_time for experiment in newest_first] == sorted((e.creation_time for e in newest_first), reverse=True)


def make_run(**kwargs):
    return client.create_run(client.create_experiment(fresh_name("client")), **kwargs)


@check
def a_run_is_made_with_what_it_is_given():
    run = make_run(start_time=1_700_000_000_000, tags={"a": "b"}, run_name="named")
    equal((run.info.start_time, run.info.run_name, run.info.status, run.info.lifecycle_stage), (1_700_000_000_000, "named", "RUNNING", "active"))
    equal(run.data.tags, {"a": "b", "mlflow.runName": "named"})
    equal(run.info.artifact_uri, f"mlflow-artifacts:/{run.info.experiment_id}/{run.info.run_id}/artifacts")
    equal(len(run.info.run_id), 32)
    equal(run.info.end_time, None)


@check
def a_run_is_updated_and_ended():
    run_id = make_run().info.run_id
    client.update_run(run_id, status="SCHEDULED", name="renamed")
    equal((client.get_run(run_id).info.status, client.get_run(run_id).info.run_name), ("SCHEDULED", "renamed"))
    equal(client.get_run(run_id).data.tags["mlflow.runName"], "renamed")
    client.set_tag(run_id, "mlflow.runName", "by tag")
    equal(client.get_run(run_id).info.run_name, "by tag")
    client.set_terminated(run_id, "FAILED", end_time=1_700_000_001_000)
    equal((client.get_run(run_id).info.status, client.get_run(run_id).info.end_time), ("FAILED", 1_700_000_001_000))
    client.update_run(run_id, status=RunStatus.to_string(RunStatus.RUNNING))
    equal(client.get_run(run_id).info.status, "RUNNING")


@check
def a_run_is_deleted_and_restored():
    run = make_run()
    run_id = run.info.run_id
    client.delete_run(run_id)
    client.delete_run(run_id)
    equal(client.get_run(run_id).info.lifecycle_stage, "deleted")
    equal(list(client.search_runs([run.info.experiment_id])), [])
    equal(len(client.search_runs([run.info.experiment_id], run_view_type=ViewType.DELETED_ONLY)), 1)
    raises("INVALID_PARAMETER_VALUE", client.log_metric, run_id, "m", 1)
    raises("INVALID_PARAMETER_VALUE", client.log_param, run_id, "p", 1)
    raises("INVALID_PARAMETER_VALUE", client.set_tag, run_id, "t", 1)
    client.restore_run(run_id)
    client.log_metric(run_id, "m", 1)
    equal(client.get_run(run_id).data.metrics, {"m": 1.0})


@check
def a_batch_is_logged_whole_and_again():
    run_id = make_run().info.run_id
    metrics = [Metric("m", index * 0.5, 1_700_000_000_000 + index, index) for index in range(500)]
    params = [Param(f"p{index}", str(index)) for index in range(100)]
    tags = [RunTag(f"t{index}", str(index)) for index in range(100)]
    for _ in range(2):
        client.log_batch(run_id, metrics=metrics, params=params, tags=tags)
    data = client.get_run(run_id).data
    equal((data.metrics["m"], len(data.params), len([tag for tag in data.tags if tag.startswith("t")])), (249.5, 100, 100))
    history = client.get_metric_history(run_id, "m")
    equal([(point.step, point.value, point.timestamp) for point in history], [(m.step, m.value, m.timestamp) for m in metrics])


@check
def a_batch_with_one_bad_value_stores_nothing():
    run_id = make_run().info.run_id
    client.log_param(run_id, "p", "1")
    error = raises(
        "INVALID_PARAMETER_VALUE",
        client.log_batch,
        run_id,
        metrics=[Metric("m", 1.0, 1, 0)],
        params=[Param("new", "1"), Param("p", "2")],
        tags=[RunTag("t", "1")],
    )
    assert "Changing param values is not allowed" in str(error)
    data = client.get_run(run_id).data
    equal((data.metrics, data.params, "t" in data.tags), ({}, {"p": "1"}, False))


@check
def tags_are_set_and_deleted():
    run_id = make_run().info.run_id
    client.set_tag(run_id, "t", "1")
    client.set_tag(run_id, "t", "2")
    equal(client.get_run(run_id).data.tags["t"], "2")
    client.delete_tag(run_id, "t")
    assert "t" not in client.get_run(run_id).data.tags
    raises("RESOURCE_DOES_NOT_EXIST", client.delete_tag, run_id, "t")


@check
def long_values_are_kept():
    run_id = make_run().info.run_id
    client.log_param(run_id, "p", "v" * 6000)
    client.set_tag(run_id, "t", "v" * 5000)
    client.set_tag(run_id, "mlflow.note.content", "строка\n" * 500)
    data = client.get_run(run_id).data
    equal((len(data.params["p"]), len(data.tags["t"]), data.tags["mlflow.note.content"]), (6000, 5000, "строка\n" * 500))


@check
def errors_of_runs_have_their_codes():
    raises("RESOURCE_DOES_NOT_EXIST", client.get_run, NOBODY)
    raises("RESOURCE_DOES_NOT_EXIST", client.log_metric, NOBODY, "m", 1)
    raises("RESOURCE_DOES_NOT_EXIST", client.log_param, NOBODY, "p", 1)
    raises("RESOURCE_DOES_NOT_EXIST", client.set_tag, NOBODY, "t", 1)
    raises("RESOURCE_DOES_NOT_EXIST", client.delete_run, NOBODY)
    raises("RESOURCE_DOES_NOT_EXIST", client.restore_run, NOBODY)
    raises("RESOURCE_DOES_NOT_EXIST", client.log_batch, NOBODY, tags=[RunTag("t", "1")])
    raises("RESOURCE_DOES_NOT_EXIST", client.create_run, "999999999")
    raises("INVALID_PARAMETER_VALUE", client.search_runs, ["0"], "metrics.m > ")


@check
def the_latest_metric_is_that_of_the_highest_step():
    run_id = make_run().info.run_id
    for step, timestamp, value in [(5, 1, 0.5), (3, 9, 0.3), (5, 0, 0.9), (5, 1, 0.6), (4, 99, 0.4)]:
        client.log_metric(run_id, "m", value, timestamp=timestamp, step=step)
    equal(client.get_run(run_id).data.metrics, {"m": 0.6})


@check
def a_model_is_noted_in_the_history_of_the_run():
    from mlflow.models import Model

    run_id = make_run().info.run_id
    record = getattr(client, "_record_logged_model", None)
    if record is None:
        return
    record(run_id, Model(artifact_path="model", run_id=run_id))
    assert '"artifact_path": "model"' in client.get_run(run_id).data.tags["mlflow.log-model.history"]


main()
