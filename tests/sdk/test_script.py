"""`import_sdk.py` of a bundle, run with the real SDK and a resource that takes everything."""

from __future__ import annotations

import json
import runpy
import sys
import types

import pytest
from azure.core.credentials import AzureKeyCredential
from requests.adapters import HTTPAdapter
from sdk.resource import ENDPOINT, _Adapter

from curation import api


@pytest.fixture(scope="module")
def bundle(sample_data, tmp_path_factory):
    out = tmp_path_factory.mktemp("script") / "dist"
    api.build(sample_data, output=out, allow_open=True)
    return out


@pytest.fixture
def run(bundle, monkeypatch):
    """Runs the script with arguments; its exit code and the calls that arrived."""
    calls: list = []
    answering = _Adapter(calls)
    identity = types.ModuleType("azure.identity")
    identity.DefaultAzureCredential = lambda: AzureKeyCredential("none")
    monkeypatch.setitem(sys.modules, "azure.identity", identity)
    monkeypatch.setattr(HTTPAdapter, "send", lambda _, request, **more: answering.send(request, **more))
    monkeypatch.setattr("time.sleep", lambda _: None)

    def started(*arguments):
        monkeypatch.setattr(sys, "argv", ["import_sdk.py", *arguments])
        with pytest.raises(SystemExit) as left:
            runpy.run_path(str(bundle / "import_sdk.py"), run_name="__main__")
        return left.value.code, calls

    return started


def test_every_project_is_imported_trained_and_deployed_in_order(run, bundle):
    code, calls = run("--run", "--replace", "--train", "--endpoint", ENDPOINT, "--any-host")
    assert code == 0
    sent = [(call.method, call.path.rpartition("/projects/")[2]) for call in calls if call.method != "GET"]
    assert sent[:3] == [
        ("POST", "BikeRental/:import"), ("POST", "BikeRental/:train"), ("PUT", "BikeRental/deployments/production"),
    ]  # fmt: skip
    assert sent[-2:] == [("POST", "LarkfieldFrontDesk/:import"), ("POST", "LarkfieldFrontDesk/:train")]
    bodies = {call.path.rpartition("/projects/")[2]: call.json for call in calls if call.body}
    for step in json.loads((bundle / "manifest.json").read_text())["import_order"]:
        assert bodies[f"{step['project']}/:import"] == json.loads((bundle / step["path"]).read_text())
    for found in json.loads((bundle / "train-config.json").read_text())["projects"]:
        assert bodies.get(f"{found['project']}/:train") == found["train"]


def test_projects_that_exist_are_left_alone(run, capsys):
    code, calls = run("--run", "--endpoint", ENDPOINT, "--any-host")
    assert code == 2
    assert "exists already: BikeRental" in capsys.readouterr().err
    assert {call.method for call in calls} == {"GET"}


def test_a_resource_has_to_be_named(run, monkeypatch):
    monkeypatch.delenv("LANGUAGE_ENDPOINT", raising=False)
    assert run("--run") == (2, [])
