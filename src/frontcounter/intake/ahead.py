"""What is loaded with the addresses: before the web program forks, not while somebody waits.

To promise a day, the calendar asks for the holidays of one country, and the library then reads
those of all; the first person who sent a report to a new process waited for it.
"""

from __future__ import annotations

from importlib import import_module

import_module("holidays.countries")
