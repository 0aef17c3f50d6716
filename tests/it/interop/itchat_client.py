"""itchat-uos against the simulator: logs in, says what it sees, sends what it is told.

One JSON object a line on standard output; commands, one a line, on standard input. What the client itself prints goes to
standard error.
"""

import json
import sys
import threading

told, sys.stdout = sys.stdout, sys.stderr

import lead_hosts  # noqa: E402, F401  before the client makes its first session

import itchat  # noqa: E402
from itchat import content  # noqa: E402

KINDS = [content.TEXT, content.PICTURE, content.RECORDING, content.ATTACHMENT, content.VIDEO, content.MAP, content.CARD,
         content.NOTE, content.SHARING, content.FRIENDS, "Useless"]
lock = threading.Lock()
client = itchat.new_instance()


def tell(event, **what):
    with lock:
        print(json.dumps({"event": event, **what}), file=told, flush=True)


def tell_message(msg, place, sender):
    text = msg["Text"]
    if callable(text):  # something to fetch: its size says that it came
        text = f"{len(text())} bytes"
    elif isinstance(text, dict):
        text = text.get("NickName", "")  # of a request there is only what answers it
    tell("message", kind=msg["Type"], place=place, sender=sender, text=text, name=msg.get("FileName", ""))


@client.msg_register(KINDS)
def from_friend(msg):
    tell_message(msg, "friend", msg["User"].get("NickName", ""))


@client.msg_register(KINDS, isGroupChat=True)
def from_group(msg):
    tell_message(msg, msg["User"]["NickName"], msg["ActualNickName"])


@client.msg_register(KINDS, isMpChat=True)
def from_account(msg):
    tell_message(msg, "account", msg["User"]["NickName"])


def polled(uuid, status, qrcode):
    stage = {"0": "code", "201": "scanned"}.get(status)
    if stage:
        tell(stage)


def send(to, text):
    if to != "filehelper":
        to = client.search_friends(name=to)[0]["UserName"]
    tell("sent", ret=client.send_msg(text, toUserName=to)["BaseResponse"]["Ret"])


def send_file(to, path):
    to = client.search_friends(name=to)[0]["UserName"]
    sends = {".png": client.send_image, ".gif": client.send_image, ".mp4": client.send_video}
    answer = sends.get(path[-4:], client.send_file)(path, toUserName=to)
    tell("sent", ret=answer["BaseResponse"]["Ret"])


client.login(qrCallback=polled, loginCallback=lambda: None, exitCallback=lambda: tell("over"))
tell("login", name=client.storageClass.nickName)
client.get_contact(update=True)
names = lambda contacts: [contact["NickName"] for contact in contacts]  # noqa: E731
tell("contacts", friends=names(client.get_friends()), groups=names(client.get_chatrooms()), accounts=names(client.get_mps()))
threading.Thread(target=client.run, daemon=True).start()

for line in sys.stdin:
    command = json.loads(line)
    if command["do"] == "send":
        send(command["to"], command["text"])
    elif command["do"] == "send file":
        send_file(command["to"], command["path"])
    else:
        client.logout()
