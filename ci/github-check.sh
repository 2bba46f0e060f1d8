#!/usr/bin/env bash
# The check of action.yml. Options and paths stand one a line, so that a space in a name does no harm.
set -euo pipefail
options=(--fail-on "$CURATION_FAIL_ON" --profile "$CURATION_PROFILE" -f github)
if [ "$CURATION_SUMMARY" = true ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  options+=(-f "markdown=$RUNNER_TEMP/curation.md")
fi
if [ "$CURATION_SARIF" = true ]; then
  options+=(-f sarif=curation.sarif)
  echo "sarif-file=curation.sarif" >> "$GITHUB_OUTPUT"
fi
while IFS= read -r word; do [ -z "$word" ] || options+=("$word"); done <<< "$CURATION_ARGS"
paths=()
while IFS= read -r word; do [ -z "$word" ] || paths+=("$word"); done <<< "$CURATION_PATHS"
code=0
rm -f "${RUNNER_TEMP:-/nowhere}/curation.md"
curation check "${options[@]}" -- "${paths[@]}" || code=$?
if [ -f "${RUNNER_TEMP:-/nowhere}/curation.md" ]; then
  cat "$RUNNER_TEMP/curation.md" >> "$GITHUB_STEP_SUMMARY"
fi
exit "$code"
