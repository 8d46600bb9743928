"""A warm slot: a task that waits for a run."""

import time

from tests.runner.runner_process import eventually
from tests.task.cloud import CODE, RUN, SECRET, SLOT, Cloud
from tests.task.conftest import Start
from tests.task.task_process import job_of, text_in


def slot_env(cloud: Cloud, secret: str = SECRET) -> dict[str, str]:
    return {"RUNLET_API": f"{cloud.url}/prod", "RUNLET_SLOT": SLOT, "RUNLET_SLOT_SECRET": secret}


def test_a_slot_waits_and_then_serves_the_run_it_is_given(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of("print('warm')", entry="other.py") | {"code": job_of({"other.py": "print('warm')"})["code"]}
    task = start(slot_env(cloud))
    eventually(lambda: cloud.polls, "the slot asks where to look")
    assert cloud.claims == []
    cloud.slot_job = {"runId": RUN, "code": CODE}
    assert (task.wait(), text_in(cloud)) == (0, b"warm\n")
    assert [line["runId"] for line in task.said() if line["phase"] in ("waiting", "claimed")] == [None, RUN]


def test_limits_bind_a_script_whose_interpreter_waited_in_a_slot(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of("x = bytearray(400 << 20)", {"memoryMiB": 64})
    cloud.slot_job = {"runId": RUN, "code": CODE}
    assert start(slot_env(cloud)).wait() == 0
    assert cloud.report["facts"]["limitsHit"] == ["out-of-memory"]


def test_the_address_is_asked_for_again_before_it_expires(cloud: Cloud, start: Start) -> None:
    task = start(slot_env(cloud), pace={"slot_renew_sec": 0.2})
    eventually(lambda: cloud.polls >= 3, "the slot asks again")
    task.terminate()
    assert task.wait() == 0


def test_a_slot_that_is_ended_owes_nothing(cloud: Cloud, start: Start) -> None:
    task = start(slot_env(cloud))
    eventually(lambda: cloud.polls, "the slot asks where to look")
    task.terminate()
    assert (task.wait(), task.said()[-1]["phase"], cloud.claims) == (0, "slot-closed", [])


def test_a_slot_whose_secret_is_refused_ends_itself(cloud: Cloud, start: Start) -> None:
    task = start(slot_env(cloud, "another"))
    assert (task.wait(), task.said()[-1]["phase"]) == (0, "slot-closed")


def test_a_slot_outlives_an_outage_and_gives_up_when_it_lasts(cloud: Cloud, start: Start) -> None:
    cloud.job, cloud.bucket = job_of("print(1)"), "broken"
    first = start(slot_env(cloud))
    time.sleep(1.5)
    cloud.slot_job, cloud.bucket = {"runId": RUN, "code": CODE}, "well"
    assert first.wait() == 0
    cloud.api = "broken"
    assert start(slot_env(cloud), faster=300).wait() == 4
