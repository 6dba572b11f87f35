"""Bringing briefs to where they are wanted: files, mail, a web archive, chat services.

`deliver` writes one document as a file; `send` brings a brief through channels, recorded in a ledger.
"""

from briefgen.deliver.channel import Channel, ChannelSettings, Kind, Stamp
from briefgen.deliver.channels import channels_of, formats_of
from briefgen.deliver.files import deliver, write_file
from briefgen.deliver.sending import Policy, outstanding, send

__all__ = [
    "Channel",
    "ChannelSettings",
    "Kind",
    "Policy",
    "Stamp",
    "channels_of",
    "deliver",
    "formats_of",
    "outstanding",
    "send",
    "write_file",
]
