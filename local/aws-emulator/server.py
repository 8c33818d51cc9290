"""Runs moto's server on 127.0.0.1 and the port given as the only argument.

It ends when its standard input ends: the process that started it holds the other end, so the emulator never outlives
it, however that process dies.
"""

import json
import logging
import os
import sys
import threading

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket
from moto.server import main
from werkzeug.serving import WSGIRequestHandler


def exit_when_input_ends() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def can_judge(statement: dict) -> bool:
    principal = statement.get("Principal")
    return "Condition" not in statement and (principal == "*" or "AWS" in (principal or {}))


def permission_without_conditions(bucket: FakeBucket, action: str, resource: str) -> PermissionResult:
    """moto takes every condition for true and every service for the caller: "deny what does not come over TLS" would
    deny everything. Statements that need more than it can judge say nothing here."""
    policy = json.loads(bucket.policy or "{}")
    statements = [statement for statement in policy.get("Statement", []) if can_judge(statement)]
    if not statements:
        return PermissionResult.NEUTRAL
    return IAMPolicy(json.dumps({**policy, "Statement": statements})).is_action_permitted(action, resource)


FakeBucket.get_permission = permission_without_conditions
threading.Thread(target=exit_when_input_ends, daemon=True).start()
# A line for each request would cost more than the requests, and says nothing that the callers do not know.
logging.getLogger("werkzeug").setLevel(logging.WARNING)
# The default, HTTP/1.0, makes every request open a connection.
WSGIRequestHandler.protocol_version = "HTTP/1.1"
main(["-H", "127.0.0.1", "-p", sys.argv[1]])
