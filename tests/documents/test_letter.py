"""A mail as text and as HTML: the same words in both, every word of a person escaped, nothing remote."""

import re
from html import unescape

from matchmaker.documents.letter import Block, Content, Link, Stop, html, text

BASE, STOP = "https://match.example.eu/", "https://match.example.eu/mails/stop?link=x.y"
CONTENT = Content(
    language="de",
    greeting="Guten Tag Zoë <b>Żółw</b>,",
    blocks=(
        Block(said="Ein Absatz."),
        Block(name="Aufgabe", said='<img src="https://bad.example/x.png"> & "mehr"', lang="pl"),
        Block(name="Zeit", said="20 Tage\nim Jahr"),
        Block(said="Bis morgen."),
    ),
    links=(Link(words="Lesen", path="/invitations/5"), Link(words="Nein, danke", path="/invitations/5/decline")),
    why="Weil Sie handeln.",
    about=(Link(words="Auswählen", path="/account#mails"),),
    stop=Stop(words="Keine mehr", user=1, topic="invitations"),
)


def words(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<title>.*?</title>|<[^>]+>", " ", markup)).split())


def test_text_is_in_paragraphs_with_each_address_on_a_line_of_its_own() -> None:
    assert text(CONTENT, BASE, STOP) == (
        "Guten Tag Zoë <b>Żółw</b>,\n\nEin Absatz.\n\n"
        'Aufgabe: <img src="https://bad.example/x.png"> & "mehr"\nZeit: 20 Tage\nim Jahr\n\nBis morgen.\n\n'
        "Lesen:\nhttps://match.example.eu/invitations/5\n\nNein, danke:\nhttps://match.example.eu/invitations/5/decline\n\n"
        f"-- \nWeil Sie handeln.\nKeine mehr: {STOP}\nAuswählen: https://match.example.eu/account#mails\nhttps://match.example.eu\n"
    )


def test_html_says_the_same_and_holds_nothing_of_a_person_as_markup() -> None:
    made = html(CONTENT, "Betreff </title><script>", BASE, STOP)
    plain = re.sub(r"https://match\.example\.eu\S*", "", text(CONTENT, BASE, STOP)).replace("-- ", "")
    assert words(made).replace("Matchmaker", "").split() == plain.replace(":\n", "\n").replace(": ", " ").split()
    # No picture, no script, no table, and no markup of a person.
    ours = {"html", "head", "meta", "title", "style", "body", "div", "p", "dl", "dt", "dd", "a"}
    assert set(re.findall(r"<([a-z]+)", made)) == ours
    assert re.findall(r'(?:src|href)="([^"]+)"', made) == [
        *("https://match.example.eu/invitations/5", "https://match.example.eu/invitations/5/decline", STOP),
        *("https://match.example.eu/account#mails", "https://match.example.eu"),
    ]
    assert "url(" not in made
    assert "@import" not in made


def test_words_of_a_person_bear_their_language_and_the_mail_its_own() -> None:
    made = html(CONTENT, "Betreff", BASE, None)
    assert re.findall(r'<(\w+)[^>]* lang="(\w+)"', made) == [("html", "de"), ("dd", "pl")]
    assert "lang=" not in html(CONTENT.model_copy(update={"language": "", "blocks": ()}), "Betreff", BASE, None)


def test_without_a_link_that_ends_them_none_is_named() -> None:
    assert "Keine mehr" not in text(CONTENT, BASE, None) + html(CONTENT, "Betreff", BASE, None)
