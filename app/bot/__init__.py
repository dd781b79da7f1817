"""The review bot: finds the diagrams that a change touches, says once what it means, where people look."""
