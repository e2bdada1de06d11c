"""How Whom itself is, for the staff."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.http import PersonRequest
from people.models import Job
from recommendations.running.jobs import BACKUP, REHEARSAL, last_done, worker_seen_at
from recommendations.running.metrics import faults_by_view
from recommendations.running.queues import queues
from recommendations.running.versions import versions
from recommendations.views.desk import at_the_desk


@at_the_desk
@require_safe
def running(request: PersonRequest) -> HttpResponse:
    failing = set(Job.objects.failing().values_list("pk", flat=True))
    jobs = Job.objects.exclude(pk__in=(BACKUP, REHEARSAL)).order_by("pk")
    context = {
        "versions": versions(),
        "queues": [queue for queue in queues() if queue.waiting],
        "seen_at": worker_seen_at(),
        "jobs": [(job, job.name in failing) for job in jobs],
        "backed_up_at": last_done(BACKUP),
        "backup_failed": BACKUP in failing,
        "rehearsed_at": last_done(REHEARSAL),
        "counts_faults": bool(settings.METRICS_TOKEN),
        "faults": sorted(faults_by_view().items(), key=lambda fault: -fault[1]),
        "tells_faults": bool(settings.SENTRY_DSN),
    }
    return render(request, "recommendations/running.html", context)
