"""From one release to the next: what a release leaves behind, and the code that comes after it.

`released/` holds, of each release that is upgraded from, a database with people in it as it left it (SQL, of SQLite and
of PostgreSQL), and what its code says to a database. `docs/upgrading.md` says how they are made.
"""
