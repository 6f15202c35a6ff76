"""The gate before any upload: a body that is too large is refused before a byte is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class SizeGate(FileUploadHandler):
    """First in FILE_UPLOAD_HANDLERS; raises RequestDataTooBig (413) above MOST_UPLOADED bytes."""

    # Django calls these with arguments that this handler has no use for.

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ARG002
        META: Mapping[str, Any],  # noqa: ARG002, N803
        content_length: int,
        boundary: str,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        if content_length > settings.MOST_UPLOADED:
            raise RequestDataTooBig("the request is larger than MOST_UPLOADED")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002
        """Hand the bytes on to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
