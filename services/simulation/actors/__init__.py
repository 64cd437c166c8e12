"""What members would sensibly do next, kind of business by kind of business; each looks at how things stand."""
