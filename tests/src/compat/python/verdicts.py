"""What Reprise adds to the language of searches reaches it through an unmodified client: nothing refuses it on the way."""

import mlflow
from mlflow import MlflowClient

from checks import check, equal, fresh_name, main, raises

client = MlflowClient()
EXPERIMENT = client.create_experiment(fresh_name("verdicts"))

for name, verdict in [("a", "DIVERGED"), ("b", "BIT_IDENTICAL"), ("c", None), ("d", "CANNOT")]:
    run_id = client.create_run(EXPERIMENT, run_name=name).info.run_id
    if verdict:
        client.set_tag(run_id, "reprise.verdict", verdict)


def names(filter_string="", order="attributes.run_name ASC"):
    runs = client.search_runs([EXPERIMENT], filter_string, order_by=[order, "start_time ASC"])
    return "".join(run.info.run_name for run in runs)


@check
def the_attribute_and_the_tag_are_one():
    for field in ["attributes.verdict", "verdict", "tags.`reprise.verdict`", 'tags."reprise.verdict"', "tags.reprise.verdict"]:
        equal(names(f"{field} = 'DIVERGED'"), "a")
        equal(names(f"{field} != 'DIVERGED'"), "bd")
        equal(names(f"{field} LIKE '%I%'"), "ab")


@check
def lists_and_orders():
    equal(names("attributes.verdict IN ('CANNOT', 'DIVERGED')"), "ad")
    equal(names("verdict IS NULL"), "c")
    equal(names(order="attributes.verdict DESC"), "adbc")


@check
def the_fluent_api_too():
    runs = mlflow.search_runs(experiment_ids=[EXPERIMENT], filter_string="attributes.verdict = 'CANNOT'", output_format="list")
    equal([(run.info.run_name, run.data.tags["reprise.verdict"]) for run in runs], [("d", "CANNOT")])


@check
def an_unknown_attribute_is_named_with_those_there_are():
    error = raises("INVALID_PARAMETER_VALUE", names, "attributes.verdicts = 'x'")
    assert "'verdict'" in str(error), error


main()
