"""The small white signs in the corners of AWS groups, drawn by us on a square of 24 by 24."""

GLYPHS = {
    "cloud": "M7 17.5H17A4 4 0 0 0 17.4 9.6A5.6 5.6 0 0 0 6.8 10.2A3.7 3.7 0 0 0 7 17.5Z",
    "private_cloud": "M6.5 16.5H5.9A3.4 3.4 0 0 1 5.8 9.8A5.2 5.2 0 0 1 15.8 8.4A3.9 3.9 0 0 1 18.6 15.8M9.3 13.6H15.1V18.6H9.3ZM10.6 13.6V12.2A1.6 1.6 0 0 1 13.8 12.2V13.6",
    "aws": "M5 15.2C9 18.4 15 18.4 18.6 15.9M16.6 15.2L19.2 14.9L18.6 17.6M5 12.6L6.4 8H6.9L8.3 12.6M5.5 11.1H7.8M9.4 8L10.7 12.6L12 8.6L13.3 12.6L14.6 8M19 8.6C18 7.7 16 7.9 16 9.2C16 10.8 19.1 10 19.1 11.6C19.1 13 16.8 13 15.8 12",
    "shield": "M12 4.5L18 7V12C18 15.8 15.3 18.3 12 19.5C8.7 18.3 6 15.8 6 12V7Z",
    "flag": "M7.5 20V4.5M7.5 5H17L14.6 8.2L17 11.5H7.5",
    "lock": "M7 11H17V19H7ZM9 11V8.2A3 3 0 0 1 15 8.2V11M12 14V16.5",
    "open_lock": "M7 11H17V19H7ZM9 11V8.2A3 3 0 0 1 14.8 7.2M12 14V16.5",
    "person": "M12 4.5A3.2 3.2 0 1 1 11.99 4.5ZM5.5 19.5C5.5 14.8 8.4 12.6 12 12.6C15.6 12.6 18.5 14.8 18.5 19.5Z",
    "building": "M6 19.5V5H14.5V19.5ZM14.5 10H18V19.5H14.5M8.5 8H9.5M11 8H12M8.5 11H9.5M11 11H12M8.5 14H9.5M11 14H12",
    "steps": "M4.5 5H9.5V9H4.5ZM14.5 10H19.5V14H14.5ZM4.5 15H9.5V19H4.5ZM9.5 7H12V17H9.5M12 12H14.5",
    "scaling": "M8.5 8.5H15.5V15.5H8.5ZM12 6V3.5M12 18V20.5M6 12H3.5M18 12H20.5",
    "chip": "M7 7H17V17H7ZM9.5 7V4.5M14.5 7V4.5M9.5 19.5V17M14.5 19.5V17M7 9.5H4.5M7 14.5H4.5M19.5 9.5H17M19.5 14.5H17",
    "leaf": "M12 19.5V10M12 14C7 14 5.5 11 5.5 7C10 7 12 9.5 12 14ZM12 12C12 8 14 5.5 18.5 5C18.5 9.5 16.5 12 12 12Z",
    "device": "M8 4H16V20H8ZM11 17.5H13",
}
"""Path data of each sign; stroked, not filled."""

GROUP_GLYPHS = (
    ("step_functions", "steps"),
    ("auto_scaling", "scaling"),
    ("security_group", "lock"),
    ("private_subnet", "lock"),
    ("public_subnet", "open_lock"),
    ("subnet", "lock"),
    ("region", "flag"),
    ("account", "person"),
    ("vpc", "private_cloud"),
    ("virtual_private", "private_cloud"),
    ("cloud_alt", "aws"),
    ("on_premise", "building"),
    ("corporate", "building"),
    ("data_center", "building"),
    ("ec2", "chip"),
    ("instance", "chip"),
    ("spot_fleet", "chip"),
    ("beanstalk", "leaf"),
    ("iot", "device"),
    ("cloud", "cloud"),
)
"""Which sign stands for a group stencil: the first whose word occurs in the stencil's name."""


def glyph_of_group(stencil: str) -> str | None:
    """The sign of a group stencil such as `mxgraph.aws4.group_vpc`."""
    name = stencil.lower().rsplit(".", 1)[-1]
    return next((glyph for word, glyph in GROUP_GLYPHS if word in name), None)
