"""What the task's environment says, read once and wiped, so that nothing which is started later can find it."""

import os
from dataclasses import dataclass

from ..kernel import forget_variable

_OURS = "RUNLET_"
_PLATFORM = ("AWS_", "ECS_")
"""The platform tells credentials' and metadata's addresses under these names; no run has any use for them."""
METADATA = "ECS_CONTAINER_METADATA_URI_V4"


class BadSettings(ValueError):
    """The environment does not say what this task is to do; the text is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Either a run with its one-time code, or a warm slot with its secret."""

    api: str
    """Address of the API without a slash at its end."""
    run: str | None
    claim: str | None
    slot: str | None
    slot_secret: str | None
    metadata: str | None
    """Where the platform says when the image was pulled; None elsewhere."""

    @property
    def plain(self) -> bool:
        """Whether HTTP without TLS will do: only when the API itself is spoken to like that."""
        return self.api.startswith("http://")


def take_settings() -> Settings:
    """Reads the environment and wipes what it read. Raises BadSettings, which names variables and never values."""
    names = [name for name in os.environ if name.startswith((_OURS, *_PLATFORM))]
    given = {name: os.environ[name] for name in names}
    for name in names:
        forget_variable(name)
    settings = Settings(
        api=given.get("RUNLET_API", "").rstrip("/"),
        run=given.get("RUNLET_RUN"),
        claim=given.get("RUNLET_CLAIM"),
        slot=given.get("RUNLET_SLOT"),
        slot_secret=given.get("RUNLET_SLOT_SECRET"),
        metadata=given.get(METADATA),
    )
    if not settings.api.startswith(("https://", "http://")):
        raise BadSettings("RUNLET_API must be the http or https address of the API.")
    for_run = bool(settings.run and settings.claim)
    for_slot = bool(settings.slot and settings.slot_secret)
    if for_run == for_slot:
        raise BadSettings("Set either RUNLET_RUN and RUNLET_CLAIM, or RUNLET_SLOT and RUNLET_SLOT_SECRET.")
    return settings
