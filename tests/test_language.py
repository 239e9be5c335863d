"""The language of a text."""

import pytest

from claimx.text.language import detect, is_foreign

TEXTS = {
    "en": "The mayor said on Monday that taxes would rise by 5% and that she had no choice.",
    "fr": "Le maire a déclaré lundi que les impôts augmenteraient et qu'elle n'avait pas le choix.",
    "de": "Die Bürgermeisterin sagte am Montag, dass die Steuern steigen und sie keine Wahl hat.",
    "es": "La alcaldesa dijo el lunes que los impuestos subirían y que no tenía otra opción.",
    "it": "La sindaca ha detto lunedì che le tasse aumenteranno e che non ha altra scelta.",
    "pt": "A prefeita disse na segunda que os impostos vão subir e que não tem outra escolha.",
    "nl": "De burgemeester zei maandag dat de belastingen stijgen en dat ze geen keuze heeft.",
    "pl": "Burmistrz powiedziała w poniedziałek, że podatki wzrosną i że nie ma innego wyjścia.",
    "tr": "Başkan pazartesi günü vergilerin artacağını ve bir seçeneği olmadığını söyledi.",
    "ru": "Мэр сообщила в понедельник, что налоги вырастут и что у неё нет выбора.",
    "uk": "Мерка повідомила в понеділок, що податки зростуть і що вона не має вибору.",
    "ar": "قالت رئيسة البلدية يوم الاثنين إن الضرائب سترتفع وإنه ليس لديها خيار آخر.",
    "zh": "市长星期一表示税收将会上升，她别无选择。",
    "ja": "市長は月曜日に税金が上がると述べ、他に選択肢はないと語った。",
    "ko": "시장은 월요일에 세금이 오를 것이며 다른 선택이 없다고 말했다.",
    "el": "Η δήμαρχος είπε τη Δευτέρα ότι οι φόροι θα αυξηθούν.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_sentence_is_enough(language):
    assert detect(TEXTS[language]) == language
    assert is_foreign(TEXTS[language], language) == (language != "en")


@pytest.mark.parametrize("text", ["", "€ 5", "Mayor Ada Quill", "No comment."])
def test_what_is_too_short_is_not_guessed(text):
    assert detect(text) is None
    assert not is_foreign(text, None)


def test_foreign_names_do_not_make_a_text_foreign():
    text = "President Володимир Зеленський said in Kyiv that the war was not over, and 习近平 left."
    assert detect(text) == "en"


def test_a_long_text_without_english_words_is_foreign():
    text = "Ekkovu liyise wayitibwa mukululo omuntu abantu emmere amazzi enkuba " * 5
    assert is_foreign(text, detect(text))
