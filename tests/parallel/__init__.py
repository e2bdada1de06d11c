"""Many at once: real connections to gunicorn as it is deployed, on a database of its own, from a process of its own."""
