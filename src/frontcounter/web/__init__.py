"""The web room: layouts, page parts, words, formats, headers and error pages.

It knows no force: everything that differs from one force to the next is handed in as a value.
"""
