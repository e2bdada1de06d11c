"""What a journey costs on a phone: taps, fields that are filled, and seconds.

A tap is on whatever can be tapped: a link, a button, a choice, or a field that has not the focus yet. What stands in a
field already costs nothing.
"""

import sys
import time

from playwright.sync_api import Locator

# At the pace of a practised thumb: to find and tap something, and to write a letter.
A_TAP, A_LETTER = 1.1, 0.2


class Thumb:
    """Counts what a hand does."""

    def __init__(self) -> None:
        self.taps, self.fields, self.began = 0, 0, time.monotonic()

    def tap(self, what) -> None:
        self.taps += 1
        what.tap()

    def type(self, what, words: str) -> None:
        self.fields += 1
        what.fill(words)

    def __str__(self) -> str:
        return f"{self.taps} taps, {self.fields} fields, {time.monotonic() - self.began:.1f} s"


class TypingThumb(Thumb):
    def __init__(self) -> None:
        super().__init__()
        self.letters = 0

    def type(self, what: Locator, words: str) -> None:
        if not what.evaluate("field => field === document.activeElement"):
            self.tap(what)
        self.fields, self.letters = self.fields + 1, self.letters + len(words)
        what.press_sequentially(words)

    def choose(self, what: Locator, index: int) -> None:
        """In a list of the phone’s own: one tap opens it, one chooses."""
        self.fields, self.taps = self.fields + 1, self.taps + 2
        what.select_option(index=index)

    def is_held_to(self, capsys, journey: str, taps: int, fields: int, seconds: int) -> None:
        cost = self.taps, self.fields, round(self.taps * A_TAP + self.letters * A_LETTER)
        with capsys.disabled():
            sys.stdout.write(f"\n{journey}: {self}; {cost[2]} s by a thumb that writes {self.letters} letters\n")
        assert all(each <= most for each, most in zip(cost, (taps, fields, seconds), strict=True)), (journey, cost)
