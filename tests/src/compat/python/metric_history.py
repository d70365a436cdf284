"""Long histories: 30,000 points, which the client reads in pages of 25,000."""

import math

from mlflow import MlflowClient
from mlflow.entities import Metric

from checks import check, equal, fresh_name, main

client = MlflowClient()
START = 1_700_000_000_000


def make_run():
    return client.create_run(client.create_experiment(fresh_name("history"))).info.run_id


@check
def thirty_thousand_points_come_back_in_order():
    run_id = make_run()
    points = [Metric("loss", math.sin(index), START + index, index) for index in range(30_000)]
    for first in range(0, len(points), 1000):
        client.log_batch(run_id, metrics=points[first : first + 1000])
    history = client.get_metric_history(run_id, "loss")
    equal(len(history), 30_000)
    assert [(p.step, p.timestamp, p.value) for p in history] == [(p.step, p.timestamp, p.value) for p in points]
    equal(client.get_run(run_id).data.metrics["loss"], points[-1].value)


@check
def points_are_sorted_by_time_whatever_order_they_came_in():
    run_id = make_run()
    points = [Metric("m", float(index), START + (index * 7919) % 2000, index) for index in range(2000)]
    for first in range(0, 2000, 500):
        client.log_batch(run_id, metrics=points[first : first + 500])
    history = client.get_metric_history(run_id, "m")
    equal([p.timestamp for p in history], [START + index for index in range(2000)])
    equal({p.step: p.value for p in history}, {p.step: p.value for p in points})


@check
def a_point_logged_again_counts_once():
    run_id = make_run()
    points = [Metric("m", float(index), START + index, index) for index in range(100)]
    for _ in range(3):
        client.log_batch(run_id, metrics=points)
    equal(len(client.get_metric_history(run_id, "m")), 100)


@check
def two_values_at_one_step_are_both_kept():
    run_id = make_run()
    client.log_batch(run_id, metrics=[Metric("m", 1.0, START, 0), Metric("m", 2.0, START, 0), Metric("m", math.nan, START, 0)])
    values = [p.value for p in client.get_metric_history(run_id, "m")]
    equal(len(values), 3)
    equal(sorted(value for value in values if not math.isnan(value)), [1.0, 2.0])


@check
def large_and_negative_steps_are_exact():
    run_id = make_run()
    steps = [-5, 0, 2**40, 2**53 + 1, 2**63 - 1]
    client.log_batch(run_id, metrics=[Metric("m", 1.0, START + index, step) for index, step in enumerate(steps)])
    equal([p.step for p in client.get_metric_history(run_id, "m")], steps)


@check
def an_unknown_key_has_no_history():
    equal(list(client.get_metric_history(make_run(), "nope")), [])


main()
