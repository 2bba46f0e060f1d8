#!/usr/bin/env bash
# Imports this bundle into Azure Language, one project after the other, the orchestration project last.
# Written by curation. Nothing is sent without --run; sign in with `az login` first.
set -euo pipefail

endpoint="${LANGUAGE_ENDPOINT:-}"
clu_version="${CLU_API_VERSION:-2023-04-01}"
cqa_version="${CQA_API_VERSION:-2021-10-01}"
resource="https://cognitiveservices.azure.com"
run=0 replace=0 train=0 any_host=0
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

usage() {
  cat <<'USAGE'
Usage: import.sh [--endpoint URL] [--run] [--replace] [--train] [--any-host]

  --endpoint URL  the Language resource, such as https://NAME.cognitiveservices.azure.com; else $LANGUAGE_ENDPOINT
  --run           send the requests; without it they are only shown
  --replace       import over projects that exist: everything in them is replaced
  --train         also train and deploy, tasks before the orchestration project
  --any-host      send the sign-in to a host that is not one of Azure Language

An import answers 202 before it is done, so that every job is followed until it has succeeded or failed.
Exit codes: 0 all done, 1 a job failed, 2 nothing was sent or a project exists.
USAGE
}

while [ $# -gt 0 ]; do
  case "$1" in
    --endpoint) endpoint="${2:?--endpoint needs a URL}"; shift ;;
    --run) run=1 ;;
    --replace) replace=1 ;;
    --train) train=1 ;;
    --any-host) any_host=1 ;;
    -h|--help) usage; exit 0 ;;
    *) echo "import.sh: there is no option $1" >&2; usage >&2; exit 2 ;;
  esac
  shift
done
endpoint="${endpoint%/}"
if [ "$run" -eq 1 ] && [ -z "$endpoint" ]; then
  echo "import.sh: name the resource with --endpoint or in LANGUAGE_ENDPOINT" >&2
  exit 2
fi
shown="${endpoint:-https://YOUR-RESOURCE.cognitiveservices.azure.com}"
if [ "$run" -eq 1 ]; then
  # The sign-in is sent along, so that it must not go just anywhere.
  case "${endpoint#https://}" in
    *[!A-Za-z0-9.-]*) hosted=0 ;;
    *.cognitiveservices.azure.com|*.cognitiveservices.azure.us|*.cognitiveservices.azure.cn) hosted=1 ;;
    *.api.cognitive.microsoft.com|*.services.ai.azure.com) hosted=1 ;;
    *) hosted=0 ;;
  esac
  if [ "$hosted" -eq 0 ] && [ "$any_host" -eq 0 ]; then
    echo "import.sh: $endpoint is not a host of Azure Language; give --any-host if it is meant" >&2
    exit 2
  fi
  if ! command -v az >/dev/null; then
    echo "import.sh: the Azure command line (az) is not installed" >&2
    exit 2
  fi
fi
seen="$(mktemp)"
trap 'rm -f "$seen"' EXIT

base_of() { # kind project
  if [ "$1" = QuestionAnswering ]; then
    printf '%s/language/query-knowledgebases/projects/%s' "$shown" "$2"
  else
    printf '%s/language/authoring/analyze-conversations/projects/%s' "$shown" "$2"
  fi
}

version_of() { # kind
  if [ "$1" = QuestionAnswering ]; then printf '%s' "$cqa_version"; else printf '%s' "$clu_version"; fi
}

exists() { # kind project: 0 it does, 1 it does not
  local url
  url="$(base_of "$1" "$2")?api-version=$(version_of "$1")"
  if az rest --method get --url "$url" --resource "$resource" >/dev/null 2>"$seen"; then return 0; fi
  # Only the answer 404 itself, as az words it, or the code of the service: a request id may hold "404" as well.
  if grep -qE '^(ERROR: )?Not Found\(|"code": ?"(ProjectNotFound|ResourceNotFound|NotFound)"' "$seen"; then return 1; fi
  echo "import.sh: cannot ask for $2:" >&2
  cat "$seen" >&2
  exit 2
}

send() { # method url body what: sends, and follows the job until it ends
  if [ "$run" -eq 0 ]; then
    echo "would $4:"
    echo "  $(printf '%s' "$1" | tr '[:lower:]' '[:upper:]') $2"
    return 0
  fi
  echo "$4"
  if ! az rest --verbose --method "$1" --url "$2" --resource "$resource" \
      --headers Content-Type=application/json --body "$3" >/dev/null 2>"$seen"; then
    cat "$seen" >&2
    echo "import.sh: not accepted: $4" >&2
    exit 1
  fi
  local job
  job="$(grep -i 'operation-location' "$seen" | grep -oE 'https://[^"'"'"' ]+' | head -n 1 || true)"
  case "$job" in
    "" | "$endpoint"/*) ;;
    *) echo "import.sh: the job is followed at another host than the resource: $job" >&2; exit 1 ;;
  esac
  if [ -z "$job" ]; then
    echo "import.sh: accepted, but the answer named no job to follow; look at the project before you go on" >&2
    exit 1
  fi
  follow "$job" "$4"
}

follow() { # url what
  local status waited=0
  while true; do
    status="$(az rest --method get --url "$1" --resource "$resource" --query status --output tsv)" || status=""
    case "$status" in
      succeeded) echo "  succeeded"; return 0 ;;
      failed|cancelled|partiallyCompleted)
        echo "import.sh: $status: $2" >&2
        az rest --method get --url "$1" --resource "$resource" --query errors >&2 || true
        exit 1 ;;
      notStarted|running|cancelling) sleep "${POLL_SECONDS:-6}" ;;
      *) echo "import.sh: cannot follow the job (status \"$status\"): $2; look at the project" >&2; exit 1 ;;
    esac
    waited=$((waited + 1))
    if [ "$waited" -ge "${POLL_MOST:-1200}" ]; then
      echo "import.sh: still $status after $waited looks: $2; look at the project" >&2
      exit 1
    fi
  done
}

import_project() { # kind project file
  local format=Conversation
  [ "$1" = QuestionAnswering ] && format=json
  send post "$(base_of "$1" "$2")/:import?api-version=$(version_of "$1")&format=$format" "@$here/$3" "import $3 as $2"
}

train_project() { # kind project model body
  [ "$train" -eq 1 ] || return 0
  send post "$(base_of "$1" "$2")/:train?api-version=$(version_of "$1")" "$4" "train $2 as $3"
}

no_deployment() { # project
  [ "$train" -eq 1 ] || return 0
  echo "not deployed: $1, as no deployment was named (--set deployments.NAME=... when the bundle is made)"
}

deploy_project() { # kind project deployment body
  [ "$train" -eq 1 ] || return 0
  send put "$(base_of "$1" "$2")/deployments/$3?api-version=$(version_of "$1")" "$4" "deploy $2 as $3"
}

if [ "$run" -eq 1 ]; then
  # A link reaches projects of the same resource only.
  missing=""

  if [ -n "$missing" ]; then
    echo "import.sh: links lead to projects that are not in this resource:$missing; import these first" >&2
    exit 2
  fi
fi
if [ "$run" -eq 0 ]; then
  echo "Nothing is sent without --run. First every project is asked for; then, in order:"
elif [ "$replace" -eq 0 ]; then
  # Asked of all projects before anything is sent, so that a clash leaves nothing half done.
  taken=""
  if exists 'Conversation' 'BikeRental'; then taken="$taken "'BikeRental'; fi
  if exists 'Conversation' 'Mitgliedschaft'; then taken="$taken "'Mitgliedschaft'; fi
  if exists 'Conversation' 'Workshop'; then taken="$taken "'Workshop'; fi
  if exists 'QuestionAnswering' 'ShopFAQ'; then taken="$taken "'ShopFAQ'; fi
  if exists 'Orchestration' 'LarkfieldFrontDesk'; then taken="$taken "'LarkfieldFrontDesk'; fi
  if [ -n "$taken" ]; then
    echo "import.sh: exists already:$taken; an import replaces everything in it: look at it, then give --replace" >&2
    exit 2
  fi
fi

# 1. Conversation
import_project 'Conversation' 'BikeRental' '01-clu/BikeRental.clu.json'
train_project 'Conversation' 'BikeRental' 'data-8585763e' '{"modelLabel": "data-8585763e", "trainingMode": "standard", "evaluationOptions": {"kind": "percentage", "trainingSplitPercentage": 80, "testingSplitPercentage": 20}}'
deploy_project 'Conversation' 'BikeRental' 'production' '{"trainedModelLabel": "data-8585763e"}'
# 2. Conversation
import_project 'Conversation' 'Mitgliedschaft' '01-clu/Mitgliedschaft.clu.json'
train_project 'Conversation' 'Mitgliedschaft' 'data-aff94f93' '{"modelLabel": "data-aff94f93", "trainingMode": "advanced", "evaluationOptions": {"kind": "percentage", "trainingSplitPercentage": 80, "testingSplitPercentage": 20}}'
deploy_project 'Conversation' 'Mitgliedschaft' 'production' '{"trainedModelLabel": "data-aff94f93"}'
# 3. Conversation
import_project 'Conversation' 'Workshop' '01-clu/Workshop.clu.json'
train_project 'Conversation' 'Workshop' 'data-3d431173' '{"modelLabel": "data-3d431173", "trainingMode": "standard", "evaluationOptions": {"kind": "percentage", "trainingSplitPercentage": 80, "testingSplitPercentage": 20}}'
deploy_project 'Conversation' 'Workshop' 'production' '{"trainedModelLabel": "data-3d431173"}'
# 4. QuestionAnswering
import_project 'QuestionAnswering' 'ShopFAQ' '02-cqa/ShopFAQ.cqa.json'
deploy_project 'QuestionAnswering' 'ShopFAQ' 'production' '{}'
# 5. Orchestration
import_project 'Orchestration' 'LarkfieldFrontDesk' '03-orchestration/LarkfieldFrontDesk.orchestration.json'
train_project 'Orchestration' 'LarkfieldFrontDesk' 'data-1a43ee22' '{"modelLabel": "data-1a43ee22", "trainingMode": "standard", "evaluationOptions": {"kind": "manual"}}'
no_deployment 'LarkfieldFrontDesk'

if [ "$run" -eq 1 ]; then echo "all done"; fi
