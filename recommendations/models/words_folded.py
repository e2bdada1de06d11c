"""All that a row says, folded, in a column of its own: so that the database finds the rows that say a word, and nothing
is folded for a search but what is typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models

from people.places import folded

RowWithWords = TypeVar("RowWithWords", bound=models.Model)


def words_of(*texts: str) -> str:
    """Folded, with a space before each word, the first one too."""
    return f" {folded(' '.join(texts))}"


class WordsField(models.TextField):
    """What `words_of` makes of other fields: written with each row, though not by `update`, which has to be given it.
    Never a number that not everybody sees who reads the words: it would be found by them."""

    def __init__(self, *args: Any, of: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **{"editable": False, **options})
        self.of = tuple(of)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = words_of(*(getattr(model_instance, name) for name in self.of))
        setattr(model_instance, self.attname, value)
        return value


class WordsQuerySet(models.QuerySet[RowWithWords]):
    """Of rows with a `WordsField` called `words_folded`."""

    def update(self, **fields: Any) -> int:
        """Raises TypeError where the words would not be what the row says any more."""
        field: Any = self.model._meta.get_field("words_folded")
        if not fields.keys().isdisjoint(field.of) and "words_folded" not in fields:
            raise TypeError(f"{fields.keys() & {*field.of}} cannot be updated without `words_folded`")
        return super().update(**fields)
