"""Logging that does not wait, and several threads at once."""

from concurrent.futures import ThreadPoolExecutor

import mlflow
from mlflow import MlflowClient

from checks import check, equal, fresh_name, main

client = MlflowClient()


@check
def what_is_logged_asynchronously_arrives():
    mlflow.set_experiment(fresh_name("async"))
    with mlflow.start_run() as run:
        operations = [mlflow.log_metric("m", index, step=index, synchronous=False) for index in range(300)]
        operations += [mlflow.log_params({f"p{index}": index for index in range(50)}, synchronous=False)]
        operations += [mlflow.set_tag("t", "v", synchronous=False)]
        for operation in operations:
            operation.wait()
    mlflow.flush_async_logging()
    data = mlflow.get_run(run.info.run_id).data
    equal((data.metrics["m"], len(data.params), data.tags["t"]), (299.0, 50, "v"))
    equal([point.step for point in sorted(client.get_metric_history(run.info.run_id, "m"), key=lambda p: p.step)], list(range(300)))


@check
def asynchronous_logging_can_be_the_default():
    mlflow.config.enable_async_logging(True)
    try:
        with mlflow.start_run() as run:
            for step in range(100):
                mlflow.log_metrics({"a": step, "b": -step}, step=step)
    finally:
        mlflow.config.enable_async_logging(False)
    mlflow.flush_async_logging()
    equal(mlflow.get_run(run.info.run_id).data.metrics, {"a": 99.0, "b": -99.0})
    equal(len(client.get_metric_history(run.info.run_id, "b")), 100)


@check
def threads_do_not_lose_each_others_points():
    run_id = client.create_run(client.create_experiment(fresh_name("threads"))).info.run_id

    def work(thread):
        for step in range(40):
            client.log_metric(run_id, f"m{thread}", step, step=step)
            client.log_metric(run_id, "common", thread * 1000 + step, step=step)
            client.set_tag(run_id, f"t{thread}", str(step))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    data = client.get_run(run_id).data
    for thread in range(8):
        equal((data.metrics[f"m{thread}"], data.tags[f"t{thread}"]), (39.0, "39"))
    equal(len(client.get_metric_history(run_id, "common")), 320)


@check
def runs_made_at_once_all_exist():
    experiment = client.create_experiment(fresh_name("many"))
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda index: client.create_run(experiment, run_name=f"r{index}").info.run_id, range(64)))
    found = {run.info.run_id for run in client.search_runs([experiment], max_results=1000)}
    equal(found, set(made))


main()
