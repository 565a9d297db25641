'use strict'
// One durable deal command on Telegram, as telegraf's documentation has it.

const http = require('node:http')
const { Telegraf } = require('telegraf')
const { open, terms, answer, untilToldTo } = require('./ledger')

const ledger = open(process.env.DATABASE_PATH)
const bot = new Telegraf(process.env.TELEGRAM_TOKEN, {
  // The usual agent speaks HTTPS only; this one keeps connections alive as it does.
  telegram: { apiRoot: process.env.TELEGRAM_API_URL, agent: new http.Agent({ keepAlive: true }) },
})

bot.command('ping', (ctx) => ctx.reply('pong'))
bot.command('deal', (ctx) => {
  const [counterparty, ...rest] = ctx.args
  const t = terms(rest)
  return ctx.reply(answer(ledger.create(String(ctx.from.id), counterparty, t), t))
})
// Whoever opens the bot is greeted by other bots; here nobody waits for that.
bot.start(() => {})

untilToldTo(() => {
  bot.stop()
  ledger.close()
})
bot.launch()
