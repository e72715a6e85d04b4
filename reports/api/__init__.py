"""The archive as JSON, at `/api/v1/`: what the pages show, for programs. Thin, like every face."""
