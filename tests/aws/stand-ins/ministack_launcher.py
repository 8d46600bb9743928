"""Starts MiniStack 1.4.21 with those differences from AWS mended that Runlet would feel.

Each follows the page of docs.aws.amazon.com that it names: a green run proves Runlet against this reading of those pages. A name or
text that MiniStack no longer has stops the start. What is mended on Node's side lies in lambda-preload.cjs.
"""
import asyncio
import json
import queue
import threading
import time

import docker
from ministack import app
from ministack.core import lambda_runtime
from ministack.core.responses import StreamingResponse, set_request_account_id, set_request_region
from ministack.services import apigateway_v1, ecs, eventbridge, lambda_svc, ses, sns, stepfunctions

def patch(owner, name):
    """Puts a function in the place of `owner.name`, and in the owner's tables; it gets the original as its first argument."""
    def put(replacement):
        original = getattr(owner, name)
        def new(*args, **kwargs):
            return replacement(original, *args, **kwargs)
        setattr(owner, name, new)
        for table in [value for value in vars(owner).values() if isinstance(value, dict)]:
            table.update({key: new for key, value in table.items() if value is original})
        return replacement
    return put

def camel(value):
    """CloudFormation hands over PascalCase where the API of ECS has camelCase."""
    if isinstance(value, list):
        return [camel(item) for item in value]
    return {key[:1].lower() + key[1:]: camel(item) for key, item in value.items()} if isinstance(value, dict) else value

@patch(ecs, "_sanitize")
def without_nulls(sanitize, value):
    """What is not known is left out of answers and events. AmazonECS/latest/APIReference/API_Container.html (exitCode)"""
    return {name: part for name, part in told.items() if part is not None} if isinstance(told := sanitize(value), dict) else told

def put_event(source, kind, detail, arn):
    eventbridge._put_events({"Entries": [{"Source": source, "DetailType": kind, "Detail": json.dumps(detail), "Resources": [arn]}]})

doing, client_tokens = threading.local(), {}  # what a thread is at: `overrides` of a task, an `execution`
@patch(ecs, "_build_run_kwargs")
def as_the_definition_says(build, container, definition, env, _ports, network, _host_mode, *ids):
    """Size, user, walls and volumes as defined, and no credentials without a task role; on the host's network, so that all traffic
    stays on 127.0.0.1. AmazonECS/latest/developerguide/task_definition_parameters.html, fargate-tasks-services.html"""
    container, definition, overrides = camel(container), camel(definition), doing.overrides
    for name in [name for name in env if name.startswith("AWS_")]:
        del env[name]
    options = build(container, definition, env, None, network, True, *ids)
    memory, cpu = (int(overrides.get(what) or definition[what]) for what in ("memory", "cpu"))
    # A bind mount on Fargate is a folder of the task's own storage, which begins with what the image has there.
    volumes = [docker.types.Mount(point["containerPath"], None, type="volume") for point in container.get("mountPoints", [])]
    options |= {"mem_limit": f"{memory}m", "memswap_limit": f"{memory}m", "nano_cpus": int(cpu / 1024 * 1e9), "mounts": volumes}
    options |= {"cap_drop": container.get("linuxParameters", {}).get("capabilities", {}).get("drop", []), "user": container.get("user")}
    options |= {"entrypoint": container.get("entryPoint") or None, "read_only": container.get("readonlyRootFilesystem", False)}
    return options

@patch(ecs, "_run_task")
def run_task_once(run_task, data):
    """One client token starts one task, with other parameters it is a conflict; a container that cannot start ends its task.
    AmazonECS/latest/APIReference/ECS_Idempotency.html, AmazonECS/latest/developerguide/stopped-task-error-codes.html"""
    token, same = data.get("clientToken"), json.dumps(data, sort_keys=True)
    before, arns = client_tokens.get(token, (same, None))
    if before != same:
        return 400, {"Content-Type": "text/json"}, json.dumps({"__type": "ConflictException", "resourceIds": arns}).encode()
    if arns:
        return ecs.json_response({"tasks": [ecs._sanitize(ecs._tasks[arn]) for arn in arns], "failures": []})
    doing.overrides = data.get("overrides", {})
    answer = run_task(data)
    arns = [task["taskArn"] for task in json.loads(answer[2]).get("tasks", [])]
    client_tokens.update({token: (same, arns)} if token and arns else {})
    for task in [ecs._tasks[arn] for arn in arns if not ecs._tasks[arn]["_docker_ids"]]:
        task |= {"lastStatus": "STOPPED", "desiredStatus": "STOPPED", "stoppedAt": ecs._iso()}
        task |= {"stopCode": "TaskFailedToStart", "stoppedReason": "CannotPullContainerError: no such image"}
    return answer

@patch(ecs, "_stop_task")
def stop_in_the_background(stop_task, data):
    """SIGTERM, `stopTimeout` seconds (30 by default), SIGKILL; the call returns at once. AmazonECS/latest/APIReference/API_StopTask.html"""
    task = ecs._resolve_task(data.get("task", ""), ecs._resolve_cluster_name(data.get("cluster", "default")))
    if task is None or task["lastStatus"] == "STOPPED" or "_reason" in task:
        return stop_task(data) if task is None else ecs.json_response({"task": ecs._sanitize(task)})
    task |= {"desiredStatus": "STOPPED", "stoppingAt": ecs._iso(), "_reason": data.get("reason", "")}
    definition = camel(ecs._task_defs[ecs._resolve_td_key(task["taskDefinitionArn"])])
    grace = max(int(container.get("stopTimeout", 30)) for container in definition["containerDefinitions"])
    for container in [ecs._get_docker().containers.get(one) for one in task["_docker_ids"]]:
        threading.Thread(target=container.stop, kwargs={"timeout": grace}, daemon=True).start()
    return ecs.json_response({"task": ecs._sanitize(task)})

def tell_of_tasks():
    """Every change of a task's status is an event. AmazonECS/latest/developerguide/ecs_task_events.html"""
    told = {}
    while True:
        time.sleep(0.2)
        for (account, region, arn), task in list(ecs._tasks._data.items()):
            set_request_account_id(account)
            set_request_region(region)
            ecs._maybe_mark_stopped(task)
            task |= {"stopCode": "UserInitiated", "stoppedReason": task["_reason"]} if "_reason" in task else {}
            if told.get(arn) != task["lastStatus"]:
                told[arn] = task["lastStatus"]
                put_event("aws.ecs", "ECS Task State Change", ecs._sanitize(task), arn)

@patch(stepfunctions, "_execute_task")
def with_paths(execute, state, raw_input, execution, context):
    """Time limits may be paths into the input. step-functions/latest/dg/state-task.html"""
    doing.execution = execution
    paths = [name for name in ("TimeoutSeconds", "HeartbeatSeconds") if f"{name}Path" in state]
    limits = {name: stepfunctions._resolve_path(state[f"{name}Path"], raw_input) for name in paths}
    return execute(state | limits, raw_input, execution, context)

@patch(stepfunctions, "_invoke_with_callback")
def wait_for_callback(_wait, integration, data, token, state):
    """Heartbeats count, a function that throws fails the task, a stopped execution waits no longer, and each attempt has its own token.
    step-functions/latest/dg/connect-to-resource.html (wait for a callback)"""
    mine = f"{token}-{time.monotonic_ns()}"
    info = {"event": threading.Event(), "result": None, "error": None, "heartbeat": None}
    stepfunctions._task_tokens[mine] = info
    began, beat, last = time.monotonic(), time.monotonic(), None
    try:
        stepfunctions._invoke_resource(integration.replace(".waitForTaskToken", ""), json.loads(json.dumps(data).replace(token, mine)))
        while not info["event"].wait(0.05):
            beat, last = (beat if last == info["heartbeat"] else time.monotonic()), info["heartbeat"]
            if time.monotonic() - beat > state.get("HeartbeatSeconds", 1e9):
                raise stepfunctions._ExecutionError("States.HeartbeatTimeout", "")
            if time.monotonic() - began > state.get("TimeoutSeconds", 1e9) or doing.execution["status"] != "RUNNING":
                raise stepfunctions._ExecutionError("States.Timeout", "")
    except stepfunctions._ExecutionError:
        if not info["event"].is_set():
            raise
    finally:
        del stepfunctions._task_tokens[mine]
    if info["error"]:
        raise stepfunctions._ExecutionError(info["error"]["Error"], info["error"]["Cause"])
    return json.loads(info["result"])

@patch(stepfunctions, "_add_event")
def tell_of_executions(add, execution, kind, details=None):
    """The end of an execution is an event. step-functions/latest/dg/eventbridge-integration.html"""
    event = add(execution, kind, details)
    status = {"ExecutionSucceeded": "SUCCEEDED", "ExecutionFailed": "FAILED", "ExecutionAborted": "ABORTED"}.get(kind)
    if status:
        detail = {name: value for name, value in execution.items() if name not in ("events", "testCase", "mockAttempts")}
        put_event("aws.states", "Step Functions Execution Status Change", detail | {"status": status}, execution["executionArn"])
    return event

@patch(sns, "_fanout")
def deliver_mail(fanout, topic, message_id, message, subject, structure="", attributes=None, **more):
    """Subscriptions by e-mail get mail. sns/latest/dg/sns-email-notifications.html"""
    fanout(topic, message_id, message, subject, structure, attributes, **more)
    for one in (sns._topics.get(topic) or {"subscriptions": []})["subscriptions"]:
        if one["protocol"] == "email" and sns._matches_filter_policy(one, attributes or {}):
            ses.send_internal_email("no-reply@sns.amazonaws.com", [one["endpoint"]], subject or "AWS Notification Message", message)

Instance = lambda_runtime.Worker

class Instances:
    """Calls at the same time run in instances of their own, here in at most six. lambda/latest/dg/lambda-concurrency.html"""
    def __init__(self, *about):
        self.all, self.idle = [Instance(*about) for _ in range(6)], queue.LifoQueue()
        self.idle.queue.extend(self.all)
    def invoke(self, event, request_id):
        instance = self.idle.get()
        try:
            return instance.invoke(event, request_id)
        finally:
            self.idle.put(instance)
    def kill(self):
        for instance in self.all:
            instance.kill()

lambda_runtime.Worker = Instances
before, after = lambda_runtime._NODEJS_WORKER_SCRIPT.split("error: String(err.message || err)")  # once, or this fails
lambda_runtime._NODEJS_WORKER_SCRIPT = f'{before}error: err.name + " :: " + String(err.message || err){after}'

@patch(lambda_svc, "_execute_function_warm")
def with_name_of_error(execute, function, event):
    """A failed call tells the error's own name, by which Retry and Catch match. lambda/latest/dg/nodejs-exceptions.html"""
    answer = execute(function, event)
    if answer.get("error") and " :: " in answer["body"]["errorMessage"]:
        answer["body"] = dict(zip(("errorType", "errorMessage"), answer["body"]["errorMessage"].split(" :: ", 1)))
    return answer

@patch(apigateway_v1, "_call_lambda")
async def with_streams(call, ref, event, **scope):
    """Streamed answers are read from the socket that lambda-preload.cjs names.
    apigateway/latest/developerguide/response-transfer-mode-lambda.html"""
    answer, error = await call(ref.split("/response-streaming-invocations")[0], event, **scope)
    async def copy(send, _receive):
        reader, _writer = await asyncio.open_unix_connection(answer["socket"])
        while chunk := await reader.read(65536):
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    return (answer | {"body": StreamingResponse(copy)} if "socket" in (answer or {}) else answer), error

threading.Thread(target=tell_of_tasks, daemon=True).start()
app.main()
