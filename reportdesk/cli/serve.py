"""``reportdesk serve``: the web server, and beside it the jobs when asked."""

import signal
import subprocess
import sys
import time
from types import FrameType

import click

from config import ROOT
from reportdesk.runtime import Runtime
from reportdesk.settings import Settings

GRACE_SECONDS = 15
SECONDS_A_REQUEST = 900
"""A slow phone uploading 200 MB takes minutes; threads wait for it, nobody else does."""
THREADS = 24
"""More than there are uploads that may wait for their turn to be cleaned, so that pages answer."""
ASKED = (signal.SIGTERM, signal.SIGINT)


@click.command()
@click.option("--with-jobs", is_flag=True, help="Run the job process beside the server.")
@click.option("--workers", default=1, show_default=True, help="Server processes.")
@click.option("--threads", default=THREADS, show_default=True, help="Threads in each.")
@click.pass_obj
def serve(runtime: Runtime, with_jobs: bool, workers: int, threads: int) -> None:
    """Serve the site until Ctrl-C, which stops everything it started.

    When one of the processes ends by itself, the others are stopped too, with exit code 1.
    """
    settings = runtime.settings
    runtime.refuse_unfit_pack()
    if not settings.audiences <= {"public"}:
        runtime.refuse_demonstration()
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    commands = [_server(settings, workers, threads)]
    if with_jobs:
        commands.append([sys.executable, "-m", "reportdesk", "jobs", "run"])
    for asked in ASKED:
        signal.signal(asked, _interrupt)
    running = [subprocess.Popen(command, cwd=ROOT) for command in commands]  # noqa: S603 -- our own
    click.echo(f"Reportdesk: http://{settings.host}:{settings.port}  (Ctrl-C stops)")
    try:
        _wait(running)
    except KeyboardInterrupt:
        click.echo("stopping")
        return
    finally:
        _stop(running)
    raise click.ClickException("a process ended by itself; its own words stand above")


def _server(settings: Settings, workers: int, threads: int) -> list[str]:
    """gunicorn with threads, without access log, control socket or client addresses."""
    return [
        *(sys.executable, "-m", "gunicorn", "wsgi:app"),
        *("--bind", f"{settings.host}:{settings.port}"),
        *("--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)),
        *("--timeout", str(SECONDS_A_REQUEST), "--graceful-timeout", str(GRACE_SECONDS)),
        *("--logger-class", "reportdesk.web.serverlog.QuietLogger", "--log-level", "warning"),
        *("--worker-tmp-dir", str(settings.instance), "--no-control-socket"),
    ]


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Treat a request to end like Ctrl-C; a second one does not break the stopping off."""
    for asked in ASKED:
        signal.signal(asked, signal.SIG_IGN)
    raise KeyboardInterrupt


def _wait(running: list[subprocess.Popen[bytes]]) -> None:
    """Until one of the processes ends."""
    while all(process.poll() is None for process in running):
        time.sleep(0.3)


def _stop(running: list[subprocess.Popen[bytes]]) -> None:
    """Ask every process to end, and make it after a grace period."""
    for process in running:
        if process.poll() is None:
            process.terminate()
    for process in running:
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
