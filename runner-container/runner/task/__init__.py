"""One task serves one run over HTTPS: claims it, runs it in a sandbox, says what became of it, and ends.

main.py         the order of things, from the first fork to the exit code
settings.py     what the environment says, read once and wiped
slot.py         a warm slot: waits until it is given a run
claim.py        shows the one-time code, gets the session, the job and the grants
fetch.py        code and input files, from their addresses to the disk
hold.py         the keeper, as this process sees it: told, heard, stopped (the sandbox itself: ../keeper.py)
beats.py        a thread: says that the run lives, hears what it should do
flusher.py      a thread: log_mirror.py brings the log to the bucket while the script writes it
deliver.py      the end: rest of the log, artifacts, result, report
uploads.py      one object to the bucket, with grants.py that are renewed while they last
web.py          HTTP, TLS and nothing else
fate.py         what ends a task early, heard from any thread
pace.py         every interval there is

The disk is the buffer: the keeper writes log, artifacts and result into a private folder, as it does everywhere, and
what lies there is brought to the bucket as soon as the bucket takes it.
"""
