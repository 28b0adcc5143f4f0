"""Flask: routes, templates, sessions, errors and hooks, served on loopback to urllib and to its test client."""

import json
import logging
import threading
import urllib.error
import urllib.request

from flask import Blueprint, Flask, abort, g, jsonify, redirect, render_template_string, request, session, url_for
from werkzeug.serving import make_server

logging.getLogger("werkzeug").setLevel(logging.ERROR)
app = Flask(__name__)
app.secret_key = "not a secret"
items = {1: "one", 2: "two"}


@app.before_request
def before():
    g.steps = ["before"]


@app.after_request
def after(response):
    response.headers["X-Steps"] = ",".join(g.steps + ["after"])
    return response


@app.route("/")
def index():
    return render_template_string(
        "<ul>{% for k, v in items|dictsort %}<li>{{ k }}={{ v }} {{ url_for('item', number=k) }}</li>{% endfor %}</ul>",
        items=items,
    )


@app.route("/item/<int:number>", methods=["GET", "PUT", "DELETE"])
def item(number):
    g.steps.append("item")
    if request.method == "PUT":
        items[number] = request.get_json()["name"]
        return jsonify(number=number, name=items[number]), 201
    if number not in items:
        abort(404)
    if request.method == "DELETE":
        return {"deleted": items.pop(number)}
    return {"number": number, "name": items[number], "args": request.args.to_dict()}


@app.route("/count")
def count():
    session["n"] = session.get("n", 0) + 1
    return str(session["n"])


@app.route("/stream")
def stream():
    def generate():
        for i in range(5):
            yield f"chunk {i}\n"

    return generate(), {"Content-Type": "text/plain"}


@app.route("/fail")
def fail():
    return 1 / 0


@app.route("/form", methods=["POST"])
def form():
    return redirect(url_for("item", number=int(request.form["number"])))


@app.errorhandler(404)
def not_found(error):
    return jsonify(error=error.name), 404


@app.errorhandler(ZeroDivisionError)
def division(error):
    return f"handled {error}", 500


@app.template_filter("double")
def double(value):
    return value * 2


part = Blueprint("part", __name__, url_prefix="/part")


@part.route("/<path:rest>")
def rest(rest):
    return render_template_string("{{ rest|double }} {{ request.endpoint }}", rest=rest)


app.register_blueprint(part)
client = app.test_client()
for method, path, options in [
    ("get", "/", {}),
    ("get", "/item/1?a=b&c=d", {}),
    ("put", "/item/3", {"json": {"name": "three"}}),
    ("get", "/item/3", {}),
    ("delete", "/item/3", {}),
    ("get", "/item/3", {}),
    ("get", "/nothing", {}),
    ("post", "/item/1", {}),
    ("get", "/count", {}),
    ("get", "/count", {}),
    ("get", "/stream", {}),
    ("get", "/fail", {}),
    ("post", "/form", {"data": {"number": "2"}}),
    ("post", "/form", {}),
    ("put", "/item/5", {"data": "not json"}),
    ("get", "/part/a/b", {}),
]:
    response = getattr(client, method)(path, **options)
    print(
        method,
        path,
        response.status_code,
        response.headers.get("X-Steps"),
        response.headers.get("Location"),
        response.get_data(as_text=True)[:200],
    )

server = make_server("127.0.0.1", 0, app, threaded=True)
thread = threading.Thread(target=server.serve_forever)
thread.start()
base = f"http://127.0.0.1:{server.server_port}"


def fetch(path, data=None, method=None):
    query = urllib.request.Request(
        base + path,
        data=data and json.dumps(data).encode(),
        method=method,
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(query, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


try:
    print(
        fetch("/item/1"),
        fetch("/item/7", {"name": "seven"}, "PUT"),
        fetch("/item/7"),
        fetch("/missing"),
        fetch("/fail"),
        fetch("/stream"),
    )
    answers = []
    clients = [threading.Thread(target=lambda n=n: answers.append(fetch(f"/part/{n}"))) for n in range(8)]
    for c in clients:
        c.start()
    for c in clients:
        c.join()
    print(sorted(answers))
finally:
    server.shutdown()
    thread.join()
    server.server_close()
print(sorted(rule.rule for rule in app.url_map.iter_rules()))
