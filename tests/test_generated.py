"""The words that tell readers of machine-made pictures, and the names of who makes them."""

from __future__ import annotations

import pytest

from credits.vocabulary import generated, key


def test_labels_in_many_languages() -> None:
    labels = generated.table()["labels"]
    assert len(labels) >= 20
    assert sum(map(len, labels.values())) >= 250


@pytest.mark.parametrize("lang", generated.table()["labels"])
def test_every_label_is_found_in_a_caption(lang: str) -> None:
    for word in generated.table()["labels"][lang]:
        assert generated.label([f"A horse on a beach ({word})."]), word
        assert generated.label([f"{word.capitalize()}: a horse"]), word


@pytest.mark.parametrize(
    "text",
    [
        "AI-generated image of a horse", "Bild: KI-generiert/Ann Lee", "Image générée par l’IA",
        "Imagen generada con inteligencia artificial", "Illustrazione creata con l'IA",
        "Изображение сгенерировано нейросетью", "Зображення створено за допомогою ШІ",
        "画像はAIで生成", "图片由AI生成", "AI 생성 이미지", "Afbeelding gemaakt met AI", "Yapay zekâ ile üretildi",
    ],
)  # fmt: skip
def test_labels_as_papers_print_them(text: str) -> None:
    assert generated.label([text])


@pytest.mark.parametrize(
    "text",
    [
        "Minister opens summit on artificial intelligence", "Ai Weiwei at the opening in Berlin",
        "Kai Pfaffenbach/Reuters", "Der Gipfel zur künstlichen Intelligenz in Paris", "Mai 2026 in Kiel",
        "A demonstration against deepfakes", "L'intelligence artificielle inquiète les syndicats",
        "Саммит по искусственному интеллекту", "The actress Ia Shugliashvili", "人工智能大会在上海开幕",
    ],
)  # fmt: skip
def test_a_topic_is_no_label(text: str) -> None:
    assert generated.label([text]) is None
    assert generated.credit_label([text]) is None


@pytest.mark.parametrize("text", ["Ann Lee/AI", "KI", "Illustration: IA", "AI, Ann Lee", "Ann Lee/ИИ",
                                  "Grafik: Künstliche Intelligenz"])  # fmt: skip
def test_a_word_alone_in_a_credit(text: str) -> None:
    assert generated.credit_label([text])


@pytest.mark.parametrize("text", ["Ai/Xinhua", "Kai Lee", "Ann Lee/AP", "Ia Orana/AFP", "Lee Ki"])
def test_a_name_is_no_word_for_it(text: str) -> None:
    assert generated.credit_label([text]) is None


def test_own_words() -> None:
    assert generated.label(["Symbolbild Roboterhand"], ("Roboterhand",)) == key("Roboterhand")
    assert generated.label(["Symbolbild"], ("Roboterhand",)) is None


@pytest.mark.parametrize("name", generated.table()["generators"]["names"])
def test_every_generator_is_known_with_its_version(name: str) -> None:
    assert generated.generator(name.upper()) or generated.generator(name)
    assert generated.generator(f"{name} 3.1")


@pytest.mark.parametrize(
    "text",
    ["Adobe Photoshop 26.0", "GIMP 2.10", "Capture One 23", "Photo Mechanic 6.0", "Aurora HDR 2019",
     "Imagenomic Portraiture", "Geminii", "Runwaysoft", "ver.1.01", "iPhone 17 Pro"],
)  # fmt: skip
def test_other_programs_are_none(text: str) -> None:
    assert generated.generator(text) is None


def test_prompts() -> None:
    assert generated.is_prompt(
        "a horse\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, CFG scale: 7"
    )
    assert not generated.is_prompt("Steps: the new stairs of the museum")
    assert generated.source_types()["trainedAlgorithmicMedia"] == "made"
    assert generated.source_types()["compositeSynthetic"] == "partly"
    assert "digitalCapture" not in generated.source_types()
