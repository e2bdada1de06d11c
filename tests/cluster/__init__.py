"""The cluster of deploy/cluster/, as it stands there, on loopback addresses of its own, with the app before it."""
