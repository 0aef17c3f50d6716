// wechat4u against the simulator: logs in, says what it sees, sends what it is told.
// One JSON object a line on standard output; commands, one a line, on standard input. What the client itself prints goes to
// standard error.
'use strict'

console.log = console.error

const fs = require('fs')
const path = require('path')
const readline = require('readline')
const Wechat = require('wechat4u')

const client = new Wechat()
const { isRoomContact, isPublicContact, isSpContact } = client.Contact
const tell = (event, what) => process.stdout.write(JSON.stringify(Object.assign({ event }, what)) + '\n')
const tellError = error => tell('error', { text: `${error.tips || ''} ${error.message || error}` })

// Its heartbeat is a message to oneself every few minutes: only what the test says is to be sent.
client.setPollingTargetGetter(() => '')

function tellContacts () {
  const people = Object.values(client.contacts).filter(contact => !isSpContact(contact))
  const names = belongs => people.filter(belongs).map(contact => contact.NickName)
  tell('contacts', {
    friends: names(contact => !isRoomContact(contact) && !isPublicContact(contact)),
    groups: names(isRoomContact),
    accounts: names(contact => !isRoomContact(contact) && isPublicContact(contact))
  })
}

function tellMessage (message) {
  const from = client.contacts[message.FromUserName]
  const kind = message.MsgType === client.CONF.MSGTYPE_APP ? `49/${message.AppMsgType}` : String(message.MsgType)
  const place = isRoomContact(from) ? from.NickName : isPublicContact(from) ? 'account' : 'friend'
  const name = message.FileName || message.RecommendInfo.NickName || ''
  // A group's message says in its own text who speaks.
  const [, sender, text] = (isRoomContact(from) && /^(.*?):\n([^]*)$/.exec(message.Content)) || ['', from.NickName, message.Content]
  tell('message', { kind, place, sender, text, name })
}

client.on('uuid', () => tell('code'))
client.on('user-avatar', () => tell('scanned'))
client.on('login', () => tell('login', { name: client.user.NickName }))
client.on('contacts-updated', tellContacts)
client.on('message', tellMessage)
client.on('error', tellError)
client.on('logout', () => tell('over'))

readline.createInterface({ input: process.stdin }).on('line', line => {
  const command = JSON.parse(line)
  if (command.do === 'log out') return client.stop()
  const to = command.to === 'filehelper' ? command : Object.values(client.contacts).find(c => c.NickName === command.to)
  // A stream would be read by the chunk: a buffer is what its own examples cut up.
  const what = command.do === 'send file'
    ? { file: fs.readFileSync(command.path), filename: path.basename(command.path) }
    : command.text
  client.sendMsg(what, to.UserName || 'filehelper')
    .then(answer => tell('sent', { ret: answer.BaseResponse.Ret }))
    .catch(tellError)
})

client.start()
