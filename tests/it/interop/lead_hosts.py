"""Leads every request for the service's hosts to the simulator, from outside the client's code.

The client keeps believing in its hosts: URLs, Host headers and cookie domains stay the real ones, only the socket goes to
127.0.0.1. So its own cookie rules are tested too.
"""

import os
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter

PORT = int(os.environ["WEFT_SIM_PORT"])
_send = HTTPAdapter.send


def _led(self, request, **options):
    url = urlsplit(request.url)
    if not (url.hostname or "").endswith(("qq.com", "wechat.com")):
        raise RuntimeError(f"a request for {url.hostname}: not a host of the service")
    led = request.copy()
    led.headers["Host"] = url.hostname
    led.url = f"http://127.0.0.1:{PORT}{url.path}" + (f"?{url.query}" if url.query else "")
    response = _send(self, led, **options)
    response.url, response.request = request.url, request
    return response


HTTPAdapter.send = _led
