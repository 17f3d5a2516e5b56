"""The notebook's recipes, what came out of them, and the notebook as a table."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from ostwald.app import lab
from ostwald.app.api.bodies import RowId
from ostwald.app.api.measuring import MEASURE, find_job, job_json
from ostwald.app.api.problems import as_json, json_response
from ostwald.app.api.uploading import FILE_BODY, FileName, attached, attached_text, whole_body
from ostwald.app.notebook import tables
from ostwald.app.uploads import shown_name
from ostwald.errors import InputError

if TYPE_CHECKING:
    from ostwald.app.services import Services

_MOST_TABLE_BYTES = 20 * 1024**2


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewRecipe(_Body):
    """A recipe to keep."""

    text: str = Field(description="The text of a recipe file with one recipe.")
    name: str = Field(default="", description="Its id, or its product, when left out.")
    note: str = ""


class ChangedRecipe(_Body):
    """A change of a recipe; what is left out stays."""

    version: int = Field(description="The version that the change was made from.")
    name: str | None = None
    text: str | None = None
    note: str | None = None


class NewOutcome(_Body):
    """What came out of a recipe's flask; what is not known is left out."""

    size_nm: float | None = Field(default=None, description="Mean size.")
    size_measure: str | None = Field(
        default=None, examples=["equal-area diameter", "edge length", "as reported"]
    )
    size_method: str | None = Field(default=None, examples=["microscopy", "absorption"])
    size_distribution_percent: float | None = None
    shape: str | None = None
    particles_counted: int | None = None
    absorption_peak_nm: float | None = None
    doi: str | None = None
    note: str = ""
    micrograph_id: RowId | None = None


def router(services: Services) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/notebook", tags=["notebook"])
    notebook = services.notebook
    in_thread = asyncio.to_thread

    @routes.get("/recipes")
    async def search(
        words: Annotated[str, Query(max_length=500)] = "",
        start: Annotated[int, Query(ge=0, le=10**6)] = 0,
        most: Annotated[int, Query(ge=1, le=500)] = 50,
    ) -> JSONResponse:
        """Return recipes that have all of the words, the last changed first."""
        page = await in_thread(notebook.search, words, start=start, most=most)
        entries = [entry.to_json() for entry in page.entries]
        return json_response({"total": page.total, "recipes": entries})

    @routes.post("/recipes", status_code=201)
    async def add(body: NewRecipe) -> JSONResponse:
        """Keep a recipe, with what is predicted for it."""
        kept = await lab.keep_recipe(services, body.name, body.text, body.note)
        return json_response(kept.to_json(), 201)

    @routes.get("/recipes/{recipe_id}")
    async def recipe(recipe_id: RowId) -> JSONResponse:
        """Return a recipe with all that belongs to it."""
        return json_response(await in_thread(_whole, services, recipe_id))

    @routes.patch("/recipes/{recipe_id}")
    async def change(recipe_id: RowId, body: ChangedRecipe) -> JSONResponse:
        """Change a recipe; 409 when somebody else has changed it since."""
        changed = await in_thread(
            notebook.change_recipe, recipe_id, body.version, name=body.name, text=body.text,
            note=body.note,
        )  # fmt: skip
        return json_response(changed.to_json())

    @routes.delete("/recipes/{recipe_id}")
    async def remove(recipe_id: RowId, version: int) -> JSONResponse:
        """Remove a recipe with all that belongs to it."""
        await in_thread(notebook.remove_recipe, recipe_id, version)
        return json_response({"removed": recipe_id})

    @routes.get("/recipes/{recipe_id}/versions")
    async def versions(recipe_id: RowId) -> JSONResponse:
        """Return what a recipe was in each of its versions, the latest first."""
        found = await in_thread(notebook.versions, recipe_id)
        return json_response([one.to_json() for one in found])

    @routes.post("/recipes/{recipe_id}/outcomes", status_code=201)
    async def add_outcome(recipe_id: RowId, body: NewOutcome) -> JSONResponse:
        """Keep what came out of a recipe."""
        known = body.model_dump(exclude_none=True)
        kept = await in_thread(lambda: notebook.add_outcome(recipe_id, **known))
        return json_response(kept.to_json(), 201)

    @routes.delete("/outcomes/{outcome_id}")
    async def remove_outcome(outcome_id: RowId) -> JSONResponse:
        """Remove an outcome."""
        await in_thread(notebook.remove_outcome, outcome_id)
        return json_response({"removed": outcome_id})

    @routes.post("/micrographs", status_code=201)
    async def add_micrograph(job: str, recipe_id: RowId | None = None) -> JSONResponse:
        """Keep a micrograph that a job has measured, and what was measured."""
        found = find_job(services, job)
        if found.kind != MEASURE or found.state != "done" or found.source is None:
            raise InputError("the job has measured no micrograph", where=found.title)
        kept = await in_thread(lab.keep_micrograph, services, found, recipe_id)
        return json_response(kept.to_json(), 201)

    @routes.get("/micrographs/{micrograph_id}")
    async def micrograph(micrograph_id: RowId) -> JSONResponse:
        """Return what was measured in a micrograph."""
        return json_response((await in_thread(notebook.micrograph, micrograph_id)).to_json())

    @routes.get("/micrographs/{micrograph_id}/file")
    async def micrograph_file(micrograph_id: RowId) -> FileResponse:
        """Return the micrograph as it was sent."""
        found = await in_thread(notebook.micrograph, micrograph_id)
        return attached(notebook.file(found.sha256), found.name)

    @routes.post("/recipes/{recipe_id}/spectra", status_code=201, openapi_extra=FILE_BODY)
    async def add_spectrum(recipe_id: RowId, name: FileName, request: Request) -> JSONResponse:
        """Keep an absorption spectrum of a recipe's crystals, and what is read in it."""
        upload = await services.uploads.save(name, request.stream(), lab.SPECTRUM_SUFFIXES)
        try:
            kept = await in_thread(lab.keep_spectrum, services, recipe_id, upload)
        finally:
            upload.path.unlink(missing_ok=True)
        return json_response(kept.to_json(), 201)

    @routes.get("/table.csv")
    async def table() -> Response:
        """Return the notebook as a recipe table, one row a result."""
        text = await in_thread(tables.write_csv, notebook)
        return attached_text(text, "notebook.csv", "text/csv; charset=utf-8")

    @routes.post("/table", status_code=201, openapi_extra=FILE_BODY)
    async def add_table(name: FileName, request: Request) -> JSONResponse:
        """Take a recipe table or recipe file into the notebook."""
        suffix = Path(shown_name(name)).suffix.lower()
        if suffix not in tables.SUFFIXES:
            raise InputError(
                f"{suffix or 'no suffix'} is not a kind of recipe table",
                where="name",
                hint=f"these are: {', '.join(tables.SUFFIXES)}",
            )
        content = await whole_body(request, _MOST_TABLE_BYTES)
        brought = await in_thread(tables.read_table, notebook, content, suffix)
        told = {
            "recipes": [one.id for one in brought.recipes],
            "problems": [as_json(problem) for problem in brought.problems],
            "remarks": brought.remarks,
        }
        return json_response(told, 201 if brought.recipes else 422)

    @routes.get("/compared")
    async def compared() -> JSONResponse:
        """Return every measured size beside what the shipped model says of its recipe."""
        from dataclasses import asdict

        return json_response([asdict(one) for one in await lab.compare(services)])

    @routes.post("/adapt", status_code=202)
    async def adapt() -> JSONResponse:
        """Adapt the model to the notebook's results; the answer is the job."""
        return json_response(job_json(await lab.adapt(services)), 202)

    @routes.delete("/adapt")
    async def use_shipped() -> JSONResponse:
        """Go back to the model that ships."""
        await lab.use_shipped(services)
        return json_response({"model": services.engine.model})

    return routes


def _whole(services: Services, recipe_id: int) -> dict[str, Any]:
    notebook = services.notebook
    parts: dict[str, list[Any]] = {
        "outcomes": notebook.outcomes(recipe_id),
        "predictions": notebook.predictions(recipe_id),
        "micrographs": notebook.micrographs(recipe_id),
        "spectra": notebook.spectra(recipe_id),
    }
    listed = {name: [one.to_json() for one in records] for name, records in parts.items()}
    return {**notebook.recipe(recipe_id).to_json(), **listed}
