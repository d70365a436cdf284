"""What the tracked procedures of examples/procedures leave, seen by an unmodified client: searches as one types them, series and artifacts."""

import math

import mlflow
from mlflow import MlflowClient

from checks import check, equal, main

client = MlflowClient()
mlflow.set_experiment("procedures")


def query_runs(filter_string):
    return mlflow.search_runs(filter_string=filter_string, output_format="list")


def issues(filter_string):
    return sorted(run.data.params.get("issue_number", "-") for run in query_runs(filter_string))


def only(filter_string):
    [run] = query_runs(filter_string)
    return run


@check
def searches_find_what_they_say():
    equal(len(query_runs("metrics.success = 1")), 2)
    equal(len(query_runs("metrics.success = 0")), 7)
    equal(len(query_runs("metrics.duration_seconds > 30")), 0)
    equal(len(query_runs("metrics.duration_seconds > 60")), 0)
    equal(len(query_runs("metrics.duration_seconds > 0")), 9)
    equal(issues('params.procedure_name = "close-issue"'), ["123", "124", "125"])
    equal(issues('params.issue_number = "123"'), ["123"])
    equal(issues("params.issue_number = '123'"), ["123"])
    equal(len(query_runs('params.procedure_name = "extract-best-frame" AND metrics.success = 0')), 5)


@check
def a_data_frame_has_a_column_for_each_param_and_metric():
    frame = mlflow.search_runs(filter_string='params.procedure_name = "close-issue"', order_by=["params.issue_number ASC"])
    equal(list(frame["params.issue_number"]), ["123", "124", "125"])
    equal(list(frame["metrics.success"]), [1.0, 0.0, 0.0])
    equal(list(frame["metrics.steps_completed"]), [4.0, 3.0, 1.0])
    equal(list(frame["status"]), ["FINISHED", "FAILED", "FAILED"])
    assert (frame["metrics.duration_seconds"] > 0).all()


@check
def a_failure_says_why():
    run = only("params.issue_number = '124'")
    equal(run.data.tags["error_message"], "issue-124 does not merge: conflicts in greeting.txt")
    equal(run.data.tags["last_step"], "describe")
    troubles = sorted(run.data.tags["error_type"] for run in query_runs("params.procedure_name = 'extract-best-frame' AND metrics.success = 0"))
    equal(troubles, ["DamagedVideo", "NoDecoder", "NoFrames", "NoSuchVideo", "NotAVideo"])


@check
def every_frame_has_its_scores():
    run = only("params.procedure_name = 'extract-best-frame' AND metrics.success = 1")
    scores = client.get_metric_history(run.info.run_id, "frame_score")
    equal([point.step for point in scores], list(range(24)))
    best = max(scores, key=lambda point: point.value)
    equal((best.step, best.value), (run.data.metrics["best_frame_index"], run.data.metrics["best_score"]))


@check
def artifacts_are_what_the_procedures_made():
    run = only("params.procedure_name = 'extract-best-frame' AND metrics.success = 1")
    with open(client.download_artifacts(run.info.run_id, "best_frame.png"), "rb") as file:
        equal(file.read(4), b"\x89PNG")
    issue = only("params.issue_number = '123'").info.run_id
    equal([item.path for item in client.list_artifacts(issue)], ["changes.diff", "pr_description.md"])
    assert "+goodbye" in mlflow.artifacts.load_text(f"runs:/{issue}/changes.diff")


@check
def a_command_is_a_procedure_too():
    def runs(filter_string):
        return mlflow.search_runs(experiment_names=["commands"], filter_string=filter_string, output_format="list")

    [failed] = runs('params.procedure_name = "nightly-import" AND metrics.success = 0 AND params.day = "monday"')
    equal(failed.info.status, "FAILED")
    equal({key: failed.data.tags[key] for key in ["env", "error_type", "error_message"]}, {"env": "test", "error_type": "exit code 3", "error_message": "no room left"})
    history = client.get_metric_history(failed.info.run_id, "rows")
    equal([(point.step, point.value) for point in history], [(1, 100.0), (2, 200.0), (3, 300.0)])
    assert math.isnan(failed.data.metrics["load"])
    equal([run.info.status for run in runs("metrics.success = 1 AND metrics.duration_seconds < 30")], ["FINISHED"])


main()
