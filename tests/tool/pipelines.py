# SPDX-License-Identifier: BSL-1.0
"""The pipelines of examples/ci as data: their jobs, with the environment and the shell steps of each, which
pipelines_test.py runs as a CI server would."""

import dataclasses
import pathlib
import re

import yaml

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "examples" / "ci"
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


@dataclasses.dataclass
class Job:
    environment: dict
    steps: list  # commands of a shell
    kept: list  # the paths of the artefacts
    retention_days: int


def github_expressions(event, mode):
    """What the expressions of github-actions.yml are worth; one that is not listed here is an error."""
    return {
        "github.event.pull_request.number || 'main'": "7" if event == "pull_request" else "main",
        "github.event_name == 'pull_request'": str(event == "pull_request").lower(),
        "vars.DWELL_CI_MODE || 'warn'": mode,
    }


def github_jobs(event, mode="warn"):
    """The jobs that run for an event, by name."""
    document = yaml.safe_load((FOLDER / "github-actions.yml").read_text(encoding="utf-8"))
    worth = github_expressions(event, mode)

    def evaluated(text):
        return EXPRESSION.sub(lambda match: worth[match[1]], str(text))

    jobs = {}
    for name, job in document["jobs"].items():
        if event not in re.findall(r"github\.event_name == '(\w+)'", job["if"]):
            continue
        environment = {key: evaluated(value) for key, value in {**document["env"], **job.get("env", {})}.items()}
        uploads = [step["with"] for step in job["steps"] if step.get("uses", "").startswith("actions/upload-artifact@")]
        jobs[name] = Job(environment, [step["run"] for step in job["steps"] if "run" in step],
                         [path for upload in uploads for path in upload["path"].split()],
                         min(upload["retention-days"] for upload in uploads))
    return jobs


def gitlab_jobs(source, mode="warn"):
    document = yaml.safe_load((FOLDER / "gitlab-ci.yml").read_text(encoding="utf-8"))
    jobs = {}
    for name, job in document.items():
        if not isinstance(job, dict) or "script" not in job:
            continue
        if not any(f'$CI_PIPELINE_SOURCE == "{source}"' in rule["if"] for rule in job["rules"]):
            continue
        environment = {**document["variables"], **job.get("variables", {}), "DWELL_CI_MODE": mode}
        days = int(re.fullmatch(r"(\d+) days", job["artifacts"]["expire_in"])[1])
        jobs[name] = Job(environment, job["script"], job["artifacts"]["paths"], days)
    return jobs


def jenkins_stages(mode="warn"):
    """All stages, by name: which of them run is for a test to say."""
    text = (FOLDER / "Jenkinsfile").read_text(encoding="utf-8")

    def settings(part):
        return dict(re.findall(r"^\s*(DWELL_CI_\w+) = '([^']*)'$", part, re.MULTILINE))

    first, *parts = re.split(r"stage\('", text)
    kept = re.search(r"artifacts: '([^']*)'", text)[1].split(", ")
    days = int(re.search(r"artifactDaysToKeepStr: '(\d+)'", text)[1])
    stages = {}
    for part in parts:
        steps = re.findall(r"(?:\bsh |\bjudge\()'([^']*)'", part)
        stages[part.split("'")[0]] = Job({**settings(first), **settings(part), "DWELL_CI_MODE": mode}, steps, kept, days)
    return stages


def cron_line():
    """The settings and the command of dwell.cron, which stands behind five fields of times."""
    settings, command = {}, None
    for line in (FOLDER / "dwell.cron").read_text(encoding="utf-8").splitlines():
        if match := re.fullmatch(r"(\w+)=(.*)", line):
            settings[match[1]] = match[2]
        elif match := re.fullmatch(r"((?:\S+ ){5})(.*)", line) if line and not line.startswith("#") else None:
            times, command = match[1].split(), match[2]
    return settings, times, command
