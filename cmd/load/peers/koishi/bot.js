'use strict'
// One durable deal command in Koishi with its Telegram adapter. The deals go
// through better-sqlite3 as in the other peers: Koishi's own SQLite driver does
// not promise synchronous=FULL.

const { Context } = require('koishi')
const { default: Http } = require('@koishijs/plugin-http')
const { default: Telegram } = require('@satorijs/adapter-telegram')
const { open, terms, answer, untilToldTo } = require('./ledger')

const ledger = open(process.env.DATABASE_PATH)
// The doubles know no profile photos. This spares the adapter a request, in its favour.
Telegram.prototype.setAvatarUrl = async () => {}

const app = new Context({ prefix: ['/'] })

app.plugin(Http)
app.plugin(Telegram, {
  token: process.env.TELEGRAM_TOKEN,
  endpoint: process.env.TELEGRAM_API_URL,
  protocol: 'polling',
  pollingTimeout: 50_000,
  slash: false,
  files: {},
})

app.command('ping').action(() => 'pong')
app.command('deal <counterparty> [...terms]').action(({ session }, counterparty, ...rest) => {
  const t = terms(rest)
  return answer(ledger.create(session.userId, counterparty, t), t)
})

untilToldTo(async () => {
  await app.stop()
  ledger.close()
})
app.start()
