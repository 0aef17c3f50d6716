"""Leads every request for the service's hosts to the simulator, from outside the client's code.

The client keeps believing in its hosts: URLs, Host headers and cookie domains stay the real ones, only the socket goes to
127.0.0.1. So its own cookie rules are tested too. A request for any other host fails.
"""

import os
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter

PORT = int(os.environ["WEFT_SIM_PORT"])
_send = HTTPAdapter.send


def _led(self, request, **options):
    url = urlsplit(request.url)
    host = url.hostname or ""
    if not host.endswith((".qq.com", ".wechat.com")):
        raise RuntimeError(f"a request for {host}: not a host of the service")
    led = request.copy()
    led.headers["Host"] = host
    led.url = f"http://127.0.0.1:{PORT}{url.path}" + (f"?{url.query}" if url.query else "")
    response = _send(self, led, **options)
    response.url, response.request = request.url, request
    return response


HTTPAdapter.send = _led
