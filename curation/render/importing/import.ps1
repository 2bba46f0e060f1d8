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
#>
param([string]$Endpoint = $env:LANGUAGE_ENDPOINT, [switch]$Run, [switch]$Replace, [switch]$Train)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

if (-not $Endpoint) { $Endpoint = '@@ENDPOINT@@' }
$cluVersion = if ($env:CLU_API_VERSION) { $env:CLU_API_VERSION } else { '@@CLU_VERSION@@' }
$cqaVersion = if ($env:CQA_API_VERSION) { $env:CQA_API_VERSION } else { '@@CQA_VERSION@@' }
$resource = 'https://cognitiveservices.azure.com'
$Endpoint = $Endpoint.TrimEnd('/')
if ($Run -and -not $Endpoint) {
  [Console]::Error.WriteLine('import.ps1: name the resource with -Endpoint or in LANGUAGE_ENDPOINT')
  exit 2
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
  if ($answer.Text -match '404|not ?found') { return $false }
  Stop-Import "cannot ask for ${Project}: $($answer.Text)" 2
}

function Send-Request([string]$Method, [string]$Url, [string]$Body, [string]$What) {
  if (-not $Run) {
    Write-Output "would ${What}: $Method $Url"
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
  Watch-Operation $Matches[0] $What
}

function Watch-Operation([string]$Url, [string]$What) {
  $seconds = if ($env:POLL_SECONDS) { [int]$env:POLL_SECONDS } else { 6 }
  while ($true) {
    $answer = Invoke-Az @('rest', '--method', 'get', '--url', $Url, '--resource', $resource, '--query', 'status', '--output', 'tsv')
    $status = $answer.Text.Trim()
    if ($status -eq 'succeeded') { Write-Output '  succeeded'; return }
    if ($answer.Code -ne 0 -or $status -in @('failed', 'cancelled', 'partiallyCompleted')) { Stop-Import "${status}: $What" 1 }
    Start-Sleep -Seconds $seconds
  }
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

function Publish-Project([string]$Kind, [string]$Project, [string]$Deployment, [string]$Body) {
  if (-not $Train) { return }
  $url = "$(Get-Base $Kind $Project)/deployments/${Deployment}?api-version=$(Get-Version $Kind)"
  Send-Request 'put' $url $Body "deploy $Project as $Deployment"
}

if ($Run) {
  # A link reaches projects of the same resource only.
  $missing = @()
@@NEEDED@@
  if ($missing.Count -gt 0) {
    Stop-Import "links lead to projects that are not in this resource: $($missing -join ', '); import these first" 2
  }
}
if (-not $Run) {
  Write-Output 'Nothing is sent without -Run. These are the requests, in order:'
} elseif (-not $Replace) {
  # Asked of all projects before anything is sent, so that a clash leaves nothing half done.
  $taken = @()
@@EXISTS@@
  if ($taken.Count -gt 0) {
    Stop-Import "exists already: $($taken -join ', '); an import replaces everything in it: look at it, then give -Replace" 2
  }
}

@@STEPS@@

if ($Run) { Write-Output 'all done' }
