package main

import (
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordtest"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// peer is a bot written with what people would use instead, in peers/<name>. It
// has one durable deal command, with the rows of peers/ledger.sql.
type peer struct {
	name     string
	platform chat.Platform
	program  string // python3 or node
	file     string
	target   float64 // how many times its rate ours is to be at 32 in flight
}

// peers are all of them. The targets are those of the README's table.
func peers() []peer {
	return []peer{
		{"telegraf", telegramtest.Platform, "node", "bot.js", 2.5},
		{"koishi", telegramtest.Platform, "node", "bot.js", 8},
		{"discordjs", discordtest.Platform, "node", "bot.js", 3.5},
		{"discordpy", discordtest.Platform, "/usr/bin/python3", "bot.py", 10},
	}
}

// echoTarget is which part of the echo's rate ours is to reach on Telegram.
const echoTarget = 0.2

// candidate is the peer where it was installed.
func (p peer) candidate(folder string) candidate {
	return candidate{
		name: p.name, command: []string{p.program, folder + "/" + p.file}, script: peerScript, lenient: true,
		commits: "deal, 2 parties, audit row, outbox row",
	}
}

// peerScript is the whole deal in one line: no peer has a conversation for it.
func peerScript(p chat.Platform) script {
	return quick(p, step{name: "deal", do: func(d double, p *person) error {
		other := p.counterparty().ID
		if d.Platform() == discordtest.Platform {
			other = "<@" + other + ">"
		}
		return d.Type(p.who, p.at, "/deal "+other+" TikTok luna_live orion_7 gifting 5 USD")
	}})
}

// echoScript takes a greeting for a deal.
func echoScript(p chat.Platform) script { return quick(p, scriptOf(p).ping) }

// oneEvent is our conversation, but for its end: the deal is proposed only, as the
// peers' are, and not confirmed by its proposer as well.
func oneEvent(p chat.Platform) script {
	s := scriptOf(p)
	s.deal[len(s.deal)-1] = step{name: "create", do: press("Create").do, deal: true, last: true}
	return s
}

// quick is a script whose deal is one act.
func quick(p chat.Platform, deal step) script {
	s := scriptOf(p)
	s.list, s.deal = s.ping, conversation([]step{deal})
	return s
}

func scriptOf(p chat.Platform) script {
	if p == telegramtest.Platform {
		return telegramScript()
	}
	return discordScript()
}
