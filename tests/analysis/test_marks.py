"""What texts can be told by without reading them."""

from __future__ import annotations

import pytest

from curation.analysis.marks import telling_marks
from curation.analysis.structure import frame_of, opening_of

WORDS = ("table", "room", "car", "boat", "bike", "seat", "court", "desk", "hall", "tent", "van", "sauna")
PLAIN = [f"find me some {word} today" for word in WORDS]


def marks(own, others=PLAIN):
    found = telling_marks({"Own": own, "Others": list(others)}, fewest=10, mostly=0.9, rarely=0.3)
    return [mark.words for mark in found if mark.label == "Own"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (str.upper, ["are all upper case"]),
        (str.title, ["begin every word with a capital", "begin with a capital letter"]),
        (str.capitalize, ["begin with a capital letter"]),
        (lambda text: f"{text}?", ["end with a question mark"]),
        (lambda text: f"{text}.", ["end with a full stop or an exclamation mark"]),
        (lambda text: f"{text}...", ["end with an ellipsis"]),
        (lambda text: f"please {text}", ["begin with please or a greeting"]),
        (lambda text: f"#{text}", ["begin with a sign"]),
        (lambda text: text.replace(" me", ", me"), ["hold a comma"]),
        (lambda text: f"“{text}”", ["hold quotation marks"]),
        (lambda text: f"{text} 🚲", ["hold an emoji"]),
        (lambda text: f"{text} 2", ["hold a digit"]),
        (lambda text: text.split()[3], ["have two words at most"]),
        (lambda text: f"{text} and that is all that there is to be said of it", ["have fifteen words or more"]),
        (lambda text: f"{text} or any time you can get", ["have 11 words or more"]),
        (lambda text: f"{text} or so", []),
        (lambda text: text, []),
    ],
)
def test_a_mark_that_nearly_all_bear_and_no_others_is_named(change, words):
    assert marks([change(text) for text in PLAIN]) == words


def test_nine_in_ten_are_nearly_all_and_three_in_ten_are_few():
    asked = [f"{text}?" for text in PLAIN]
    assert marks([*asked, *PLAIN[:1]]) == ["end with a question mark"]
    assert marks([*asked, *PLAIN[:2]]) == []
    assert marks(asked, [*asked[:3], *PLAIN[3:]]) == ["end with a question mark"]
    assert marks(asked, [*asked[:4], *PLAIN[4:]]) == []


def test_to_end_without_a_mark_is_natural_beside_questions_and_odd_beside_full_stops():
    assert marks(PLAIN, [f"{text}?" for text in PLAIN]) == []
    assert marks(PLAIN, [f"{text}." for text in PLAIN]) == ["end without a mark"]


def test_short_texts_are_named_where_the_others_are_twice_as_long():
    long = [f"{text} or whenever it suits you best of all" for text in PLAIN]
    assert marks([f"{word} for me" for word in WORDS], long) == ["have 3 words at most"]
    assert marks([f"{text} or whenever" for text in PLAIN], long) == []


def test_of_fewer_than_ten_texts_nothing_is_said():
    asked = [f"{text}?" for text in PLAIN]
    assert marks(asked[:9]) == []
    assert marks(asked, PLAIN[:9]) == []


def test_a_template_is_the_words_that_stand_in_most_texts_in_one_order():
    orders = [f"order {n} {size} pizzas with {what}" for n, size, what in zip("2345", "smlx", WORDS, strict=False)]
    assert frame_of(orders) == (("order", "pizzas", "with"), 1.0)
    assert frame_of([*orders, "something else"]) == (("order", "pizzas", "with"), 0.8)
    assert frame_of([*orders, "something else", "and more of it"]) == ((), 0.0)
    assert frame_of([f"{word} with order" for word in WORDS]) == ((), 0.0)


def test_a_template_of_a_script_without_spaces_is_made_of_words_and_its_opening_of_characters():
    texts = [f"请帮我预订{thing}的客厅和电影" for thing in ("北京", "上海", "广州", "西安", "南京", "天津")]
    assert opening_of(texts) == ("请帮我预", 1.0)
    words, share = frame_of(texts)
    assert {"请帮我", "预订", "客厅", "电影"} <= {*words}
    assert share == 1.0
    assert not any(one in other for one in words for other in words if one != other)
    assert frame_of([f"我想去{place}" for place in ("北京", "上海", "广州", "西安", "南京", "天津")]) == ((), 0.0)
