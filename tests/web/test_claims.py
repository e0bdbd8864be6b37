"""Who says what on the story's page: quotations, speakers, versions, the way to the sentence."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from svizho.claims.models import StoryAgreement
from svizho.sources.models import Policy
from svizho.stories.models import Story
from svizho.web.said import LONGEST, pieces_of
from tests.claims.rows import disagree, make_claim, make_speaker, voice
from tests.factories import NOW, make_article, make_source, make_story

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def page_of(client: Client, story: Story, prefix: str = "") -> str:
    return read(client, f"{prefix}/story/{story.pk}-{story.slug}")


def part(text: str, start: str, end: str = "</section>") -> str:
    return text.partition(start)[2].partition(end)[0]


def four_versions() -> Story:
    """Two versions of one number, each in two languages' words or by two speakers, and a third we may not quote."""
    chief = make_article(make_source("Хвиля 24"), "Удар по порту", ago=90)
    wire = make_article(make_source("Meridian", language="en"), "Port hit", ago=60)
    port = make_article(make_source("Вісник"), ago=50)
    closed = make_article(make_source("Закрите", policy=Policy.HEADLINE), ago=40)
    story = make_story([chief, wire, port, closed])
    four = make_claim(chief, "прилетіло чотири ракети, заявив він", speaker="Остап Верхогляд", cue="заявив",
                      counts=[("чотири ракети", 4)])  # fmt: skip
    same = make_claim(wire, "there were 4 missiles", speaker="Command", counts=[("4 missiles", 4)])
    three = make_claim(port, "їх було три ракети", speaker_words="джерело в порту", anonymous=True,
                       anonymity_reason="said", counts=[("три ракети", 3)])  # fmt: skip
    hidden = make_claim(closed, "ракет було дев’ять", speaker="Таємний Мовець", counts=[("ракет", 9)])
    voices = [voice(four, "чотири ракети"), voice(same, "4 missiles"), voice(three, "три ракети")]
    disagree(story, [*voices, voice(hidden, "ракет")])
    return story


def test_versions_stand_side_by_side_whatever_their_words(client: Client) -> None:
    rift = part(page_of(client, four_versions()), 'class="rift"')
    assert "Де джерела розходяться: скільки ракет" in rift
    assert rift.count('class="side"') == 2
    first, _, second = rift.partition('class="side"')[2].partition('class="side"')
    assert "<p>чотири ракети</p>" in first
    assert "Остап Верхогляд" in first
    assert "Meridian" in first
    assert "<p>три ракети</p>" in second
    assert "без імені" in second


def test_a_page_in_english_takes_the_words_of_english_reports(client: Client) -> None:
    rift = part(page_of(client, four_versions(), "/en"), 'class="rift"')
    assert "Where sources disagree: how many missiles" in rift
    assert "<p>4 missiles</p>" in rift
    assert '<p lang="uk">три ракети</p>' in rift


def test_a_disagreement_stands_above_the_claims(client: Client) -> None:
    text = page_of(client, four_versions())
    assert text.index('class="rift"') < text.index('id="says"') < text.index('id="cover"')


def test_sources_that_allow_headlines_alone_are_not_quoted(client: Client) -> None:
    story = four_versions()
    text = page_of(client, story)
    for words in ("дев’ять", "Таємний Мовець"):
        assert words not in text
    assert "дев’ять" not in client.get(f"/api/v1/stories/{story.pk}").content.decode()
    assert "дев’ять" not in client.get("/").content.decode()


def test_one_version_left_is_no_disagreement(client: Client) -> None:
    open_one, closed = make_article(), make_article(make_source(policy=Policy.HEADLINE))
    story = make_story([open_one, closed])
    four = make_claim(open_one, "чотири ракети", counts=[("чотири ракети", 4)])
    three = make_claim(closed, "три ракети", counts=[("три ракети", 3)])
    disagree(story, [voice(four, "чотири ракети"), voice(three, "три ракети")])
    assert 'class="rift"' not in page_of(client, story)
    assert 'class="split"' not in read(client, "/")


def test_the_front_page_says_in_a_line_what_sources_disagree_about(client: Client) -> None:
    story = four_versions()
    split = part(read(client, "/"), 'class="split"', "</p>")
    assert re.sub(r"<[^>]+>", "", split[1:]) == "Розходяться: скільки ракет – чотири ракети чи три ракети"
    agreement = StoryAgreement.objects.get(story=story)
    agreement.disagreements[0]["voices"] = agreement.disagreements[0]["voices"][:2]
    agreement.save()
    assert 'class="split"' not in read(client, "/"), "the same number in two languages is one version"


def test_a_value_that_changed_is_told_as_was_and_became(client: Client) -> None:
    morning, noon = make_article(ago=200), make_article(ago=20)
    story = make_story([noon, morning])
    two = make_claim(morning, "двоє поранених", counts=[("двоє поранених", 2)])
    five = make_claim(noon, "п’ятеро поранених", counts=[("п’ятеро поранених", 5)])
    found = [{"unit": "injured", "voices": [voice(two, "двоє поранених"), voice(five, "п’ятеро поранених")]}]
    StoryAgreement.objects.create(story=story, updates=found, claims=2, changed_at=NOW)
    turns = re.sub(r"<[^>]+>", "", part(page_of(client, story), 'class="turns"'))
    assert re.search(r"Поранених: було двоє поранених .*, стало п’ятеро поранених", turns)


def test_claims_stand_by_speaker_the_named_first(client: Client) -> None:
    articles = [make_article(make_source("Хвиля"), ago=9), make_article(make_source("Світлиця"), ago=8)]
    story = make_story(articles)
    make_claim(articles[0], "Кранів не чіпали, розповів охоронець.", speaker_words="охоронець", anonymous=True,
               anonymity_reason="unnamed", cue="розповів")  # fmt: skip
    for article in articles:
        make_claim(article, "«Порт працює», – сказала Ґудз.", speaker="Євгенія Ґудз", role="директорка", cue="сказала")
    says = part(page_of(client, story), 'id="says"')
    assert "3 твердження" in says
    assert says.index("Євгенія Ґудз") < says.index("Охоронець")
    assert '<a href="/speaker/yevheniia-gudz">Євгенія Ґудз</a>' in says
    assert "2 твердження у 2 джерелах" in says
    assert '<span class="cue">сказала</span>' in says
    assert "Повідомлення не називає імені." in says
    assert says.count("tag--anon") == 1


def test_no_claims_no_section(client: Client) -> None:
    text = page_of(client, make_story([make_article()]))
    for absent in ('id="says"', 'class="rift"', 'class="turns"', 'id="map"', 'class="jump"', "past"):
        assert absent not in text


def test_a_quotation_is_short_and_ends_at_a_word() -> None:
    article = make_article()
    quote = "Дуже довга промова " * 40 + "– сказав він."
    told = pieces_of(make_claim(article, quote, cue="сказав"))
    text = "".join(piece.text for piece in told)
    assert len(text) <= LONGEST
    assert text.startswith("… ")
    assert [piece.text for piece in told if piece.cue] == ["сказав"]
    cut = "".join(piece.text for piece in pieces_of(make_claim(article, "Сказав: " + "слово " * 90, cue="Сказав")))
    assert len(cut) <= LONGEST
    assert cut.endswith("слово…")


def test_a_cue_that_is_not_in_the_quotation_is_not_marked() -> None:
    claim = make_claim(make_article(), "Порт працює.", cue_spans=[[500, 510], [-3, 2]])
    assert [piece.text for piece in pieces_of(claim)] == ["Порт працює."]


def test_a_claim_leads_to_its_sentence_where_the_text_is_shown(client: Client) -> None:
    full = make_source("Відкрите", policy=Policy.FULL)
    text = "Вступ без слів.\n\nНіч минула. «Порт працює», – сказала Ґудз. Далі – тиша.\n\nКінець."
    article = make_article(full, text=text)
    story = make_story([article, make_article()])
    claim = make_claim(article, "«Порт працює», – сказала Ґудз.", speaker="Ґудз", cue="сказала")
    inner = make_claim(article, "Порт працює", speaker="Порт")
    says = part(page_of(client, story), 'id="says"')
    assert f'href="/article/{article.pk}-{article.slug}#c{claim.number}">у тексті</a>' in says
    shown = read(client, f"/article/{article.pk}-{article.slug}")
    assert '<span class="claim" id="c0">«Порт працює», – сказала Ґудз.</span> Далі – тиша.' in shown
    assert f'Ніч минула. <span class="claim" id="c{inner.number}"></span><span' in shown


def test_a_claim_of_an_excerpt_leads_to_the_article(client: Client) -> None:
    article = make_article(text="«Порт працює», – сказала Ґудз.")
    make_claim(article, "«Порт працює», – сказала Ґудз.", speaker="Ґудз")
    says = part(page_of(client, make_story([article])), 'id="says"')
    assert f'href="/article/{article.pk}-{article.slug}">повідомлення</a>' in says
    assert 'id="c0"' not in read(client, f"/article/{article.pk}-{article.slug}")


def test_near_copies_say_nothing_of_their_own(client: Client) -> None:
    one, copy = make_article(), make_article()
    story = make_story([one, copy], copies=[(copy, one)])
    make_claim(copy, "Слова з передруку.", speaker="Хтось")
    assert "Слова з передруку" not in page_of(client, story)


def test_hostile_claims_stay_words(client: Client) -> None:
    article = make_article(text="</script><script>alert(1)</script> сказав <b>він</b>")
    story = make_story([article, make_article()])
    make_claim(article, article.text, speaker="<img src=x onerror=alert(2)>", cue="сказав", via=["<i>x</i>"])
    text = page_of(client, story)
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    block = part(text, '<script type="application/ld+json">', "</script>")
    graph = json.loads(block)["@graph"]
    assert [each["text"] for each in graph if each["@type"] == "Quotation"] == [article.text]


def test_machines_are_told_the_event_its_reports_and_its_claims(client: Client) -> None:
    story = four_versions()
    block = part(page_of(client, story), '<script type="application/ld+json">', "</script>")
    graph = {each["@type"]: each for each in json.loads(block)["@graph"]}
    assert {"CollectionPage", "Event", "Quotation"} <= set(graph)
    assert [each["@type"] for each in graph["CollectionPage"]["hasPart"]] == ["NewsArticle"] * 4
    assert graph["CollectionPage"]["about"]["@id"] == graph["Event"]["@id"]
    selector = graph["Quotation"]["oa:hasSelector"][0]
    assert selector["@type"] == "oa:TextPositionSelector"
    assert selector["oa:start"] < selector["oa:end"]


def test_a_speaker_page_tells_all_that_was_said_newest_first(client: Client) -> None:
    make_speaker("Ґудз", "директорка порту")
    stories = [make_story([make_article(title=f"Новина {each}", ago=each)]) for each in range(1, 46)]
    for story in stories:
        assert story.lead is not None
        make_claim(story.lead, f"Слово про {story.lead.title}.", speaker="Ґудз")
    text = read(client, "/speaker/gudz")
    assert "директорка порту" in text
    assert text.index("Слово про Новина 1.") < text.index("Слово про Новина 40.")
    assert "Слово про Новина 41." not in text
    further = re.search(r'rel="next" href="([^"]+)"', text)
    assert further
    rest = read(client, "/speaker/gudz" + further[1])
    assert "Слово про Новина 41." in rest
    assert "Слово про Новина 45." in rest
    assert "Слово про Новина 40." not in rest
    assert f'<a href="/story/{stories[40].pk}-{stories[40].slug}">Новина 41</a>' in rest
    assert 'rel="next"' not in rest


def test_a_speaker_nobody_knows_is_not_found(client: Client) -> None:
    assert client.get("/speaker/nobody").status_code == 404
