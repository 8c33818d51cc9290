"""Runs moto's server on 127.0.0.1 and the port given as the only argument.

It ends when its standard input ends: the process that started it holds the other end, so the emulator never outlives
it, however that process dies.
"""

import logging
import os
import sys
import threading

from moto.server import main
from werkzeug.serving import WSGIRequestHandler


def exit_when_input_ends() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


threading.Thread(target=exit_when_input_ends, daemon=True).start()
# A line for each request would cost more than the requests, and says nothing that the callers do not know.
logging.getLogger("werkzeug").setLevel(logging.WARNING)
# The default, HTTP/1.0, makes every request open a connection.
WSGIRequestHandler.protocol_version = "HTTP/1.1"
main(["-H", "127.0.0.1", "-p", sys.argv[1]])
