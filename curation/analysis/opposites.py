"""Texts that differ by the one word that matters: "turn it on" and "turn it off" are nearly one text, and opposites."""

from __future__ import annotations

from curation.analysis.scripts import LEFT_OF_NOT, word_list

__all__ = ["opposed"]

_PAIRS = (
    "on off", "up down", "in out", "open close", "lock unlock", "start stop", "enable disable", "add remove",
    "add delete", "increase decrease", "raise lower", "brighten dim", "brighter dimmer", "louder quieter",
    "more less", "mute unmute", "block unblock", "accept decline", "accept reject", "before after",
    "first last", "next previous", "yes no", "buy sell", "an aus", "ein aus", "auf zu", "ja nein",
    "mehr weniger", "lauter leiser", "heller dunkler", "vor nach", "oui non", "plus moins", "allume éteins",
    "allumer éteindre", "ouvre ferme", "ouvrir fermer", "avant après", "sí no", "más menos", "enciende apaga",
    "encender apagar", "abre cierra", "abrir cerrar", "sube baja", "antes después", "sì no", "più meno",
    "accendi spegni", "accendere spegnere", "apri chiudi", "aprire chiudere", "sim não", "mais menos",
    "ligar desligar", "abrir fechar", "aan uit", "ja nee", "meer minder", "开 关", "是 否",
)  # fmt: skip
_OPPOSITE = frozenset(frozenset(pair.split()) for pair in _PAIRS)
_NEGATIONS = LEFT_OF_NOT | {
    "cannot", "kein", "keine", "keinen", "never", "nicht", "no", "not", "não", "pas", "without", "不", "没",
}  # fmt: skip


def opposed(first: str, second: str) -> bool:
    """Whether what one text says and the other does not are opposites, or one of them is negated.

    Character n-grams see hardly any difference there. The words are English, German, French, Spanish, Italian,
    Portuguese, Dutch and Chinese.

    >>> opposed("turn on the light", "turn off the light"), opposed("turn on the light", "turn on the lights")
    (True, False)
    """
    one, other = (set(word_list(text.casefold())) for text in (first, second))
    mine, theirs = one - other, other - one
    if any(frozenset((a, b)) in _OPPOSITE for a in mine for b in theirs):
        return True
    return bool(mine & _NEGATIONS) != bool(theirs & _NEGATIONS)
