"""Addresses: one spelling each, and no silent misunderstanding."""

import json

import pytest

FILTERS = "province=CN-HB&practice=voice_recording&stage=routed&authority=edu-420000"


@pytest.mark.parametrize(
    "address",
    [
        "/cases?provice=CN-HB",
        "/cases?province=HB",
        "/cases?province=CN-XX",
        "/cases?month=2026-13",
        "/cases?month=２０２６-03",
        "/cases?month=20२६-03",
        "/cases?stage=open",
        "/cases?page=1٣",
        "/cases?release=２０２６-W27",
        "/cases?page=0",
        "/cases?page=one",
        "/cases?release=latest",
        "/cases?release=2026-W24&release=2026-W27",
        "/cases?lang=fr",
        "/cases?lang=en&lang=zh",
        "/cases?school=somewhere",
        "/cases?reports=3",
        "/statistics?province=CN-HB",
        "/overdue?page=2",
        "/methodology?x=1",
        "/data/?release=2026-W27",
        "/cases/A1A1-0001?page=2",
    ],
)
def test_unknown_parameters_and_values_are_errors(public_client, address):
    response = public_client.get(address)
    assert response.status_code == 400
    assert "text/html" in response.content_type


@pytest.mark.parametrize(
    "address",
    [
        "/cases.csv?provice=CN-HB",
        "/cases.json?stage=open",
        "/statistics.json?x=1",
        "/cases.csv?page=2",
    ],
)
def test_data_addresses_answer_errors_as_problem_documents(public_client, address):
    response = public_client.get(address)
    assert response.status_code == 400
    assert response.content_type == "application/problem+json"
    body = json.loads(response.data)
    assert body["status"] == 400
    assert body["detail"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_an_error_names_what_can_be_asked_and_repeats_nothing(public_client):
    page = public_client.get("/cases?evil=<b>attack</b>").get_data(as_text=True)
    assert "province, practice, stage" in page
    assert "evil" not in page
    assert "attack" not in page
    values = public_client.get("/cases?timely=perhaps&lang=en").get_data(as_text=True)
    assert "no, pending, yes" in values or "yes, no, pending" in values


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("/cases?stage=routed&province=CN-HB", "/cases?province=CN-HB&stage=routed"),
        ("/cases?province=CN-HB&lang=en", "/cases?lang=en&province=CN-HB"),
        ("/cases?lang=zh", "/cases"),
        ("/cases?province=&practice=&month=", "/cases"),
        ("/cases?page=1", "/cases"),
        ("/cases?stage=routed&stage=accepted", "/cases?stage=accepted,routed"),
        ("/cases?stage=routed,accepted,routed", "/cases?stage=accepted,routed"),
        ("/cases.csv?stage=routed&lang=en", "/cases.csv?lang=en&stage=routed"),
        ("/cases?release=2026-W27&month=2026-03", "/cases?month=2026-03&release=2026-W27"),
    ],
)
def test_every_other_spelling_leads_to_the_canonical_one(public_client, given, canonical):
    response = public_client.get(given)
    assert response.status_code == 302
    assert response.headers["Location"] == canonical
    assert public_client.get(canonical).status_code == 200


def test_a_page_beyond_the_last_and_an_unknown_release_do_not_exist(public_client):
    assert public_client.get("/cases?page=2").status_code == 404
    assert public_client.get("/cases?release=2020-W01").status_code == 404
    assert public_client.get("/cases.json?release=2020-W01").status_code == 404


def test_a_filter_form_keeps_what_was_chosen(public_client):
    page = public_client.get(f"/cases?{FILTERS}").get_data(as_text=True)
    assert page.count(" selected>") == 4
    several = public_client.get("/cases?stage=accepted,routed&rungs=S1").get_data(as_text=True)
    assert 'value="accepted,routed" selected' in several
    assert '<input type="hidden" name="rungs" value="S1">' in several


def test_nothing_found_says_what_that_means(public_client):
    page = public_client.get("/cases?stage=returned").get_data(as_text=True)
    assert "没有符合条件的公开案件" in page
    assert "不等于没有发生过" in page


def test_the_language_switch_keeps_the_query(public_client):
    page = public_client.get("/cases?province=CN-HB&stage=routed").get_data(as_text=True)
    assert "lang=en&amp;province=CN-HB&amp;stage=routed" in page
