"""Micrographs: sent, measured in the background, results taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, JSONResponse

from ostwald.app import work
from ostwald.app.api.problems import as_json, json_response
from ostwald.app.api.uploading import FILE_BODY, FileName, attached
from ostwald.app.jobs import Job
from ostwald.app.notebook.shelf import NotThereError
from ostwald.app.uploads import MICROGRAPH_SUFFIXES
from ostwald.errors import InputError

if TYPE_CHECKING:
    from ostwald.app.services import Services

Positive = Annotated[float | None, Query(gt=0, le=1e6)]
MEASURE = "measure"


def router(services: Services) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()

    @routes.post("/measure", status_code=202, tags=["micrographs"], openapi_extra=FILE_BODY)
    async def measure(
        request: Request,
        name: FileName,
        nm_per_px: Positive = None,
        roi: Annotated[str | None, Query(examples=["0,0,1024,960"])] = None,
        frame: Annotated[int | None, Query(ge=1, le=100_000)] = None,
        channel: Annotated[str | None, Query(max_length=100)] = None,
        min_size_nm: Positive = None,
        max_size_nm: Positive = None,
        min_circularity: Annotated[float | None, Query(ge=0, le=1)] = None,
        contrast: Literal["bright", "dark"] | None = None,
    ) -> JSONResponse:
        """Take a micrograph and measure it in the background; the answer is the job."""
        # Loads all that measures, which the server's start need not wait for.
        from ostwald.microscopy.settings import Settings, parse_roi

        asked: dict[str, Any] = {
            "nm_per_px": nm_per_px,
            "roi": None if roi is None else parse_roi(roi),
            "frame": frame,
            "channel": channel,
            "min_size_nm": min_size_nm,
            "max_size_nm": max_size_nm,
            "min_circularity": min_circularity,
            "contrast": contrast,
        }
        Settings(**asked)  # says at once what is impossible
        upload = await services.uploads.save(name, request.stream(), MICROGRAPH_SUFFIXES)
        out = services.uploads.results_of(upload)
        job = services.jobs.submit(
            MEASURE, upload.name, work.measure_file, path=upload.path, name=upload.name,
            settings=asked, out=out,
        )  # fmt: skip
        job.files = out
        job.source = upload
        return json_response(job_json(job), 202)

    @routes.get("/jobs/{job_id}", tags=["jobs"])
    async def job(job_id: str) -> JSONResponse:
        """Tell how far a job is."""
        return json_response(job_json(find_job(services, job_id)))

    @routes.delete("/jobs/{job_id}", tags=["jobs"])
    async def cancel(job_id: str) -> JSONResponse:
        """Cancel a job, or forget one that is over."""
        found = find_job(services, job_id)
        services.jobs.drop(found)
        return json_response({"id": found.id, "state": "cancelled" if found.error else "dropped"})

    @routes.get("/jobs/{job_id}/result", tags=["jobs"])
    async def result(job_id: str) -> JSONResponse:
        """Return what a job has brought: of a measurement as ``ostwald measure --json``."""
        found = find_job(services, job_id)
        if not found.is_over:
            raise InputError("the job is not done yet", where=found.title, hint="ask again later")
        if found.error is not None:
            return json_response(as_json(found.error), 422)
        return json_response(result_json(found))

    @routes.get("/jobs/{job_id}/files/{file_name}", tags=["jobs"])
    async def file(job_id: str, file_name: str) -> FileResponse:
        """Return a file of a measurement: particle table, label image or overlay."""
        found = find_job(services, job_id)
        if file_name not in work.RESULTS or found.files is None:
            raise NotThereError(
                "the job has no such file", hint=f"there are {', '.join(work.RESULTS)}"
            )
        path = found.files / file_name
        if not path.is_file():
            raise NotThereError("the file is not there", hint="it is there when the job is done")
        return attached(path, file_name)

    return routes


def find_job(services: Services, job_id: str) -> Job:
    """Return a job.

    Raises:
        NotThereError: There is none, or none any more.
    """
    try:
        return services.jobs.get(job_id)
    except KeyError:
        raise NotThereError("there is no such job", hint="its result may have been taken") from None


def job_json(job: Job) -> dict[str, Any]:
    """Return a job as plain data."""
    return {
        "id": job.id,
        "kind": job.kind,
        "title": job.title,
        "state": job.state,
        "progress": round(job.share, 3),
        "doing": job.doing,
        "error": None if job.error is None else as_json(job.error),
    }


def result_json(job: Job) -> Any:
    """Return what a job has brought as plain data."""
    from dataclasses import asdict, is_dataclass

    if is_dataclass(job.result) and not isinstance(job.result, type):
        return asdict(job.result)
    return job.result
