"""`curation propose`: the tasks an unlinked intent may lead to."""

from __future__ import annotations

from pathlib import Path

from curation.cli._app import app
from curation.cli._options import Folder, OutputFormat, OutputFormatOption, show
from curation.cli._progress import progress


@app.command()
def propose(folder: Folder = Path(), output_format: OutputFormatOption = OutputFormat.TEXT) -> None:
    """Rank the tasks for each unlinked intent, or say that none fits. Nothing is linked by this.

    Example: curation propose sample_data
    """
    from curation import api
    from curation.model.report import Report
    from curation.render.text import proposals_text

    workspace = api.load(folder)
    with progress() as say:
        proposals = api.propose(workspace, say=say)
    show(output_format, report=Report.of(workspace), text=lambda: proposals_text(proposals), sections=proposals.to_dict)
