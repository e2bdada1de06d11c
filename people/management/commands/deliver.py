import logging
import math
import signal
import time
from threading import Event

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, connection

from people.delivery import deliver_due, waiting
from people.tidy import tidy

SECONDS = 5
SECONDS_IN_TROUBLE = 30
TIDY_EVERY = 3600

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Sends the mails that are due, and tidies up now and then, until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due now, then end")

    def handle(self, **options) -> None:
        if options["once"]:
            tidy()
            self.stdout.write(f"Sent: {deliver_due()}. Kept for later: {waiting()}.")
            return
        stopped = Event()
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: stopped.set())  # the mail in hand is finished
        self.run_until(stopped)

    def run_until(self, stopped: Event) -> None:
        tidied = -math.inf
        while not stopped.is_set():
            pause = SECONDS
            try:
                deliver_due(stopped)
                if time.monotonic() - tidied > TIDY_EVERY:
                    tidy()
                    tidied = time.monotonic()
            except Error as error:
                logger.warning("The database cannot be reached: %s", type(error).__name__)
                connection.close()
                pause = SECONDS_IN_TROUBLE
            stopped.wait(pause)
