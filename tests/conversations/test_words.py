"""How words are read out of chat spelling."""

from conversations.words import PhraseBook, words_of


def test_spellings_of_one_word_become_one() -> None:
    assert words_of("LAMPUnya matiiii!!! berhari2, e-KTP") == ["lampu", "mati", "berhari", "e", "ktp"]


def test_letters_from_other_alphabets_and_invisible_characters_do_not_hide_a_word() -> None:
    assert words_of("ｊａｌａｎ ru\u200bsak \u202epasar") == ["jalan", "rusak", "pasar"]


def test_short_words_keep_their_ending() -> None:
    assert words_of("tanya punya 3gp 2") == ["tanya", "punya", "3gp", "2"]


def test_the_longest_phrase_wins_and_its_words_count_once() -> None:
    book = PhraseBook([("lampu", 1), ("lampu jalan", 2), ("jalan", 3), ("jalan", 4)])
    assert [(hit.phrase, hit.meanings) for hit in book.hits(words_of("lampu jalan di jalan"))] == [
        (("lampu", "jalan"), (2,)),
        (("jalan",), (3, 4)),
    ]


def test_an_empty_phrase_means_nothing() -> None:
    book = PhraseBook([("...", 1), ("", 2)])
    assert list(book.hits(["a", ""])) == []
