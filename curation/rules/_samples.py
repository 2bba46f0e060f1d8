"""Small files for the examples of the rules."""

from __future__ import annotations

from typing import Any

__all__ = ["clu", "cqa", "orchestration", "sample_row", "sample_span", "to_clu", "to_cqa", "weather_and_music"]


def sample_row(text: str, intent: str, **more: Any) -> dict[str, Any]:
    """An utterance of an upload array."""
    return {"text": text, "intent": intent, **more}


def sample_span(category: str, offset: int, length: int) -> dict[str, Any]:
    """A span in UTF-16 code units."""
    return {"category": category, "offset": offset, "length": length}


def _project(kind: str, name: str, language: str, assets: dict[str, Any]) -> dict[str, Any]:
    return {
        "projectFileVersion": "2023-04-01",
        "stringIndexType": "Utf16CodeUnit",
        "metadata": {"projectKind": kind, "projectName": name, "language": language},
        "assets": {"projectKind": kind, **assets},
    }


def clu(
    *rows: dict[str, Any],
    intents: tuple[str, ...] = ("Reserve",),
    entities: tuple[str, ...] = (),
    name: str = "Tables",
    language: str = "en-us",
) -> dict[str, Any]:
    """A CLU project that declares `intents` and `entities`."""
    assets = {
        "intents": [{"category": intent} for intent in intents],
        "entities": [{"category": name} for name in entities],
        "utterances": list(rows),
    }
    return _project("Conversation", name, language, assets)


def orchestration(
    *rows: dict[str, Any], intents: dict[str, Any], name: str = "Desk", language: str = "en-us"
) -> dict[str, Any]:
    """An orchestration project; `intents` maps each intent to its link block, or to `None`."""
    declared = [{"category": intent, **({"orchestration": link} if link else {})} for intent, link in intents.items()]
    return _project("Orchestration", name, language, {"intents": declared, "utterances": list(rows)})


def to_clu(project: str, deployment: str = "production") -> dict[str, Any]:
    """The link block to a CLU task."""
    payload = {"projectName": project, "deploymentName": deployment}
    return {"targetProjectKind": "Conversation", "conversationOrchestration": payload}


def to_cqa(project: str) -> dict[str, Any]:
    """The link block to a question answering task."""
    return {
        "targetProjectKind": "QuestionAnswering",
        "questionAnsweringOrchestration": {"projectName": project},
    }


def cqa(*questions: str, name: str = "Answers") -> dict[str, Any]:
    """A question answering project with one pair."""
    qna = {"id": 1, "answer": "We open at nine.", "questions": list(questions)}
    return {"metadata": {"projectName": name}, "assets": {"qnas": [qna]}}


def weather_and_music() -> dict[str, Any]:
    """Thirty-two rows of two intents that nobody would confuse."""
    weather = (
        "will it rain tomorrow", "is it sunny in the north today", "how cold does it get tonight", "any snow this week",
        "what is the wind speed outside", "weather forecast for sunday please", "do I need an umbrella today",
        "how warm will it be at noon", "is a storm coming", "when does the fog clear", "temperature in the valley now",
        "will the roads be icy", "what are the clouds like", "any hail expected", "humidity this evening",
        "sunrise and weather for monday",
    )  # fmt: skip
    music = (
        "play a song by the choir", "skip to the next track", "turn up the volume of the music", "stop the music now",
        "put on some quiet jazz", "shuffle my favourite songs", "who sings this song", "play the new album again",
        "louder please", "pause this track", "I want to hear some rock", "add this song to my playlist",
        "repeat the chorus", "play the radio in the kitchen", "next album", "mute the speakers",
    )  # fmt: skip
    rows = [sample_row(text, "Weather") for text in weather] + [sample_row(text, "Music") for text in music]
    return {"u.json": rows}
