"""A list on its check page, as a browser has it: what it would send, and what stands in each row."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client

CHECK, IMPORT = "/vouches/import/check/", "/vouches/import/"


class FormParser(HTMLParser):
    """The fields of the form whose id is `check`, and what it says beside."""

    def __init__(self) -> None:
        super().__init__()
        self.inside, self.fields = False, dict[str, str]()
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form":
            self.inside = told.get("id") == "check"
        if not self.inside or tag != "input" or "name" not in told:
            return
        if told.get("type") != "checkbox" or "checked" in told:
            self.fields[told["name"] or ""] = told.get("value") or ("on" if told.get("type") == "checkbox" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False

    def handle_data(self, data: str) -> None:
        self.said.append(data.strip())


class Checked:
    """A page of it, and the answer that it came with."""

    def __init__(self, client: Client, response: Any) -> None:
        self.client, self.response, self.status = client, response, response.status_code
        parser = FormParser()
        parser.feed(response.content.decode())
        self.fields = {name: value for name, value in parser.fields.items() if name != "csrfmiddlewaretoken"}
        self.text = " ".join(" ".join(parser.said).split())

    @property
    def prefixes(self) -> dict[str, str]:
        """Of the rows on it, by the name that stands there."""
        return {value: name.removesuffix("-name") for name, value in self.fields.items() if name.endswith("-name")}

    @property
    def names(self) -> list[str]:
        return list(self.prefixes)

    @property
    def ticked(self) -> list[str]:
        return [name for name, prefix in self.prefixes.items() if f"{prefix}-ticked" in self.fields]

    def mend(self, name: str, /, **facts: str) -> Checked:
        """As somebody types; `tick` is "on" or ""."""
        prefix = self.prefixes[name]
        if "tick" in facts:
            self.fields.pop(f"{prefix}-ticked", "")
            self.fields |= {f"{prefix}-ticked": "on"} if facts.pop("tick") else {}
        self.fields |= {f"{prefix}-{fact}": value for fact, value in facts.items()}
        return self

    def press(self, **said: str) -> Checked:
        """The page that it leads to."""
        return Checked(self.client, self.client.post(CHECK, self.fields | said, follow=True))


def brought_in(client: Client, text: str) -> Checked:
    return Checked(client, client.post(IMPORT, {"text": text}, follow=True))


def check_page(client: Client, query: str = "") -> Checked:
    return Checked(client, client.get(CHECK + query))
