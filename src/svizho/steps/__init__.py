"""The steps of the journey: each asks a room that thinks and writes through a noun; a step never calls a step."""
