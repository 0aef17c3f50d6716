// wechat4u against the simulator: logs in, lists contacts, says what it is told, sends.
// One JSON object a line on standard output; commands, one a line, on standard input.
'use strict'

const readline = require('readline')
const Wechat = require('wechat4u')

const tell = (event, what) => process.stdout.write(JSON.stringify(Object.assign({ event }, what)) + '\n')
const client = new Wechat()
const names = () => Object.values(client.contacts).map(c => c.OriginalNickName || c.NickName)

client.on('uuid', uuid => tell('code', { uuid }))
client.on('login', () => tell('login', { name: client.user.NickName }))
client.on('logout', () => tell('logout', {}))
client.on('error', error => tell('error', { tips: error.tips || '', message: String(error.message || error) }))
client.on('contacts-updated', () => tell('contacts', { names: names() }))
client.on('message', message => tell('message', { type: message.MsgType, text: String(message.Content), sender: message.FromUserName }))

readline.createInterface({ input: process.stdin }).on('line', line => {
  const { to, text } = JSON.parse(line)
  const found = Object.values(client.contacts).find(c => c.NickName === to || c.RemarkName === to)
  client.sendMsg(text, to === 'filehelper' ? to : found.UserName)
    .then(result => tell('sent', { ret: result.BaseResponse.Ret, id: result.MsgID }))
    .catch(error => tell('error', { tips: error.tips || '', message: String(error.message || error) }))
})

client.start()
