"""Models of the parts of the standard library that scripts use. Nothing here touches the host."""
