"""Every operator of every entity, every order, and pages, through MlflowClient.search_runs."""

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag, ViewType

from checks import check, equal, fresh_name, main, raises

client = MlflowClient()
START = 1_700_000_000_000

EXPERIMENT = client.create_experiment(fresh_name("search"))
OTHER = client.create_experiment(fresh_name("search other"))
IDS = {}


def make(name, index, metrics=None, params=None, tags=None, status=None, experiment=EXPERIMENT):
    run_id = client.create_run(experiment, start_time=START + index * 1000, run_name=name).info.run_id
    client.log_batch(
        run_id,
        metrics=[Metric(key, value, START, 0) for key, value in (metrics or {}).items()],
        params=[Param(key, value) for key, value in (params or {}).items()],
        tags=[RunTag(key, value) for key, value in (tags or {}).items()],
    )
    if status:
        client.set_terminated(run_id, status, end_time=START + 60_000 + index)
    IDS[name] = run_id


make("a", 0, {"m": 1.0, "train/loss": 0.5}, {"p": "1", "deep.er": "x"}, {"t": "Red"}, "FINISHED")
make("b", 1, {"m": 2.5}, {"p": "10", "x y": "z"}, {"t": "red", "a b": "c"}, "FAILED")
make("c", 2, {"m": -3.0}, {"p": "2", "q": "100%"}, {"t": "blue", "quote": "it's"}, "KILLED")
make("d", 3, {"m": float("nan")}, {"q": "under_score"}, {"empty": ""})
make("e", 4, {"m": float("inf")}, {"p": "é"}, {"t": "грин"})
make("f", 5)
make("g", 6, {"m": 5.0}, {"p": "1"}, {"t": "Red"}, experiment=OTHER)


def names(filter_string="", order_by=("attributes.run_name ASC",), experiments=(EXPERIMENT,), **kwargs):
    runs = client.search_runs(list(experiments), filter_string, order_by=list(order_by), **kwargs)
    return "".join(run.info.run_name for run in runs)


def table(rows):
    """Checks all rows and reports all that are wrong at once."""
    wrong = [(query, expected, found) for query, expected in rows for found in [names(query)] if found != expected]
    assert not wrong, "\n".join(f"{query}: expected {expected!r}, found {found!r}" for query, expected, found in wrong)


@check
def metrics_compare_as_numbers():
    table(
        [
            ("metrics.m = 1", "a"),
            ("metrics.m != 1", "bcde"),
            ("metrics.m > 1", "be"),
            ("metrics.m >= 1", "abe"),
            ("metrics.m < 1", "c"),
            ("metrics.m <= 1", "ac"),
            ("metric.m > -5 AND metric.m < 2", "ac"),
            ("metrics.m > 1e-3", "abe"),
            ("metrics.`train/loss` < 1", "a"),
            ('metrics."train/loss" < 1', "a"),
            ("metrics.nope > 0", ""),
        ]
    )


@check
def params_compare_as_text():
    table(
        [
            ("params.p = '1'", "a"),
            ('params.p = "1"', "a"),
            ("params.p != '1'", "bce"),
            ("params.p LIKE '1%'", "ab"),
            ("params.q LIKE 'under%'", "d"),
            ("params.q ILIKE 'UNDER_SCORE'", "d"),
            ("params.deep.er = 'x'", "a"),
            ("params.`x y` = 'z'", "b"),
            ('params."x y" = \'z\'', "b"),
            ("params.p = 'é'", "e"),
            ("params.p IS NULL", "df"),
            ("params.p IS NOT NULL", "abce"),
        ]
    )


@check
def tags_compare_as_text():
    table(
        [
            ("tags.t = 'Red'", "a"),
            ("tag.t = 'Red'", "a"),
            ("tags.t != 'Red'", "bce"),
            ("tags.t LIKE 'r%'", "b"),
            ("tags.t LIKE '_ed'", "ab"),
            ("tags.t ILIKE 'RED'", "ab"),
            ("tags.t = 'грин'", "e"),
            ("tags.`a b` = 'c'", "b"),
            ('tags.quote = "it\'s"', "c"),
            ("tags.empty = ''", "d"),
            ("tags.mlflow.runName = 'b'", "b"),
            ("tags.t IS NULL", "df"),
            ("tags.t IS NOT NULL", "abce"),
        ]
    )


@check
def attributes_compare():
    ids = f"'{IDS['a']}', '{IDS['c']}'"
    table(
        [
            ("attributes.run_name = 'a'", "a"),
            ("run_name != 'a'", "bcdef"),
            ("attributes.run_name LIKE '%'", "abcdef"),
            ("attributes.run_name ILIKE 'B'", "b"),
            ("status = 'FINISHED'", "a"),
            ("attributes.status != 'RUNNING'", "abc"),
            ("attributes.status LIKE 'F%'", "ab"),
            (f"start_time > {START + 2000}", "def"),
            (f"attributes.start_time >= {START + 2000}", "cdef"),
            (f"attributes.start_time = {START + 2000}", "c"),
            (f"created < {START + 2000}", "ab"),
            (f"end_time <= {START + 60_001}", "ab"),
            (f"attributes.run_id = '{IDS['b']}'", "b"),
            (f"attributes.run_id != '{IDS['b']}'", "acdef"),
            (f"attributes.run_id IN ({ids})", "ac"),
            (f"run_id NOT IN ({ids})", "bdef"),
            (f"artifact_uri LIKE '%{IDS['d']}%'", "d"),
        ]
    )


@check
def clauses_are_joined_by_and():
    table(
        [
            ("metrics.m > 0 AND params.p = '1' AND tags.t = 'Red' AND attributes.status = 'FINISHED'", "a"),
            ("metrics.m > 0 and params.p LIKE '1%'", "ab"),
            ("   metrics.m   >   0   AND params.p='10'  ", "b"),
        ]
    )


@check
def bad_filters_are_refused():
    for query in [
        "metrics.m > 'x'",
        "params.p = 1",
        "params.p > '1'",
        "tags.t RLIKE 'x'",
        "foo.bar = 'x'",
        "attributes.bogus = 'x'",
        "params.p = 'unclosed",
        "garbage",
        "metrics.m > 0; DROP TABLE runs",
    ]:
        raises("INVALID_PARAMETER_VALUE", client.search_runs, [EXPERIMENT], query)
    for order in ["bogus", "metrics.m FOO", "foo.bar"]:
        raises("INVALID_PARAMETER_VALUE", client.search_runs, [EXPERIMENT], "", order_by=[order])


@check
def runs_are_ordered():
    def order(*by):
        return names(order_by=by)

    equal(order(), "fedcba")
    equal(order("start_time ASC"), "abcdef")
    equal(order("attributes.start_time DESC"), "fedcba")
    equal(order("run_name DESC"), "fedcba")
    equal(order("metrics.m ASC"), "cabedf")
    equal(order("metrics.m DESC"), "ebacdf")
    equal(order("params.p ASC", "run_name ASC"), "abcedf")
    equal(order("params.p DESC", "run_name ASC"), "ecbadf")
    equal(order("tags.t ASC", "run_name ASC"), "acbedf")
    equal(order("status ASC", "run_name DESC"), "bacfed")
    equal(order("end_time ASC", "run_name ASC")[:3], "abc")


@check
def several_experiments_are_searched_at_once():
    equal(names("tags.t = 'Red'", experiments=(EXPERIMENT, OTHER)), "ag")
    equal(names("", experiments=()), "")


@check
def pages_neither_skip_nor_repeat():
    experiment = client.create_experiment(fresh_name("pages"))
    ids = [client.create_run(experiment, start_time=START + index % 5).info.run_id for index in range(53)]
    for order_by in (None, ["metrics.m ASC"], ["start_time ASC"], ["attributes.run_id DESC"]):
        found, token, pages = [], None, 0
        while True:
            page = client.search_runs([experiment], max_results=10, order_by=order_by, page_token=token)
            found += [run.info.run_id for run in page]
            pages += 1
            token = page.token
            if not token:
                break
        equal(sorted(found), sorted(ids))
        equal(pages, 6)


@check
def the_fluent_search_walks_all_pages():
    runs = mlflow.search_runs(experiment_ids=[EXPERIMENT], order_by=["run_name"], output_format="list", max_results=4)
    equal("".join(run.info.run_name for run in runs), "abcd")
    runs = mlflow.search_runs(experiment_ids=[EXPERIMENT], order_by=["run_name"], output_format="list")
    equal("".join(run.info.run_name for run in runs), "abcdef")
    by_name = mlflow.search_runs(experiment_names=[client.get_experiment(EXPERIMENT).name], output_format="list")
    equal(len(by_name), 6)


@check
def a_data_frame_has_a_row_for_each_run():
    try:
        import pandas  # noqa: F401
    except ImportError:
        return
    frame = mlflow.search_runs(experiment_ids=[EXPERIMENT], order_by=["run_name"])
    equal(list(frame["tags.mlflow.runName"]), list("abcdef"))
    equal(frame["metrics.m"].isna().tolist(), [False, False, False, True, False, True])


@check
def deleted_runs_are_found_only_when_asked_for():
    client.delete_run(IDS["f"])
    equal(names(), "abcde")
    equal(names(run_view_type=ViewType.DELETED_ONLY), "f")
    equal(names(run_view_type=ViewType.ALL), "abcdef")
    client.restore_run(IDS["f"])
    equal(names(), "abcdef")


main()
