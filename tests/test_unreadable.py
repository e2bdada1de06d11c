"""What no browser sends is refused before anything reads it."""

import pytest
from django.test import Client
from django.urls import reverse

FIND = reverse("landing")


@pytest.mark.parametrize("header", ["Referer", "Origin", "HX-Current-URL"])
@pytest.mark.parametrize(
    ("address", "status"), [("http://[", 400), ("https://\u2100.example", 400), ("http://testserver/", 200), ("", 200)]
)
def test_header_that_ought_to_be_an_address_is_one(db, header, address, status):
    response = Client().get(FIND, headers={header: address, "HX-Request": "true"})

    assert response.status_code == status
    assert status == 200 or response.content == b"This request cannot be read."


@pytest.mark.parametrize(("charset", "status"), [("utf-8", 302), ("UTF-8", 302), ("utf-7", 400), ("x", 400)])
def test_text_is_in_utf_8(db, charset, status):
    told = f"application/x-www-form-urlencoded; charset={charset}"

    assert Client().generic("POST", reverse("find"), b"q=tap", told).status_code == status


def test_cookie_holds_no_nul(db):
    client = Client()
    client.cookies["last_time"] = "a\0b"

    assert client.get(FIND).status_code == 400


@pytest.mark.parametrize("length", ["x", "-1", "²", "9" * 5000, "1 ", "0x1"])
def test_length_is_told_in_digits(db, length):
    response = Client().generic("POST", FIND, b"q=tap", "application/x-www-form-urlencoded", CONTENT_LENGTH=length)

    assert (response.status_code, response.content) == (400, b"This request cannot be read.")


@pytest.mark.parametrize("next_page", ["http://[", "https://\u2100.example", "//evil.example"])
def test_nobody_is_led_on_to_what_is_no_address_of_ours(client, ana, next_page):
    page = reverse("account_reset_password_done")

    assert client.get(page, {"next": next_page}).status_code == 200
    client.force_login(ana)
    assert client.get(reverse("account_login"), {"next": next_page}).url == reverse("find")
