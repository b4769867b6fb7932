'use strict'
// Haraka's plugin as Haraka calls it, with the parts of a connection that it uses:
//     node haraka.js SOCKET MAIL
// Prints what it has understood of the reply, as JSON.

const fs = require('node:fs')
const plugin = require('haraka-plugin-spamassassin')

const [socket, mail] = process.argv.slice(2)
const ignore = () => {}

Object.assign(plugin, {
  name: 'spamassassin',
  cfg: {
    main: { spamd_socket: socket, spamc_auth_header: 'X-Haraka-Relay' },
    check: { authenticated: true, private_ip: true, local_ip: true, relay: true },
    defer: {},
  },
  logdebug: ignore,
  logerror: ignore,
  logwarn: ignore,
})

const transaction = {
  uuid: 'TEST',
  notes: {},
  mail_from: { address: 'win@example.com' },
  rcpt_to: [{ address: 'anna@example.org' }],
  header: { get: () => '' },
  results: { add: ignore },
  add_header: ignore,
  remove_header: ignore,
  message_stream: fs.createReadStream(mail),
}
const connection = {
  transaction,
  notes: {},
  remote: {},
  results: { add: ignore },
  logprotocol: ignore,
  logdebug: ignore,
}

plugin.spamassassin_data_post((code, text) => {
  if (code) throw new Error(`rejected: ${text}`)
  console.log(JSON.stringify(transaction.notes.spamassassin))
}, connection)
