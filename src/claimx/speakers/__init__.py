"""Speakers: the sources of claims, resolved to people and organizations."""

from claimx.speakers.agreement import agreed
from claimx.speakers.resolve import SpeakerMatch, resolve_speakers

__all__ = ["SpeakerMatch", "agreed", "resolve_speakers"]
