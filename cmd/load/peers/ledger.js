'use strict'
// The ledger of the peers that run on Node: better-sqlite3, statements prepared
// once, one durable commit per deal.

const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { randomUUID, randomBytes } = require('node:crypto')
const Database = require('better-sqlite3')

const WEEK = 7 * 24 * 3600 * 1000
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

function open(path) {
  const db = new Database(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  db.exec(readFileSync(join(__dirname, 'ledger.sql'), 'utf8'))
  const deal = db.prepare('INSERT INTO deals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const party = db.prepare('INSERT INTO parties VALUES (?, ?, ?, ?)')
  const audit = db.prepare('INSERT INTO audit (at, deal, actor, kind, payload) VALUES (?, ?, ?, ?, ?)')
  const outbox = db.prepare('INSERT INTO outbox (account, once, body, state, created_at) VALUES (?, ?, ?, ?, ?)')

  // create makes a deal between two accounts and returns its handle.
  const create = db.transaction((a, b, terms) => {
    const now = Date.now()
    const id = randomUUID()
    const handle = Array.from(randomBytes(8), (n) => LETTERS[n % 32]).join('')
    deal.run(id, handle, terms.network, terms.type, terms.minor, terms.unit, now + WEEK, 'pending_confirmation', now)
    party.run(id, 'a', a, terms.mine)
    party.run(id, 'b', b, terms.theirs)
    audit.run(now, id, a, 'created', JSON.stringify({ handle, ...terms }))
    outbox.run(b, 'created:' + id, `${terms.mine} proposes a deal: #${handle}`, 'waiting', now)
    return handle
  })
  return { create: create.immediate, close: () => db.close() }
}

// terms reads what follows the counterparty: network, names, kind, amount, unit.
function terms([network, mine, theirs, type, amount, unit]) {
  const minor = Math.round(Number(amount) * 100)
  if (!(minor > 0) || !unit) throw new Error('terms: network mine theirs type amount unit')
  return { network, mine, theirs, type, minor, unit }
}

// answer is what the person reads.
const answer = (handle, t) =>
  `Deal #${handle} is proposed: ${t.type} on ${t.network}, ${(t.minor / 100).toFixed(2)} ${t.unit}, due in a week.`

// untilToldTo calls stop when the program is told to end.
function untilToldTo(stop) {
  const end = async () => {
    await stop()
    process.exit(0)
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}

module.exports = { open, terms, answer, untilToldTo }
