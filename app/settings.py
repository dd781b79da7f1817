"""What an operator may set: environment variables that begin with `DIAGRAM_LENS_`."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of the server. `DIAGRAM_LENS_WORKERS=4` sets `workers`, and so on."""

    model_config = SettingsConfigDict(env_prefix="DIAGRAM_LENS_", frozen=True)

    max_upload_bytes: int = Field(
        default=10 * 2**20, ge=1, description="Bytes of one request body; more is a 413."
    )
    workers: int = Field(default=2, ge=1, le=64, description="Processes that read and review diagrams.")
    seconds: float = Field(default=5.0, gt=0, description="Time for one diagram, in seconds; more is a 422.")
    memory_megabytes: int = Field(
        default=300, ge=64, description="Memory for one diagram over that of an idle worker; more is a 413."
    )
    max_waiting: int = Field(
        default=64, ge=1, description="Diagrams that may wait for a worker; more is a 503."
    )
    reviews_per_worker: int = Field(
        default=2_000, ge=0, description="Reviews after which a worker is renewed; 0 never."
    )
