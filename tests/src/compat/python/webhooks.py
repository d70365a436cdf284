"""Webhooks as an unmodified client makes them, and what a receiver gets: verified with the client's own words and its own signature."""

import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import mlflow
from mlflow import MlflowClient
from mlflow.entities.webhook import WebhookEvent
from mlflow.webhooks.constants import WEBHOOK_DELIVERY_ID_HEADER, WEBHOOK_SIGNATURE_HEADER, WEBHOOK_TIMESTAMP_HEADER
from mlflow.webhooks.delivery import _generate_hmac_signature

from checks import check, equal, fresh_name, main, raises

client = MlflowClient()
received = []
SECRET = "a secret of both sides"
EVENTS = ["registered_model.created", "model_version_tag.set"]


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8")
        received.append((dict(self.headers), body))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"taken")

    def log_message(self, *args):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}/hook"


def make(name="hook", **kwargs):
    return client.create_webhook(name=name, url=url, events=kwargs.pop("events", EVENTS), **kwargs)


def wait_for(count):
    deadline = time.time() + 30
    while len(received) < count:
        assert time.time() < deadline, f"waited for {count} messages, got {len(received)}"
        time.sleep(0.02)


def verify(headers, body):
    names = (WEBHOOK_DELIVERY_ID_HEADER, WEBHOOK_TIMESTAMP_HEADER, WEBHOOK_SIGNATURE_HEADER)
    delivery_id, timestamp, signature = (headers[name] for name in names)
    assert abs(time.time() - int(timestamp)) < 60
    assert hmac.compare_digest(signature, _generate_hmac_signature(SECRET, delivery_id, timestamp, body))
    return json.loads(body)


@check
def a_webhook_is_made_read_listed_changed_and_deleted():
    made = make(description="tells nobody", secret=SECRET)
    equal((made.name, made.url, made.description, str(made.status)), ("hook", url, "tells nobody", "ACTIVE"))
    equal([str(event) for event in made.events], EVENTS)
    equal(client.get_webhook(made.webhook_id).creation_timestamp, made.creation_timestamp)
    assert made.webhook_id in [webhook.webhook_id for webhook in client.list_webhooks()]
    changed = client.update_webhook(made.webhook_id, name="renamed", events=[WebhookEvent.from_str("prompt.created")], status="DISABLED")
    equal((changed.name, changed.description, str(changed.status), str(changed.events[0])), ("renamed", "tells nobody", "DISABLED", "prompt.created"))
    client.delete_webhook(made.webhook_id)
    raises("RESOURCE_DOES_NOT_EXIST", client.get_webhook, made.webhook_id)
    raises("INVALID_PARAMETER_VALUE", make, name="-")
    raises("INVALID_PARAMETER_VALUE", client.create_webhook, name="hook", url="ftp://host", events=EVENTS)


@check
def pages_of_webhooks_follow_each_other():
    made = {make(name=f"page-{number}").webhook_id for number in range(5)}
    found, token = [], None
    while True:
        page = client.list_webhooks(max_results=2, page_token=token)
        found += [webhook.webhook_id for webhook in page]
        token = page.token
        if not token:
            break
    equal(len(found), len(set(found)))
    assert made <= set(found)
    for webhook_id in made:
        client.delete_webhook(webhook_id)


@check
def a_test_sends_a_signed_example():
    received.clear()
    made = make(secret=SECRET)
    result = client.test_webhook(made.webhook_id, event="model_version_tag.set")
    equal((result.success, result.response_status, result.response_body), (True, 200, "taken"))
    message = verify(*received[0])
    equal((message["entity"], message["action"]), ("model_version_tag", "set"))
    equal(message["data"], {"name": "example_model", "version": "1", "key": "example_key", "value": "example_value"})
    client.update_webhook(made.webhook_id, url="http://127.0.0.1:9/")
    failed = client.test_webhook(made.webhook_id)
    assert not failed.success and "ECONNREFUSED" in failed.error_message
    client.delete_webhook(made.webhook_id)


@check
def runs_of_this_client_are_told_of_signed():
    received.clear()
    experiment_id = client.create_experiment(fresh_name("webhooks"))
    made = make(secret=SECRET, description=f"reprise: run.started run.finished run.failed experiments={experiment_id}")
    equal([str(event) for event in made.events], EVENTS)
    with mlflow.start_run(experiment_id=experiment_id, run_name="good") as good:
        mlflow.log_param("procedure_name", "close-issue")
        mlflow.log_metric("success", 1)
    try:
        with mlflow.start_run(experiment_id=experiment_id, run_name="bad") as bad:
            raise RuntimeError("on purpose")
    except RuntimeError:
        pass
    with mlflow.start_run():
        pass
    wait_for(4)
    messages = [verify(headers, body) for headers, body in received]
    seen = sorted((message["data"]["run_name"], message["event"]) for message in messages)
    equal(seen, [("bad", "run.failed"), ("bad", "run.started"), ("good", "run.finished"), ("good", "run.started")])
    [finished] = [message for message in messages if message["event"] == "run.finished"]
    equal(finished["data"]["run_id"], good.info.run_id)
    equal(finished["data"]["params"], {"procedure_name": "close-issue"})
    equal(finished["data"]["metrics"], {"success": 1})
    assert bad.info.run_id in [message["data"]["run_id"] for message in messages]
    equal(len({headers[WEBHOOK_DELIVERY_ID_HEADER] for headers, _ in received}), 4)
    client.delete_webhook(made.webhook_id)


main()
