"""The official SDK, where it is installed, and every file we write."""

from __future__ import annotations

import pytest
from sdk.written import CASES, written

WHY = "the official SDK is not installed: pip install -e '.[dev]'"


@pytest.fixture(scope="session")
def models():
    """The classes that the SDK reads CLU and orchestration projects into."""
    return pytest.importorskip("azure.ai.language.conversations.authoring.models", reason=WHY)


@pytest.fixture(scope="session")
def answers():
    """The classes that the SDK reads question answering projects into."""
    return pytest.importorskip("azure.ai.language.questionanswering.authoring.models", reason=WHY)


@pytest.fixture
def resource(models, answers):
    from sdk.resource import Resource

    with Resource() as taking:
        yield taking


@pytest.fixture(scope="session")
def steps_by_case(request, tmp_path_factory):
    """Makes the files of a case once, however many tests ask for them."""
    made = {}

    def steps(case):
        if case not in made:
            made[case] = written(case, request, tmp_path_factory.mktemp("sdk"))
        return made[case]

    return steps


@pytest.fixture(params=CASES)
def steps(request, models, answers, steps_by_case):
    """The files of each case in the order in which they are imported."""
    return steps_by_case(request.param)
