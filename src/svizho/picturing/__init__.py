"""Bytes of a picture -> two small copies of our own, without what strangers hid in it."""

from svizho.picturing.copying import NARROW, WIDE, Copies, small_copies

__all__ = ["NARROW", "WIDE", "Copies", "small_copies"]
