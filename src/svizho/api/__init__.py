"""JSON for other programs: what the pages show, with the places in the texts that it rests on."""
