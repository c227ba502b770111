"""`matchmaker calls`: what it prints, and its exit codes."""

import json
import os
import subprocess
import sys

import pytest

from matchmaker.cli import main
from matchmaker.programme import guides


def run(capsys, *argv):
    """Exit code, stdout and stderr of one command."""
    with pytest.raises(SystemExit) as left:
        main(["calls", *argv])
    out, err = capsys.readouterr()
    return left.value.code, out, err


@pytest.fixture
def november(monkeypatch):
    monkeypatch.setenv("MATCHMAKER_NOW", "2026-11-23T12:00:00")


@pytest.mark.usefixtures("november")
def test_list_groups_calls_by_whether_they_take_applications(capsys):
    code, out, err = run(capsys, "list")
    assert (code, err) == (0, "")
    unknown, closed, _ = out.split("\n\n")
    assert unknown.splitlines()[0] == "To come: the deadline is not known yet"
    calls = guides.load().calls.values()
    assert unknown.splitlines()[1] == (
        "  provisional: Rules of 2026; the guide of 2027 has not been read by us; check it before you apply."
    )
    assert [line.split()[0] for line in unknown.splitlines()[2:]] == [call.id for call in calls if call.provisional]
    assert "  ka220-sch-2027       (5 March in 2026)    Cooperation Partnerships in school education (provisional)" in unknown
    assert [line.split()[0] for line in closed.splitlines()[1:]] == [call.id for call in calls if not call.provisional]
    assert "  ka202-2018           21 Mar 2018, 12:00   Strategic Partnerships for vocational education and training" in closed


@pytest.mark.usefixtures("november")
def test_list_of_those_one_may_apply_under_leaves_out_the_closed(capsys):
    code, out, err = run(capsys, "list", "--open")
    calls = guides.load().calls.values()
    assert (code, err) == (0, "")
    assert [line.split()[0] for line in out.split("\n\n")[0].splitlines()[2:]] == [one.id for one in calls if one.provisional]
    assert "Closed" not in out
    code, out, err = run(capsys, "list", "--open", "--json")
    assert [call["id"] for call in json.loads(out)] == [one.id for one in calls if one.provisional]


def test_open_calls_come_before_those_to_come_and_these_before_the_closed(capsys, monkeypatch):
    monkeypatch.setenv("MATCHMAKER_NOW", "2026-03-01T12:00:00")
    out = run(capsys, "list")[1]
    titles = [block.splitlines()[0] for block in out.split("\n\n")[:-1]]
    assert [title.split(":")[0] for title in titles] == ["Open", "To come", "Closed"]
    states = [call["state"] for call in json.loads(run(capsys, "list", "--json")[1])]
    assert states == sorted(states, key=["open", "unknown", "closed"].index)
    assert set(states) == {"open", "unknown", "closed"}


def test_list_and_show_follow_the_clock(capsys, monkeypatch):
    monkeypatch.setenv("MATCHMAKER_NOW", "2018-02-15T00:00:00+00:00")
    assert "ka205-2018           26 Apr 2018, 12:00" in run(capsys, "list")[1]
    assert "OPEN until Thursday 26 April 2018, 12:00 (Brussels)." in run(capsys, "show", "ka205-2018")[1]
    monkeypatch.setenv("MATCHMAKER_NOW", "2018-10-04T10:00:00Z")
    assert "OPEN until Thursday 4 October 2018, 12:00" in run(capsys, "show", "ka205-2018")[1]
    monkeypatch.setenv("MATCHMAKER_NOW", "2018-10-04T10:00:01Z")
    assert "CLOSED since Thursday 4 October 2018, 12:00" in run(capsys, "show", "ka205-2018")[1]


@pytest.mark.usefixtures("november")
def test_list_json_is_one_document(capsys):
    code, out, err = run(capsys, "list", "--json")
    calls = {call["id"]: call for call in json.loads(out)}
    assert (code, err) == (0, "")
    assert set(calls) == set(guides.load().calls)
    assert calls["ka220-vet-2027"]["state"] == "unknown"
    assert calls["ka220-vet-2027"]["provisional"] is True
    assert calls["ka240-sch-2026"]["deadlines"] == ["2026-04-09T12:00:00+02:00"]
    first, second = calls["ka240-sch-2026"]["rounds"]
    assert (first["deadline"], first["optional"], first["held_in"]) == ("2026-04-09T12:00:00+02:00", False, None)
    assert (second["round"], second["optional"], second["held_in"]) == (2, True, [])
    assert second["starts"] == {"from": "2027-01-01", "to": "2027-05-31"}
    hint = calls["ka220-vet-2027"]["rounds"][0]
    assert (hint["deadline"], hint["last_year"]) == (None, "2026-03-05T12:00:00+01:00")
    assert calls["ka202-2018"]["title"]["pl"] == "Akcja 2. Partnerstwa strategiczne – kształcenie i szkolenia zawodowe"


@pytest.mark.parametrize("call", guides.load().calls.values(), ids=list(guides.load().calls))
def test_show_prints_every_rule_source_and_open_point(capsys, call):
    code, out, err = run(capsys, "show", call.id)
    assert (code, err) == (0, "")
    assert out.startswith(f"{call.label('en')}\n{call.id} · {call.action}")
    flat = " ".join(out.split())
    assert all(f" {rule.id} " in flat for rule in call.rules)
    assert all(source in out for source in (*call.sources, call.counting_source, *(rule.source for rule in call.rules)))
    assert all(item.en in flat for item in call.unverified)
    assert f"Rule set {call.version}" in out
    assert "%(" not in out
    assert not any(line != line.rstrip() for line in out.splitlines())


@pytest.mark.usefixtures("november")
def test_show_says_what_a_practitioner_needs(capsys):
    out = run(capsys, "show", "ka220-vet-2026")[1]
    assert "CLOSED since Thursday 5 March 2026, 12:00 (Brussels). It can be searched, checked and practised with." in out
    assert "At least 3 different programme countries [F1]" in out
    assert "  Duration: 12 to 36 months [F" in out
    assert "  Grant: a lump sum of €120,000, €250,000 or €400,000 [F" in out
    assert "  Accession and Declaration on Honour Form: from each partner, preferably with the application, at the latest" in out
    assert "The National Agency decides" in out


def test_show_words_every_kind_of_grant_and_duration(capsys):
    def shown(call_id):
        return " ".join(run(capsys, "show", call_id)[1].split())

    assert "Grant: €12,500 a month, at most €450,000 [F" in shown("ka202-2018")
    assert "Duration: 12 to 24 months, with long-term mobility of pupils up to 36 [F" in shown("ka229-2018")
    assert "Grant: €16,500 per organisation and year [F" in shown("ka229-2018")
    assert "Duration: 48 months [F" in shown("cove-2025")
    assert "Grant: at most €4,000,000, 80% of the costs [F" in shown("cove-2025")
    assert "not settled: where it would fail, we say unknown" in shown("cove-2025")
    assert "Duration: 24 or 36 months [F" in shown("alliances-lot1-2025")
    assert "at most €1,000,000 for 24 months; at most €1,500,000 for 36 months, 80% of the costs" in shown("alliances-lot1-2025")
    assert "Grant: €100,000 to €200,000, 80% of the costs [F" in shown("cbsport-2026")
    assert "(read strictly: it only warns)" in shown("cove-2026")
    assert "DEADLINE NOT KNOWN YET. PROVISIONAL. Rules of 2026; the guide of 2027 has not been read by us" in shown(
        "ka210-vet-2027"
    )


def test_show_json_has_all_data_and_the_rules_in_words(capsys):
    code, out, _ = run(capsys, "show", "ka229-2018", "--json")
    document, call = json.loads(out), guides.load().call("ka229-2018")
    assert code == 0
    assert (document["version"], document["min_size"], document["max_size"]) == (call.version, 2, 6)
    assert document["counting_countries"] == sorted(call.counting_countries)
    assert document["member_types"]["any_of"] == ["school"]
    assert document["in_words"][0] == {
        "id": "orgs",
        "text": "2 to 6 organisations from programme countries",
        "ev": "F",
        "source": "https://www.leargas.ie/news/new-2018-school-exchange-partnerships/",
        "settled": True,
        "only_warns": False,
    }


def test_show_json_is_the_same_under_every_hash_seed():
    command = [sys.executable, "-m", "matchmaker", "calls", "show", "cove-2025", "--json"]
    answers = [
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}) for seed in "12"
    ]
    assert answers[0].stdout == answers[1].stdout
    assert json.loads(answers[0].stdout)["other_countries"]["exclude"] == ["BY", "RU"]


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_unknown_call_is_one_line_that_names_close_matches(capsys, options):
    assert run(capsys, "show", "ka202-2108", *options) == (
        2, "", "matchmaker: no call “ka202-2108”; the nearest: ka202-2018, ka229-2018, ka205-2018\n",
    )  # fmt: skip


def test_where_no_call_looks_like_what_was_typed_none_is_named(capsys):
    assert run(capsys, "show", "zzzqqq") == (2, "", "matchmaker: no call “zzzqqq”\n")


def test_operator_folder_is_read_and_its_mistakes_are_told(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("MATCHMAKER_GUIDE_DIR", str(tmp_path))
    (tmp_path / "mine.toml").write_text('id = "mine"\nextends = "ka210-vet-2027"\nyear = 2028\n')
    code, out, _ = run(capsys, "list")
    assert code == 0
    assert "  mine  " in out
    guides.load.cache_clear()
    (tmp_path / "mine.toml").write_text('id = "mine"\nextends = "ka210-vet-2072"\n')
    code, out, err = run(capsys, "list")
    assert (code, out) == (2, "")
    missing = "matchmaker: mine.toml: extends: there is no call “ka210-vet-2072” to extend; the nearest: ka210-vet-2027, "
    assert err.startswith(missing)
    assert "mine" not in err.removeprefix("matchmaker: mine.toml")


def test_diff_tells_each_difference_with_its_rule(capsys):
    code, out, err = run(capsys, "diff", "ka210-vet-2026", "ka220-vet-2026")
    assert (code, err) == (0, "")
    assert out.startswith("ka220-vet-2026: Cooperation Partnerships in vocational")
    flat = " ".join(out.split())
    told = "- min-countries At least 3 different programme countries (before: At least 2 different programme countries)"
    assert told in flat
    assert "- coordinator-age new: Whoever applies has existed for at least 2 years" in flat


def test_diff_json_holds_both_calls_and_each_difference(capsys):
    code, out, err = run(capsys, "diff", "ka210-vet-2026", "ka220-vet-2026", "--json")
    document, calls = json.loads(out), guides.load().calls
    assert (code, err) == (0, "")
    assert document["before"] == {
        "id": "ka210-vet-2026",
        "version": calls["ka210-vet-2026"].version,
        "provisional": False,
    }
    assert {
        "about": "rules",
        "id": "min-countries",
        "change": "changed",
        "before": "At least 2 different programme countries",
        "after": "At least 3 different programme countries",
        "text": "At least 3 different programme countries (before: At least 2 different programme countries)",
    } in document["differences"]


def test_diff_of_a_call_with_itself_finds_nothing(capsys):
    assert run(capsys, "diff", "ka220-vet-2026", "ka220-vet-2026")[0] == 1
    code, out, _ = run(capsys, "diff", "ka220-vet-2026", "ka220-vet-2026", "--json")
    assert (code, json.loads(out)["differences"]) == (1, [])


def test_diff_names_close_matches_of_an_unknown_call(capsys):
    code, out, err = run(capsys, "diff", "ka220-vet-2026", "ka220-vet-2072")
    assert (code, out) == (2, "")
    assert err.startswith("matchmaker: no call “ka220-vet-2072”; the nearest: ka220-vet-2027")


@pytest.mark.usefixtures("november")
def test_show_tells_rounds_with_when_projects_begin_and_who_holds_them(capsys, monkeypatch, tmp_path):
    out = run(capsys, "show", "ka220-vet-2026")[1]
    assert "  Round 2: Thursday 1 October 2026, 12:00 (GMT+02:00) (passed) [F" in out
    assert "    its projects begin between 1 January 2027 and 31 August 2027\n" in out
    assert "    held only where the National Agency offers it; confirmed: nowhere yet\n" in out
    assert "    its projects begin on 1 October 2026\n" in run(capsys, "show", "ka240-sch-2026")[1]
    assert "  Round 1: 5 March in 2026; 2027 not known\n" in run(capsys, "show", "ka220-vet-2027")[1]
    read = '[[held]]\ncalls = ["ka220-vet-2026"]\nround = 2\ncountries = ["PL"]\nsource = "agency.example"\ndate = 2026-06-15\n'
    (tmp_path / "rounds.toml").write_text(read)
    monkeypatch.setenv("MATCHMAKER_GUIDE_DIR", str(tmp_path))
    assert "confirmed: Poland (agency.example, 2026-06-15)" in run(capsys, "show", "ka220-vet-2026")[1]
    monkeypatch.setenv("MATCHMAKER_NOW", "2026-06-20T00:00:00Z")
    assert "OPEN until Thursday 1 October 2026, 12:00 (Brussels)." in run(capsys, "show", "ka220-vet-2026")[1]
    assert "  ka220-vet-2026       1 Oct 2026, 12:00" in run(capsys, "list")[1]
    guides.load.cache_clear()


FINDING = ("find", "--kind", "school", "--country", "PL", "--field", "SCH", "--organisations", "2", "--countries", "2")


@pytest.mark.usefixtures("november")
def test_find_tells_what_fits_the_smallest_first_and_why_others_do_not(capsys):
    code, out, err = run(capsys, *FINDING, "--money", "60000")
    assert (code, err) == (0, "")
    assert out.startswith("Small-scale Partnerships in school education · KA210 · call of 2027\n")
    assert "still to be found: 1 organisation, 1 country" in out
    assert "  ka210-adu-2027       for adult education" in out
    assert "Rules of 2026; the guide of 2027 has not been read by us; check it before you apply." in out


@pytest.mark.usefixtures("november")
def test_find_json_is_one_document(capsys):
    code, out, err = run(capsys, *FINDING, "--json")
    document = json.loads(out)
    assert (code, err) == (0, "")
    assert document["asked"] == {"kind": "school", "country": "PL", "field": "SCH", "organisations": 2, "countries": 2}
    first = document["calls"][0]
    assert (first["id"], first["provisional"], first["state"], first["deadline"]) == ("ka210-sch-2027", True, "unknown", None)
    assert first["asks"]["in_words"][0] == "at least 2 organisations from 2 countries"
    assert (first["missing"], first["may_apply"]) == ({"organisations": 0, "countries": 0}, True)
    assert {"id": "ka210-adu-2027", "because": ["for adult education"]} in document["others"]


@pytest.mark.usefixtures("november")
def test_find_says_that_nothing_fits(capsys):
    code, out, _ = run(capsys, "find", "--country", "US", "--field", "SPORT")
    assert (code, out.splitlines()[0]) == (1, "No call that is open or expected fits.")
    code, out, _ = run(capsys, "find", "--country", "US", "--field", "SPORT", "--json")
    assert (code, json.loads(out)["calls"]) == (1, [])


def test_find_names_each_option_that_is_wrong(capsys):
    code, out, err = run(capsys, "find", "--kind", "wizard", "--months", "x", "--country", "QQ")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    for option in (
        "--kind: “wizard” is not a kind of organisation we know",
        "--months: expected a whole number",
        "--country: “QQ”",
    ):
        assert option in err


def test_find_knows_open_calls_and_calls_of_an_operator(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("MATCHMAKER_NOW", "2026-01-15T12:00:00")
    monkeypatch.setenv("MATCHMAKER_GUIDE_DIR", str(tmp_path))
    (tmp_path / "mine.toml").write_text(
        'id = "mine"\nextends = "ka210-vet-2026"\ngrant = { kind = "max", max = 500, ev = "K", source = "x" }\n'
    )
    guides.load.cache_clear()
    document = json.loads(run(capsys, "find", "--field", "VET", "--money", "400", "--json")[1])
    assert document["calls"][0]["id"] == "mine"
    assert document["calls"][0]["state"] == "open"
    assert document["calls"][0]["deadline"] == "2026-03-05T12:00:00+01:00"
    guides.load.cache_clear()


def test_sheet_of_a_provisional_call_says_which_countries_mean_to_take_part(capsys):
    meant = "The United Kingdom means to take part from 2027 (agreed in April 2026)"
    assert meant in " ".join(run(capsys, "show", "ka240-sch-2027")[1].split())
    assert meant not in " ".join(run(capsys, "show", "ka240-sch-2026")[1].split())
