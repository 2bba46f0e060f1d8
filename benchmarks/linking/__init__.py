"""Tasks for unlinked intents: workspaces drawn from public corpora, what is asked of them, and the peers."""
