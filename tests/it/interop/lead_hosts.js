// Leads every request for the service's hosts to the simulator, from outside the client's code: loaded with --require before
// it. URLs and Host headers stay the real ones, only the socket goes to 127.0.0.1. A request for any other host fails.
'use strict'

const http = require('http')
const https = require('https')

const port = Number(process.env.WEFT_SIM_PORT)

https.request = (options, callback) => {
  const host = options.hostname || options.host
  if (!/\.(qq|wechat)\.com$/.test(host)) throw new Error(`a request for ${host}: not a host of the service`)
  const led = Object.assign({}, options, {
    protocol: 'http:',
    hostname: '127.0.0.1',
    host: '127.0.0.1',
    port,
    agent: undefined,
    headers: Object.assign({}, options.headers, { Host: host })
  })
  return http.request(led, callback)
}
