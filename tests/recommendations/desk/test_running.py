"""*Running*, at the desk: how Whom itself is. Who finds the desk, `test_desk.py` tells."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people.models import Job
from recommendations.running.versions import version_of_whom
from recommendations.views import running
from tests.worlds.outbox import tell
from tests.worlds.private_lives import signed_in

HERE = "/desk/running/"


def shown_to(staff) -> str:
    page = signed_in(staff).get(HERE)
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


def test_a_desk_without_anything_to_tell_says_so(staff):
    text = shown_to(staff)

    for said in (
        "Nothing waits.",
        "No worker has been seen yet, so no mail is sent.",
        "None was made by Whom itself.",
        "Restoring was never tried beside the real database.",
        "To have them counted, set METRICS_TOKEN.",
    ):
        assert said in text
    assert f"Whom {version_of_whom()}" in text


def test_what_waits_and_what_was_done_is_told(staff, ana, ben):
    now = timezone.now()
    tell(ana, ben, due_at=now - timedelta(minutes=3))
    Job.objects.create(name="mails", began_at=now, ended_at=now)
    Job.objects.create(name="letters", ended_at=now - timedelta(hours=1), failed_at=now, error="KeyError in letters.py")
    Job.objects.create(name="backup", ended_at=now)
    Job.objects.create(name="rehearsal", ended_at=now)

    text = shown_to(staff)

    first = "<br><small>1 waits</small><br><small>The first has been due for 3 minutes</small>"
    assert f"Mails that tell of something{first}" in text
    assert "It was last seen on" in text
    assert '<strong class="tag late">Went wrong</strong> letters<br><small>' in text
    assert "KeyError in letters.py" in text
    assert text.count("Went wrong") == 1
    assert "The last backup was made on" in text
    assert "Restoring was last tried beside the real database on" in text


def test_a_backup_that_failed_is_told(staff):
    Job.objects.create(name="backup", failed_at=timezone.now(), error="OSError")

    assert "The last backup could not be made." in shown_to(staff)


def test_pages_that_failed_are_told(staff, settings, monkeypatch):
    settings.SENTRY_DSN, settings.METRICS_TOKEN = "https://key@errors.invalid/1", "token"
    monkeypatch.setattr(running, "faults_by_view", lambda: {"find": 1, "": 3})
    monkeypatch.setattr("config.requests.note_request", lambda *told: None)

    text = shown_to(staff)

    assert text.index("An address that is none of ours<br><small>3 times") < text.index("find<br><small>1 time<")
    assert "They are also told to Sentry or GlitchTip." in text
    monkeypatch.setattr(running, "faults_by_view", dict)
    assert "Every page could be shown" in shown_to(staff)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_looked_at(staff, method):
    assert getattr(signed_in(staff), method)(HERE).status_code == 405


def test_it_is_one_tap_from_the_desk(staff):
    assert f'href="{HERE}"' in signed_in(staff).get("/desk/").content.decode()
