"""`curation rules`: the table of rules."""

from __future__ import annotations

from curation.cli._app import app
from curation.cli._options import OutputFormat, OutputFormatOption, show


@app.command()
def rules(output_format: OutputFormatOption = OutputFormat.TEXT) -> None:
    """List every rule with its code, severity and name.

    Example: curation rules
    """
    from curation import api
    from curation.render.rule_pages import rule_table

    found = api.rules()
    show(
        output_format,
        lambda: rule_table(found),
        sections=lambda: {"rules": [rule.to_dict() for rule in found]},
    )
