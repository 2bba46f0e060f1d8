"""Words that hold a sentence together and say nothing of what it is about, in scripts that no other language shares.

Lists of other alphabets would take words from English: "die" and "van" mean something there. Chosen by us; of Hebrew,
Greek or Korean there is none, and names there may hold such words.
"""

from __future__ import annotations

import re

__all__ = ["says_nothing"]

_CHINESE = """
    我们 你们 他们 什么 怎么 怎样 怎么样 如何 一下 一个 这个 那个 这里 那里 可以 能否 能不能 请问 请帮
    帮我 给我 我要 我想 我的 我在 想要 需要 多少 多久 多长 哪里 哪个 哪些 还有 还是 有没有 没有 是否
    是不是 为什么 现在 时候 知道 告诉 告诉我
"""
_THAI = """
    ครับ ค่ะ คะ นะ นี้ นั้น ให้ ได้ ได้ไหม ไหม ที่ มี เป็น ของ และ หรือ จะ ฉัน ผม ดิฉัน เรา คุณ ช่วย อยาก
    ต้อง ต้องการ หน่อย อะไร ไหน ยังไง อย่างไร ไม่ ใน กับ ว่า แล้ว ก็ คือ จาก ไป มา ด้วย เมื่อ เท่าไหร่
    เท่าไร ทำ การ ความ
"""
_HINDI = """
    है हैं हूँ था थी थे हो होगा होता का की के को में से पर और या क्या कैसे कैसा कैसी कौन कब कहाँ क्यों
    कितना कितनी कितने मैं मुझे मेरा मेरी मेरे हम आप आपका आपकी यह वह ये वे इस उस लिए कर करें करना करो करता
    करते ने भी नहीं ही तो एक कोई कुछ कृपया चाहिए चाहता चाहती बताओ बताएं दो दें अपना अपनी अपने
"""
_ARABIC = """
    في من على إلى الى عن ما ماذا هل كيف كم متى أين اين لماذا أن ان هذا هذه ذلك تلك مع التي الذي أريد اريد
    أنا انا أنت لي لك هو هي حول أو او لا لم لن قد كل بعد قبل يمكن يمكنني هناك عند كان
"""
_LISTED = frozenset(f"{_CHINESE} {_THAI} {_HINDI} {_ARABIC}".split())
_ENDING = re.compile(r"[\u3041-\u309f]{1,4}")
"""Short Japanese words written in hiragana alone: endings, particles, helping verbs."""


def says_nothing(word: str) -> bool:
    """Whether a word of another script than the Latin one says nothing of what a text is about.

    >>> [word for word in ("预订", "我想", "残高", "ます", "स्थान", "है") if says_nothing(word)]
    ['我想', 'ます', 'है']
    """
    return word in _LISTED or _ENDING.fullmatch(word) is not None
