"""The scripts of a bundle, run with an `az` that takes every request and keeps a log of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest
from workspaces import curation

from curation import api
from curation.model.importing import ImportPlan, ImportStep
from curation.render.import_scripts import import_scripts

AZ = """#!/usr/bin/env bash
# Stands in for the Azure command line: what it is asked goes to a log, what it says is in a folder.
set -eu
here="$(dirname "$0")"
method="" url="" body="" query=""
while [ $# -gt 0 ]; do
  case "$1" in
    --method) method="$2"; shift ;;
    --url) url="$2"; shift ;;
    --body) body="$2"; shift ;;
    --query) query="$2"; shift ;;
  esac
  shift
done
if [ -n "$query" ]; then
  [ "$query" = errors ] && { echo '[{"code": "InvalidArgument"}]'; exit 0; }
  count=$(cat "$here/asked" 2>/dev/null || echo 0)
  echo $((count + 1)) > "$here/asked"
  if [ "$count" -lt 1 ]; then echo running; else cat "$here/outcome" 2>/dev/null || echo succeeded; fi; true
  exit 0
fi
rm -f "$here/asked"
case "$body" in @*) body="$(sha256sum < "${body#@}" | cut -d" " -f1)" ;; esac
printf '%s %s %s\\n' "$method" "$url" "$body" >> "$here/log"
if [ "$method" = get ]; then
  if [ -e "$here/exists" ]; then exit 0; fi
  if [ -e "$here/denied" ]; then echo 'ERROR: Forbidden({"code":"403","requestId":"7f404-not found"})' >&2; exit 1; fi
  echo 'ERROR: Not Found({"error":{"code":"ProjectNotFound"}})' >&2
  exit 3
fi
if [ -e "$here/refused" ]; then echo 'ERROR: Bad Request({"error":{"code":"InvalidArgument"}})' >&2; exit 1; fi
[ -e "$here/elsewhere" ] && url="https://evil.example/x"
[ -e "$here/silent" ] || echo "INFO:     'operation-location': '${url%%\\?*}/jobs/1?api-version=1'" >&2
"""
CLU, CQA = "/language/authoring/analyze-conversations/projects", "/language/query-knowledgebases/projects"
ENDPOINT = "https://larkfield.example"


@pytest.fixture(scope="module")
def bundle(sample_data, tmp_path_factory):
    out = tmp_path_factory.mktemp("scripts") / "dist"
    api.run(sample_data, output=out, allow_open=True)
    return out


class Shell:
    """A script of a bundle, and what the stand-in was asked."""

    def __init__(self, bundle, folder):
        self.bundle, self.folder = bundle, folder
        (folder / "az").write_text(AZ)
        (folder / "az").chmod(0o755)

    def __call__(self, *arguments, **says):
        for name, text in says.items():
            (self.folder / name).write_text(text)
        path = f"{self.folder}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "POLL_SECONDS": "0", "LANGUAGE_ENDPOINT": ""}
        more = ["--any-host"] if "--run" in arguments and "--endpoint" in arguments else []
        command = ["bash", self.bundle / "import.sh", *arguments, *more]
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=60)

    @property
    def log(self):
        path = self.folder / "log"
        return [tuple(line.split(" ", 2)) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture
def shell(bundle, tmp_path):
    if not shutil.which("bash"):
        pytest.skip("bash is not installed")
    return Shell(bundle, tmp_path)


def steps(bundle):
    return json.loads((bundle / "manifest.json").read_text())["import_order"]


def test_without_run_nothing_is_sent_and_every_request_is_shown(shell, bundle):
    shown = shell("--train")
    assert (shown.returncode, shown.stderr, shell.log) == (0, "", [])
    lines = shown.stdout.splitlines()
    assert [line.split(":")[0] for line in lines if line.startswith("would import")] == [
        f"would import {step['path']} as {step['project']}" for step in steps(bundle)
    ]
    assert sum(line.startswith("would train") for line in lines) == 4
    assert sum(line.startswith("would deploy") for line in lines) == 4


def test_a_run_asks_first_sends_in_order_and_follows_every_job(shell, bundle):
    done = shell("--run", "--endpoint", f"{ENDPOINT}/")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("succeeded") == len(steps(bundle))
    assert done.stdout.endswith("all done\n")
    kinds = {"QuestionAnswering": (CQA, "2021-10-01", "json")}
    places = [(step, *kinds.get(step["kind"], (CLU, "2023-04-01", "Conversation"))) for step in steps(bundle)]
    asked = [("get", f"{ENDPOINT}{base}/{step['project']}?api-version={version}") for step, base, version, _ in places]
    sent = [
        ("post", f"{ENDPOINT}{base}/{step['project']}/:import?api-version={version}&format={form}")
        for step, base, version, form in places
    ]
    assert [entry[:2] for entry in shell.log] == [*asked, *sent]
    hashes = {file["path"]: file["sha256"] for file in json.loads((bundle / "manifest.json").read_text())["files"]}
    assert [entry[2] for entry in shell.log[len(asked) :]] == [hashes[step["path"]] for step, *_ in places]


def test_with_train_a_task_is_deployed_before_the_orchestration_is_imported(shell, bundle):
    assert shell("--run", "--train", "--replace", "--endpoint", ENDPOINT).returncode == 0
    order = [entry[1].removeprefix(ENDPOINT).partition("?")[0].rpartition("/projects/")[2] for entry in shell.log]
    assert order[:3] == ["BikeRental/:import", "BikeRental/:train", "BikeRental/deployments/production"]
    assert order[-2:] == ["LarkfieldFrontDesk/:import", "LarkfieldFrontDesk/:train"]
    bodies = {name: body for name, (_, _, body) in zip(order, shell.log, strict=True)}
    config = {found["project"]: found for found in json.loads((bundle / "train-config.json").read_text())["projects"]}
    assert json.loads(bodies["LarkfieldFrontDesk/:train"]) == config["LarkfieldFrontDesk"]["train"]
    assert config["LarkfieldFrontDesk"]["train"]["evaluationOptions"] == {"kind": "manual"}
    assert json.loads(bodies["BikeRental/deployments/production"]) == {
        "trainedModelLabel": config["BikeRental"]["train"]["modelLabel"]
    }


def test_a_project_that_exists_stops_it_before_anything_is_sent(shell):
    stopped = shell("--run", "--endpoint", ENDPOINT, exists="")
    assert stopped.returncode == 2
    assert "exists already: BikeRental Mitgliedschaft" in stopped.stderr
    assert {method for method, *_ in shell.log} == {"get"}
    assert shell("--run", "--replace", "--endpoint", ENDPOINT).returncode == 0


@pytest.mark.parametrize(
    ("says", "code", "problem"),
    [
        ({"outcome": "failed"}, 1, "failed: import 01-clu/BikeRental.clu.json"),
        ({"outcome": "partiallyCompleted"}, 1, "partiallyCompleted: import"),
        ({"refused": ""}, 1, "not accepted: import 01-clu/BikeRental.clu.json"),
        ({"silent": ""}, 1, "named no job to follow"),
        ({"denied": ""}, 2, "cannot ask for BikeRental"),
        ({"outcome": ""}, 1, "cannot follow the job"),
        ({"outcome": "dreaming"}, 1, 'cannot follow the job (status "dreaming")'),
        ({"elsewhere": ""}, 1, "followed at another host than the resource: https://evil.example/"),
    ],
)
def test_what_is_not_a_success_stops_it(shell, says, code, problem):
    stopped = shell("--run", "--endpoint", ENDPOINT, **says)
    assert (stopped.returncode, problem in stopped.stderr) == (code, True), stopped.stderr
    assert len([method for method, *_ in shell.log if method == "post"]) <= 1


def test_a_link_to_a_project_that_is_not_in_the_resource_stops_it(tmp_path):
    desk = ImportStep("03/d.json", "Desk", "Orchestration", 1, 1, "", "m", "standard",
                      (("Conversation", "Elsewhere"),))  # fmt: skip
    scripts = import_scripts(ImportPlan((desk,)))
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle/import.sh").write_text(scripts["import.sh"])
    shell = Shell(tmp_path / "bundle", tmp_path)
    stopped = shell("--run", "--replace", "--endpoint", ENDPOINT)
    assert (stopped.returncode, "not in this resource: Elsewhere" in stopped.stderr) == (2, True)
    assert [entry[:2] for entry in shell.log] == [("get", f"{ENDPOINT}{CLU}/Elsewhere?api-version=2023-04-01")]
    assert '"project": "Elsewhere"' in scripts["import_sdk.py"]
    assert "Test-Project 'Conversation' 'Elsewhere'" in scripts["import.ps1"]


def test_the_sign_in_is_sent_to_hosts_of_azure_only(bundle, tmp_path):
    shell = Shell(bundle, tmp_path)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    for endpoint, code in (("https://a.cognitiveservices.azure.com", 0), ("https://evil.example", 2),
                           ("https://evil.example/x.cognitiveservices.azure.com", 2), ("http://a.cognitiveservices.azure.com", 2)):  # fmt: skip
        command = ["bash", bundle / "import.sh", "--run", "--replace", "--endpoint", endpoint]
        done = subprocess.run(
            command, capture_output=True, text=True, env={**os.environ, "PATH": path, "POLL_SECONDS": "0"}, check=False
        )
        assert done.returncode == code, (endpoint, done.stderr)
    assert all(url.startswith("https://a.cognitiveservices.azure.com/") for _, url, _ in shell.log)


def test_without_az_it_says_so(bundle, tmp_path):
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("bash", "cat", "grep", "mktemp", "dirname", "rm", "tr", "head", "sleep", "printf"):
        if shutil.which(name):
            (tools / name).symlink_to(shutil.which(name))
    command = [
        shutil.which("bash"),
        bundle / "import.sh",
        "--run",
        "--endpoint",
        "https://a.cognitiveservices.azure.com",
    ]
    done = subprocess.run(command, capture_output=True, text=True, env={"PATH": str(tools)}, check=False)
    assert (done.returncode, "az) is not installed" in done.stderr) == (2, True)


def test_what_is_missing_or_unknown_is_said(shell):
    assert (shell("--run").returncode, shell("--rum").returncode, shell("--help").returncode) == (2, 2, 0)
    assert "name the resource" in shell("--run").stderr
    assert shell.log == []


HOSTILE = "a'b$(touch x)\"; rm -rf / #"


def hostile_scripts():
    step = ImportStep(f"01-clu/{HOSTILE}.json", HOSTILE, "Conversation", 3, 1, HOSTILE, "m", "standard")
    return import_scripts(ImportPlan((step,), "https://larkfield.example"))


def test_names_are_data_in_every_script(tmp_path):
    scripts = hostile_scripts()
    (tmp_path / "import.sh").write_text(scripts["import.sh"])
    shown = subprocess.run(
        ["bash", tmp_path / "import.sh", "--train"], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert f"as {HOSTILE}:" in shown.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["import.sh"]
    (tmp_path / "import_sdk.py").write_text(scripts["import_sdk.py"])
    made = subprocess.run([sys.executable, tmp_path / "import_sdk.py"], capture_output=True, text=True, check=True)
    assert f"as {HOSTILE}" in made.stdout


def test_the_shell_script_is_clean(bundle, tmp_path):
    (tmp_path / "hostile.sh").write_text(hostile_scripts()["import.sh"])
    for script in (bundle / "import.sh", tmp_path / "hostile.sh"):
        subprocess.run(["bash", "-n", script], check=True)
        if shutil.which("shellcheck"):
            found = subprocess.run(
                ["shellcheck", "--severity=warning", script], capture_output=True, text=True, check=False
            )
            assert found.stdout == ""


def test_the_power_shell_script_can_be_parsed(bundle):
    tree_sitter = pytest.importorskip("tree_sitter", reason="tree-sitter is not installed")
    grammar = pytest.importorskip("tree_sitter_powershell", reason="tree-sitter-powershell is not installed")
    parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))
    for text in ((bundle / "import.ps1").read_text(), hostile_scripts()["import.ps1"]):
        root = parser.parse(text.encode()).root_node
        assert not root.has_error, broken(root)


def broken(node):
    """Where a tree has an error, for the message."""
    if node.type == "ERROR" or node.is_missing:
        return node.start_point, node.text
    return next((found for child in node.children if (found := broken(child))), None)


def test_the_power_shell_script_shows_what_the_shell_script_shows(shell, bundle):
    pwsh = shutil.which("pwsh")
    if not pwsh:
        pytest.skip("PowerShell is not installed")
    theirs = subprocess.run([pwsh, bundle / "import.ps1", "-Train"], capture_output=True, text=True, check=True)
    ours = shell("--train")
    assert theirs.stdout.splitlines()[1:] == ours.stdout.splitlines()[1:]


def test_the_python_script_shows_the_steps(bundle):
    shown = subprocess.run(
        [sys.executable, bundle / "import_sdk.py", "--train"], capture_output=True, text=True, check=True
    )
    assert [line for line in shown.stdout.splitlines() if "import" in line and line.startswith("would")] == [
        f"would import {step['path']} as {step['project']}" for step in steps(bundle)
    ]


def test_names_of_another_environment_reach_every_file(sample_data, tmp_path):
    (tmp_path / "prod.toml").write_text(
        'endpoint = "https://prod.example/"\n[projects]\nBikeRental = "Bikes"\nShopFAQ = "Answers"\n'
        '[deployments]\nBikeRental = "blue"\nLarkfieldFrontDesk = "live"\n'
    )
    out = tmp_path / "dist"
    result = curation("run", sample_data, "-o", out, "--allow-open", "--env", tmp_path / "prod.toml", "--set", "projects.Workshop=Repairs")  # fmt: skip
    assert result.code == 0, result.err
    manifest = json.loads((out / "manifest.json").read_text())
    assert [step["project"] for step in manifest["import_order"]] == [
        "Bikes",
        "Mitgliedschaft",
        "Repairs",
        "Answers",
        "LarkfieldFrontDesk",
    ]
    assert {"project": "Bikes", "deployment": "blue"} in manifest["required_deployments"]
    desk = json.loads((out / "03-orchestration/LarkfieldFrontDesk.orchestration.json").read_text())
    links = [
        payload
        for intent in desk["assets"]["intents"]
        for payload in (intent.get("orchestration") or {}).values()
        if isinstance(payload, dict)
    ]
    assert {link["projectName"] for link in links} == {"Bikes", "Mitgliedschaft", "Repairs", "Answers"}
    assert {link.get("deploymentName") for link in links if link["projectName"] == "Bikes"} == {"blue"}
    assert json.loads((out / "01-clu/Bikes.clu.json").read_text())["metadata"]["projectName"] == "Bikes"
    assert "Bikes,Conversation" in (out / "upload/mapping.csv").read_text().replace(
        ",Conversation,blue", ",Conversation"
    )
    assert "BikeRental" not in (out / "import.sh").read_text()
    assert "https://prod.example" in (out / "IMPORT.md").read_text()
    assert "'live'" in (out / "import.sh").read_text()


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["projects.Bikerental=X"], 'there is no project "Bikerental" here; did you mean "BikeRental"?'),
        (["projects.BikeRental=Workshop"], '"Workshop" would be the name of two projects'),
        (["deployments.Nobody=x"], 'there is no project "Nobody" here'),
        (["projects.BikeRental=not a name"], "projects.BikeRental"),
        (["endpoint=http://plain"], "endpoint"),
        (["project.BikeRental=X"], "keys are projects.NAME"),
        (["projects=X"], "write KEY=VALUE"),
        (["nothing"], "write KEY=VALUE"),
    ],
)
def test_an_overlay_that_does_not_fit_is_refused(sample_data, tmp_path, words, problem):
    options = [part for word in words for part in ("--set", word)]
    result = curation("build", sample_data, "-o", tmp_path / "dist", "--allow-open", *options)
    assert (result.code, problem in result.err) == (2, True), result.err
    assert not (tmp_path / "dist").exists()
