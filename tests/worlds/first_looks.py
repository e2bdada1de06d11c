"""What each page answered to each viewer as it was first looked at, for all tests of a module that only look."""

from contextlib import nullcontext

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from tests.worlds.access import VIEWERS, World, client_of
from tests.worlds.only_reading import only_reading

# What is shown here is put on a stage, which is taken down again in the same transaction.
STAGED = [reverse("seen")]


class Looks:
    """To be asked before a test has changed anything. Whatever a look would write is refused."""

    def __init__(self, world: World, urls: list[str]) -> None:
        self.world, self.urls = world, urls
        self.kept: dict[tuple[str, str, str], HttpResponse] = {}

    def at(self, viewer: str, url: str, **headers: str) -> HttpResponse:
        look = viewer, url, str(headers)
        if look not in self.kept:
            client = client_of(self.world.viewers[viewer])
            with transaction.atomic(), nullcontext() if url in STAGED else only_reading():
                self.kept[look] = client.get(url, headers=headers)
                transaction.set_rollback(True)
        return self.kept[look]

    def statuses(self, url: str) -> str:
        return " ".join(str(self.at(viewer, url).status_code) for viewer in VIEWERS)
