#Requires -Version 5.1
<#
.SYNOPSIS
Imports this bundle into Azure Language, one project after the other, the orchestration project last.
.DESCRIPTION
Written by curation. Nothing is sent without -Run; sign in with `az login` first. An import answers 202 before it is
done, so that every job is followed until it has succeeded or failed.
Exit codes: 0 all done, 1 a job failed, 2 nothing was sent or a project exists.
.PARAMETER Endpoint
The Language resource, such as https://NAME.cognitiveservices.azure.com; else LANGUAGE_ENDPOINT.
.PARAMETER Run
Send the requests; without it they are only shown.
.PARAMETER Replace
Import over projects that exist: everything in them is replaced.
.PARAMETER Train
Also train and deploy, tasks before the orchestration project.
.PARAMETER AnyHost
Send the sign-in to a host that is not one of Azure Language.
#>
param([string]$Endpoint = $env:LANGUAGE_ENDPOINT, [switch]$Run, [switch]$Replace, [switch]$Train, [switch]$AnyHost)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

if (-not $Endpoint) { $Endpoint = '' }
$cluVersion = if ($env:CLU_API_VERSION) { $env:CLU_API_VERSION } else { '2023-04-01' }
$cqaVersion = if ($env:CQA_API_VERSION) { $env:CQA_API_VERSION } else { '2021-10-01' }
$resource = 'https://cognitiveservices.azure.com'
$Endpoint = $Endpoint.TrimEnd('/')
if ($Run -and -not $Endpoint) {
  [Console]::Error.WriteLine('import.ps1: name the resource with -Endpoint or in LANGUAGE_ENDPOINT')
  exit 2
}
if ($Run) {
  # The sign-in is sent along, so that it must not go just anywhere.
  $hosts = '^https://[A-Za-z0-9.-]+\.(cognitiveservices\.azure\.(com|us|cn)|api\.cognitive\.microsoft\.com|services\.ai\.azure\.com)$'
  if ($Endpoint -notmatch $hosts -and -not $AnyHost) {
    [Console]::Error.WriteLine("import.ps1: $Endpoint is not a host of Azure Language; give -AnyHost if it is meant")
    exit 2
  }
  if (-not (Get-Command az -ErrorAction SilentlyContinue)) {
    [Console]::Error.WriteLine('import.ps1: the Azure command line (az) is not installed')
    exit 2
  }
}
$shown = if ($Endpoint) { $Endpoint } else { 'https://YOUR-RESOURCE.cognitiveservices.azure.com' }

function Stop-Import([string]$Message, [int]$Code) {
  [Console]::Error.WriteLine("import.ps1: $Message")
  exit $Code
}

function Get-Base([string]$Kind, [string]$Project) {
  if ($Kind -eq 'QuestionAnswering') { return "$shown/language/query-knowledgebases/projects/$Project" }
  return "$shown/language/authoring/analyze-conversations/projects/$Project"
}

function Get-Version([string]$Kind) {
  if ($Kind -eq 'QuestionAnswering') { return $cqaVersion }
  return $cluVersion
}

function Invoke-Az([string[]]$Arguments) {
  # What az writes to standard error is part of the answer here, not an error.
  $ErrorActionPreference = 'Continue'
  $lines = & az @Arguments 2>&1 | ForEach-Object { "$_" }
  return @{ Code = $LASTEXITCODE; Text = ($lines -join "`n") }
}

function Test-Project([string]$Kind, [string]$Project) {
  $url = "$(Get-Base $Kind $Project)?api-version=$(Get-Version $Kind)"
  $answer = Invoke-Az @('rest', '--method', 'get', '--url', $url, '--resource', $resource)
  if ($answer.Code -eq 0) { return $true }
  # Only the answer 404 itself, as az words it, or the code of the service: a request id may hold "404" as well.
  if ($answer.Text -cmatch '(?m)^(ERROR: )?Not Found\(|"code": ?"(ProjectNotFound|ResourceNotFound|NotFound)"') { return $false }
  Stop-Import "cannot ask for ${Project}: $($answer.Text)" 2
}

function Send-Request([string]$Method, [string]$Url, [string]$Body, [string]$What) {
  if (-not $Run) {
    Write-Output "would ${What}:"
    Write-Output "  $($Method.ToUpperInvariant()) $Url"
    return
  }
  Write-Output $What
  $file = $null
  if (-not $Body.StartsWith('@')) {
    # Quotes in an argument do not survive on their way to az; a file does.
    $file = New-TemporaryFile
    [IO.File]::WriteAllText($file.FullName, $Body)
    $Body = "@$($file.FullName)"
  }
  try {
    $answer = Invoke-Az @('rest', '--verbose', '--method', $Method, '--url', $Url, '--resource', $resource,
      '--headers', 'Content-Type=application/json', '--body', $Body)
  } finally {
    if ($file) { Remove-Item $file.FullName }
  }
  if ($answer.Code -ne 0) { Stop-Import "not accepted: ${What}: $($answer.Text)" 1 }
  $line = $answer.Text -split "`n" | Where-Object { $_ -match 'operation-location' } | Select-Object -First 1
  if (-not ($line -match 'https://[^"'' ]+')) {
    Stop-Import 'accepted, but the answer named no job to follow; look at the project before you go on' 1
  }
  $job = $Matches[0]
  if (-not $job.StartsWith("$Endpoint/")) {
    Stop-Import "the job is followed at another host than the resource: $job" 1
  }
  Watch-Operation $job $What
}

function Watch-Operation([string]$Url, [string]$What) {
  $seconds = if ($env:POLL_SECONDS) { [int]$env:POLL_SECONDS } else { 6 }
  $most = if ($env:POLL_MOST) { [int]$env:POLL_MOST } else { 1200 }
  for ($waited = 0; $waited -lt $most; $waited++) {
    $answer = Invoke-Az @('rest', '--method', 'get', '--url', $Url, '--resource', $resource, '--query', 'status', '--output', 'tsv')
    $status = $answer.Text.Trim()
    if ($status -eq 'succeeded') { Write-Output '  succeeded'; return }
    if ($answer.Code -ne 0 -or $status -notin @('notStarted', 'running', 'cancelling')) { Stop-Import "${status}: $What" 1 }
    Start-Sleep -Seconds $seconds
  }
  Stop-Import "not done after $most looks: $What; look at the project" 1
}

function Import-Project([string]$Kind, [string]$Project, [string]$File) {
  $format = if ($Kind -eq 'QuestionAnswering') { 'json' } else { 'Conversation' }
  $url = "$(Get-Base $Kind $Project)/:import?api-version=$(Get-Version $Kind)&format=$format"
  Send-Request 'post' $url "@$(Join-Path $PSScriptRoot $File)" "import $File as $Project"
}

function Invoke-Training([string]$Kind, [string]$Project, [string]$Model, [string]$Body) {
  if (-not $Train) { return }
  Send-Request 'post' "$(Get-Base $Kind $Project)/:train?api-version=$(Get-Version $Kind)" $Body "train $Project as $Model"
}

function Write-Undeployed([string]$Project) {
  if (-not $Train) { return }
  Write-Output "not deployed: $Project, as no deployment was named (--set deployments.NAME=... when the bundle is made)"
}

function Publish-Project([string]$Kind, [string]$Project, [string]$Deployment, [string]$Body) {
  if (-not $Train) { return }
  $url = "$(Get-Base $Kind $Project)/deployments/${Deployment}?api-version=$(Get-Version $Kind)"
  Send-Request 'put' $url $Body "deploy $Project as $Deployment"
}

if ($Run) {
  # A link reaches projects of the same resource only.
  $missing = @()

  if ($missing.Count -gt 0) {
    Stop-Import "links lead to projects that are not in this resource: $($missing -join ', '); import these first" 2
  }
}
if (-not $Run) {
  Write-Output 'Nothing is sent without -Run. First every project is asked for; then, in order:'
} elseif (-not $Replace) {
  # Asked of all projects before anything is sent, so that a clash leaves nothing half done.
  $taken = @()
  if (Test-Project 'Conversation' 'BikeRental') { $taken += 'BikeRental' }
  if (Test-Project 'Conversation' 'Mitgliedschaft') { $taken += 'Mitgliedschaft' }
  if (Test-Project 'Conversation' 'Workshop') { $taken += 'Workshop' }
  if (Test-Project 'QuestionAnswering' 'ShopFAQ') { $taken += 'ShopFAQ' }
  if (Test-Project 'Orchestration' 'LarkfieldFrontDesk') { $taken += 'LarkfieldFrontDesk' }
  if ($taken.Count -gt 0) {
    Stop-Import "exists already: $($taken -join ', '); an import replaces everything in it: look at it, then give -Replace" 2
  }
}

# 1. Conversation
Import-Project 'Conversation' 'BikeRental' '01-clu/BikeRental.clu.json'
Invoke-Training 'Conversation' 'BikeRental' 'data-8585763e' '{"modelLabel": "data-8585763e", "trainingMode": "standard", "evaluationOptions": {"kind": "percentage", "trainingSplitPercentage": 80, "testingSplitPercentage": 20}}'
Publish-Project 'Conversation' 'BikeRental' 'production' '{"trainedModelLabel": "data-8585763e"}'
# 2. Conversation
Import-Project 'Conversation' 'Mitgliedschaft' '01-clu/Mitgliedschaft.clu.json'
Invoke-Training 'Conversation' 'Mitgliedschaft' 'data-aff94f93' '{"modelLabel": "data-aff94f93", "trainingMode": "advanced", "evaluationOptions": {"kind": "percentage", "trainingSplitPercentage": 80, "testingSplitPercentage": 20}}'
Publish-Project 'Conversation' 'Mitgliedschaft' 'production' '{"trainedModelLabel": "data-aff94f93"}'
# 3. Conversation
Import-Project 'Conversation' 'Workshop' '01-clu/Workshop.clu.json'
Invoke-Training 'Conversation' 'Workshop' 'data-3d431173' '{"modelLabel": "data-3d431173", "trainingMode": "standard", "evaluationOptions": {"kind": "percentage", "trainingSplitPercentage": 80, "testingSplitPercentage": 20}}'
Publish-Project 'Conversation' 'Workshop' 'production' '{"trainedModelLabel": "data-3d431173"}'
# 4. QuestionAnswering
Import-Project 'QuestionAnswering' 'ShopFAQ' '02-cqa/ShopFAQ.cqa.json'
Publish-Project 'QuestionAnswering' 'ShopFAQ' 'production' '{}'
# 5. Orchestration
Import-Project 'Orchestration' 'LarkfieldFrontDesk' '03-orchestration/LarkfieldFrontDesk.orchestration.json'
Invoke-Training 'Orchestration' 'LarkfieldFrontDesk' 'data-1a43ee22' '{"modelLabel": "data-1a43ee22", "trainingMode": "standard", "evaluationOptions": {"kind": "manual"}}'
Write-Undeployed 'LarkfieldFrontDesk'

if ($Run) { Write-Output 'all done' }
