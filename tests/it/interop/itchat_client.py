"""itchat-uos against the simulator: logs in, lists contacts, answers what it is told, sends, and says what it saw.

One JSON object a line on standard output; commands, one a line, on standard input.
"""

import json
import sys
import threading

import lead_hosts  # noqa: F401  before the client is imported

import itchat
from itchat.content import TEXT, PICTURE, RECORDING, ATTACHMENT, VIDEO, MAP, CARD, NOTE, SHARING, FRIENDS

lock = threading.Lock()


def tell(event, **what):
    with lock:
        print(json.dumps({"event": event, **what}, ensure_ascii=False), flush=True)


client = itchat.new_instance()


@client.msg_register([TEXT, PICTURE, RECORDING, ATTACHMENT, VIDEO, MAP, CARD, NOTE, SHARING, FRIENDS])
def from_friend(msg):
    tell("message", kind=msg["Type"], text=msg["Text"] if isinstance(msg["Text"], str) else "", sender=msg["FromUserName"])


@client.msg_register(TEXT, isGroupChat=True)
def from_group(msg):
    tell("group", text=msg["Text"], sender=msg["ActualNickName"], group=msg["User"]["NickName"])


client.login(qrCallback=lambda uuid, status, qrcode: tell("code", uuid=uuid, status=status), loginCallback=lambda: None)
tell("login", name=client.storageClass.nickName)
friends, groups, accounts = client.get_friends(update=True), client.get_chatrooms(update=True), client.get_mps(update=True)
tell("contacts", friends=[f["NickName"] for f in friends], groups=[g["NickName"] for g in groups],
     accounts=[m["NickName"] for m in accounts])
threading.Thread(target=client.run, kwargs={"blockThread": True}, daemon=True).start()

for line in sys.stdin:
    command = json.loads(line)
    to = command["to"] if command["to"] == "filehelper" else client.search_friends(name=command["to"])[0]["UserName"]
    result = client.send_msg(command["text"], toUserName=to)
    tell("sent", ret=result["BaseResponse"]["Ret"], id=result.get("MsgID", ""))
