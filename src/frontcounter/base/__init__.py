"""The foundation under every room: identifiers, the database scope, sealing, files and jobs.

It knows nothing of reports, forces' settings or pages; every room may import it.
"""
