"""Fix previews: remedies chosen, drawn into the diagram, and reviewed again."""
