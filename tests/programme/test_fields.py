import tomllib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.language import LANGUAGES, Labelled, render
from matchmaker.programme import reading
from matchmaker.programme.fields import FIELDS, find, is_code, recognised
from matchmaker.programme.search import LONGEST

TRADES = tomllib.loads((reading.DATA / "trades.toml").read_text(encoding="utf-8"))
EVERY_TRADE = [(code, trade) for code, languages in TRADES.items() for trades in languages.values() for trade in trades]

WORDS = {
    "0112": "kindergarten teacher, nauczyciel przedszkola, Elementarpädagogik",
    "0114": "vocational teacher, nauczyciel zawodu, Berufsschullehrer",
    "0211": "photographer, grafik komputerowa, Mediengestalter, drukarz, Tontechniker",
    "0212": "fashion design, projektowanie wnętrz, Raumausstatter",
    "0214": "goldsmith, złotnik, Goldschmied, Florist, florysta, garncarz",
    "0215": "musician, aktor, Schauspieler",
    "0231": "interpreter, tłumacz, Dolmetscher",
    "0321": "journalist, dziennikarz, Journalismus",
    "0322": "librarian, bibliotekarz, Archivar",
    "0411": "bookkeeping, księgowa, Buchhalter, Steuerberater",
    "0412": "bank clerk, ubezpieczenia, Bankkauffrau",
    "0413": "business administration, zarządzanie, Betriebswirt",
    "0414": "advertising, reklama, Werbung",
    "0415": "secretary, praca biurowa, Bürokauffrau",
    "0416": "shop assistant, sprzedawca, Verkäuferin, magazynier, Großhandel",
    "0421": "lawyer, prawnik, Rechtsanwalt",
    "0612": "cybersecurity, sieci komputerowe, Webdesign",
    "0613": "programmer, programista, Softwareentwickler",
    "0619": "artificial intelligence, sztuczna inteligencja, KI",
    "0711": "laboratory technician, laborant, Chemielaborant",
    "0712": "recycling, oczyszczanie ścieków, Umwelttechnik",
    "0713": "renewable energy, fotowoltaika, Elektriker, elektryk, OZE, Wärmepumpe, electrician",
    "0714": "robotics, mechatronik, Automatisierungstechnik, automatyk, Industry 4.0",
    "0715": "CNC, spawacz, welder, ślusarz, Schlosser, Zerspanungsmechaniker, kowal, tokarz",
    "0716": "car mechanic, mechanik samochodowy, Kfz, lakiernik, Karosseriebau, shipbuilding",
    "0721": "Bäcker, piekarz, butcher, Metzgerei, cukiernik, Konditor, brewing, wędliniarz",
    "0722": "Tischler, stolarz, Schreiner, cabinet maker, meblarstwo, glassblower, Kunststofftechnik",
    "0723": "tailor, krawcowa, Schneiderei, szewc, Schuhmacher, tapicer",
    "0724": "mining, górnik, Bergbau",
    "0731": "architect, geodeta, Vermessung",
    "0732": "Dachdecker, murarz, plumber, hydraulik, Zimmerer, bricklayer, glazurnik, Maurer, dekarz, Fliesenleger",
    "0811": "farmer, rolnik, Landwirt, pszczelarz, Weinbau",
    "0812": "gardener, ogrodnik, Gärtnerei",
    "0821": "forester, leśnik, Forstwirt",
    "0831": "fish farming, rybak, Fischer",
    "0841": "veterinary nurse, weterynarz, Tierarzt",
    "0911": "dental technician, technik dentystyczny, Zahnarzt",
    "0913": "nurse, pielęgniarka, Krankenpflege, Pflege, midwife, położna",
    "0914": "optician, ratownik medyczny, Hörakustiker",
    "0915": "physiotherapist, masażysta, Ergotherapie",
    "0916": "pharmacist, technik farmaceutyczny, Apotheke",
    "0921": "elderly care, opiekun osoby starszej, Altenpflege",
    "0922": "childcare worker, żłobek, Erzieherin",
    "0923": "social worker, pracownik socjalny, Sozialarbeit",
    "1011": "cleaning, kominiarz, Gebäudereiniger",
    "1012": "hairdresser, fryzjer, Friseurin, beautician, kosmetyczka, Kosmetik, fryz",
    "1013": "cook, kucharz, Koch, waiter, kelner, gastronomia, Hotelfach, hotelarstwo, Gastronomie",
    "1014": "fitness trainer, trener personalny, Skilehrer",
    "1015": "travel agency, turystyka, Reisebüro",
    "1021": "waste management, gospodarka odpadami, Müllabfuhr",
    "1022": "occupational safety, BHP, Arbeitsschutz",
    "1032": "firefighter, strażak, Feuerwehr, policja",
    "1041": "truck driver, logistyka, Spedition, kierowca, logistics, Berufskraftfahrer",
}
EVERYDAY = [(word.strip(), code) for code, words in WORDS.items() for word in words.split(",")]


def codes(words: str, limit: int = 10) -> list[str]:
    return [match.field.code for match in find(words, limit)]


def test_fields_are_the_whole_classification() -> None:
    by_level = {level: [f for f in FIELDS.values() if f.level == level] for level in ("broad", "narrow", "detailed")}
    assert {level: len(fields) for level, fields in by_level.items()} == {"broad": 11, "narrow": 48, "detailed": 118}
    assert list(FIELDS) == sorted(FIELDS)


def test_each_field_has_the_one_above_it() -> None:
    for field in FIELDS.values():
        assert (field.broader is None) == (field.level == "broad")
        assert field.broader is None or (field.broader in FIELDS and field.code.startswith(field.broader))


def test_each_field_above_has_some_below() -> None:
    above = {field.broader for field in FIELDS.values()}
    assert above >= {field.code for field in FIELDS.values() if field.level != "detailed"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_are_there_in_each_language_and_tell_the_detailed_fields_apart(language: str) -> None:
    titles = [field.label(language) for field in FIELDS.values() if field.level == "detailed"]
    assert all(title.strip() == title for title in titles)
    assert len(set(titles)) == len(titles)


def test_no_title_is_left_in_english() -> None:
    same = {f.label("en") for f in FIELDS.values() for language in ("pl", "de") if f.label("en") == f.label(language)}
    assert same == set()


def test_a_field_is_named_where_a_message_speaks_of_it() -> None:
    assert isinstance(FIELDS["1012"], Labelled)
    assert render(FIELDS["1012"], "pl") == "Pielęgnacja włosów i urody"


@pytest.mark.parametrize(
    ("code", "known"), [("1012", True), ("07", True), ("071", True), ("0710", False), ("", False), ("7", False)]
)
def test_is_code_knows_every_level(code: str, known: bool) -> None:
    assert is_code(code) is known


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_everyday_words_in_each_language(language: str) -> None:
    assert set(TRADES) <= set(FIELDS)
    assert sum(len(trades[language]) for trades in TRADES.values()) >= 700
    assert all(len(set(trades[language])) == len(trades[language]) for trades in TRADES.values())


def test_every_proper_detailed_field_has_everyday_words() -> None:
    assert {f.code for f in FIELDS.values() if f.level == "detailed" and not f.is_residual} <= set(TRADES)


@pytest.mark.parametrize(("word", "code"), EVERYDAY)
def test_find_puts_the_field_of_an_everyday_word_first(word: str, code: str) -> None:
    assert codes(word)[:1] == [code]


@pytest.mark.parametrize("word", ["IT", "carpenter", "mechanik", "informatyk", "Pflege", "logistics", "Hydraulik"])
def test_find_gives_each_field_that_a_word_may_mean(word: str) -> None:
    meant = {"IT": {"0612", "0613"}, "carpenter": {"0722", "0732"}, "mechanik": {"0715", "0716"}, "informatyk": {"0612", "0613"}}
    meant |= {"Pflege": {"0913", "0921"}, "logistics": {"1041", "0413"}, "Hydraulik": {"0715", "0732"}}
    assert meant[word] <= set(codes(word)[:3])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("fryz", "1012"),
        ("hairdressers", "1012"),
        ("hair dresser", "1012"),
        ("baecker", "0721"),
        ("backer", "0721"),
        ("Bäckereifachverkäuferin", "0721"),
        ("piekarze", "0721"),
        ("Köche", "1013"),
        ("Schreinermeister", "0722"),
        ("slusarze", "0715"),
        ("lakiernictwo", "0716"),
        ("mechanik pojazdów", "0716"),
        ("szkoła fryzjerska", "1012"),
        ("Zespół Szkół Gastronomicznych", "1013"),
        ("Berufsschule für Holztechnik", "0722"),
        ("vocational school of hairdressing", "1012"),
        ("monter fotowoltaiki", "0713"),
        ("Straßenbahnfahrer", "1041"),
    ],
)
def test_find_reads_beginnings_endings_compounds_and_several_words(words: str, code: str) -> None:
    assert codes(words)[:1] == [code]


def test_find_says_what_the_words_hit() -> None:
    assert [(match.field.code, match.matched) for match in find("hairdress")] == [("1012", "hairdresser")]
    assert find("rachunkowość podatki")[0].matched == "Rachunkowość i podatki"


@pytest.mark.parametrize(
    ("words", "first"), [("1012", ["1012"]), (" 10 ", ["10", "1011", "1012"]), ("071", ["071", "0711", "0712"])]
)
def test_find_puts_a_code_first_and_what_lies_below_after_it(words: str, first: list[str]) -> None:
    assert codes(words)[: len(first)] == first


def test_find_puts_detailed_fields_before_those_above() -> None:
    assert codes("rolnictwo") == ["0811", "081", "08"]


@pytest.mark.parametrize("words", ["", "   ", "xyzzy", "and the", "?!", "\x00", "<b></b>"])
def test_find_gives_nothing_for_words_that_mean_nothing(words: str) -> None:
    assert find(words) == []


@pytest.mark.parametrize("limit", [-1, 0, 1, 3])
def test_find_gives_no_more_than_asked_for(limit: int) -> None:
    assert len(find("mechanic", limit)) == min(max(limit, 0), len(find("mechanic", 1000)))


@pytest.mark.parametrize(
    "words", ["x" * 1_000_000, "te " * 100_000, "日本語" * 100_000, "technik technika technologia mechanik informatyk"]
)
def test_find_reads_only_the_beginning_of_very_long_words(words: str) -> None:
    assert find(words) == find(words[:LONGEST])


@given(st.text() | st.lists(st.sampled_from([trade for _, trade in EVERY_TRADE]), max_size=5).map(" ".join))
def test_find_never_raises_and_gives_each_field_once(words: str) -> None:
    found = codes(words, limit=1000)
    assert len(set(found)) == len(found)
    assert set(found) <= set(FIELDS)
    assert found == codes(words, limit=1000)


@given(st.sampled_from(EVERY_TRADE), st.data())
def test_find_knows_every_trade_however_it_is_spelt(pair: tuple[str, str], data: st.DataObject) -> None:
    code, trade = pair
    spelt = data.draw(st.sampled_from([str.upper, str.lower, str.title, bare, decomposed, umlauts_written_out]))(trade)
    assert find(spelt, 1000) == find(trade, 1000)
    assert code in codes(trade, 1000)


@given(st.sampled_from(EVERY_TRADE), st.integers(min_value=4))
def test_find_knows_a_trade_of_one_word_while_it_is_typed(pair: tuple[str, str], typed: int) -> None:
    code, trade = pair
    if trade.isalpha():
        assert code in codes(trade[:typed], 1000) or trade[:typed].casefold() in {word.casefold() for _, word in EVERY_TRADE}


def bare(text: str) -> str:
    without = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return without.replace("ł", "l").replace("Ł", "L")


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def umlauts_written_out(text: str) -> str:
    return text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")


def test_titles_are_recognised_in_any_language_also_those_with_commas() -> None:
    for language in ("en", "pl", "de"):
        for codes in (("0715",), ("0722", "1013"), ("0811", "0715", "0722"), ("0421",)):
            said = ", ".join(FIELDS[code].label(language) for code in codes)
            assert [one.label("de") for one in recognised(said)] == [FIELDS[code].label("de") for code in codes]
    assert [one.code for one in recognised(FIELDS["0715"].label("pl").upper())] == ["0715"]


def test_what_says_anything_else_is_not_recognised() -> None:
    title = FIELDS["0715"].label("en")
    for text in ("", ",", "Carpentry for all", f"{title}, for example", f"{title}, {FIELDS['0722'].label('pl')}"):
        assert recognised(text) == ()
