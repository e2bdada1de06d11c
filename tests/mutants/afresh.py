"""A plugin of pytest that loads one module with a slip in it: for those out of which a class is made, which
cannot be put into a class that is there already. The environment says which."""

import os
import sys
from importlib.machinery import SourceFileLoader

MODULE, SOURCE = os.environ["MUTANT_OF"], os.environ["MUTANT_SOURCE"]
as_it_stands = SourceFileLoader.get_code


def with_its_slip(loader: SourceFileLoader, name: str):
    if name != MODULE:
        return as_it_stands(loader, name)
    with open(SOURCE) as file:
        return compile(file.read(), loader.path, "exec")


assert MODULE not in sys.modules, "too late"
SourceFileLoader.get_code = with_its_slip  # type: ignore[method-assign]
