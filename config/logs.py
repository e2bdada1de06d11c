import logging
import re

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# A part of a path that is too long to be a word and is no plain id: whoever reads it could open what it opens.
KEY = re.compile(rf"(?<=/)(?!{UUID}(?:/|\s|$))[\w:%.=-]{{32,}}")


class WithoutKeys(logging.Filter):
    """A line about a request names its path, and the path of a link holds a key."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = KEY.sub("...", record.getMessage()), ()
        return True
