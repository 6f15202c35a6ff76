"""One renderer of a report: screen, check page, PDF, e-mail text, CSV."""
