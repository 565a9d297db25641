'use strict'
// One durable deal command on Discord, as discord.js' guide has it.

const { Client, Events, ApplicationCommandOptionType: Kind } = require('discord.js')
const { open, terms, answer, untilToldTo } = require('./ledger')

const ledger = open(process.env.DATABASE_PATH)
const client = new Client({
  intents: [],
  // Its own global limit would hold at 50 requests a second, which answers to
  // interactions do not count for at Discord.
  rest: { api: process.env.DISCORD_API_URL + '/api', globalRequestsPerSecond: Infinity },
})

const text = (name) => ({ name, description: name, type: Kind.String, required: true })
const everywhere = { integration_types: [0, 1], contexts: [0, 1, 2] }
const commands = [
  { name: 'ping', description: 'pong', ...everywhere },
  {
    name: 'deal', description: 'propose a deal', ...everywhere,
    options: [
      { name: 'counterparty', description: 'with whom', type: Kind.User, required: true },
      ...['network', 'mine', 'theirs', 'type', 'amount'].map(text),
    ],
  },
]

client.once(Events.ClientReady, () =>
  client.rest.put(`/applications/${client.application.id}/commands`, { body: commands }))

client.on(Events.InteractionCreate, async (interaction) => {
  if (!interaction.isChatInputCommand()) return
  if (interaction.commandName === 'ping') return interaction.reply('pong')
  const o = interaction.options
  const t = terms([...['network', 'mine', 'theirs', 'type'].map((n) => o.getString(n)), ...o.getString('amount').split(' ')])
  await interaction.reply(answer(ledger.create(interaction.user.id, o.getUser('counterparty').id, t), t))
})

// Discord forgets an interaction that waited for 3 s; that ends no bot.
client.on(Events.Error, (error) => console.error(error.message))

untilToldTo(async () => {
  await client.destroy()
  ledger.close()
})
client.login(process.env.DISCORD_TOKEN)
