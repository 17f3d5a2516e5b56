"""Runs migrations on the connection that the notebook has opened."""

from alembic import context

from ostwald.app.notebook.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes tables only by copying them
)
with context.begin_transaction():
    context.run_migrations()
