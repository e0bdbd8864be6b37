"""Quality on labelled news, with pinned floors."""
