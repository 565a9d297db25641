package main

import (
	"fmt"
	"time"
)

// step is one thing that somebody does and the bot answers.
type step struct {
	name string
	do   func(d double, p *person) error
	deal bool   // part of the conversation that makes a deal
	last bool   // the answer to it is the deal
	kind string // the command of the mix that it belongs to
	// told is who is sent a notification by the act, and does nothing meanwhile: it
	// would be taken for the answer to what they did. Nil for nobody.
	told *person
	// happened tells from the answer whether the act was done; nil where it always is.
	happened func(c *crowd, p *person) bool
	// after is called with the answer, before the person is free again; may be nil.
	after func(c *crowd, p *person)
}

// script is what people do on one platform.
type script struct {
	ping, list step
	deal       []step // the whole conversation, each answer of which is committed
	// outlasts is how long somebody waits for the answer to what they did while
	// the platform was dead for a span.
	outlasts func(outage time.Duration) time.Duration
	// excused is a hand rule that a bot on a platform that was dead may break.
	excused string
}

// talk chooses what somebody does next.
type talk func(s script, p *person) step

// pings only reads, with next to nothing to read.
func pings(s script, _ *person) step { return s.ping }

// reads alternates between the two reading commands.
func reads(s script, p *person) step {
	if p.turns%2 == 0 {
		return s.ping
	}
	return s.list
}

// creations goes on with the conversation that makes a deal.
func creations(s script, p *person) step { return s.deal[p.stands] }

// mixed is half conversation, half reading.
func mixed(s script, p *person) step {
	if p.turns%4 < 2 {
		return reads(s, p)
	}
	return creations(s, p)
}

func telegramScript() script {
	deal := []step{
		{name: "start", do: func(d double, p *person) error {
			return d.Type(p.who, p.at, "/deal_start "+p.counterparty().String())
		}},
		press("TikTok"), line("luna_live"), line("orion_7"), press("gifting"), line("5 USD"),
		press("In a week"), press("Create and confirm"),
	}
	return script{
		ping: line("/ping"), list: line("/deal_list"), deal: conversation(deal),
		// The platform keeps what nobody has fetched.
		outlasts: func(outage time.Duration) time.Duration { return outage + catchUp },
	}
}

func discordScript() script {
	deal := []step{
		{name: "start", do: func(d double, p *person) error {
			return d.Type(p.who, p.at, "/deal start <@"+p.counterparty().ID+">")
		}},
		press("TikTok"), press("gifting"), press("Fill in"),
		{name: "submit", do: func(d double, p *person) error {
			err := d.Submit(p.who, map[string]string{"mine": "luna_live", "theirs": "orion_7", "amount": "5 USD"})
			if err != nil {
				return fmt.Errorf("%w%s", err, reading(d, p))
			}
			return nil
		}},
		press("In a week"), press("Create and confirm"),
	}
	return script{
		ping: line("/ping"), list: line("/deal list"), deal: conversation(deal),
		// The platform gives up what nobody has answered within 3 s, and delivers it
		// nevertheless when the bot comes back.
		outlasts: func(time.Duration) time.Duration { return 5 * time.Second }, excused: "rule 19:",
	}
}

func conversation(steps []step) []step {
	for i := range steps {
		steps[i].deal = true
		steps[i].last = i == len(steps)-1
	}
	return steps
}

func line(text string) step {
	return step{name: text, do: func(d double, p *person) error { return d.Type(p.who, p.at, text) }}
}

// press presses a button of the message that the conversation has come to.
func press(label string) step {
	return step{name: "press " + label, do: func(d double, p *person) error {
		if err := d.Press(p.who, p.message, label); err != nil {
			return fmt.Errorf("press %q: %w%s", label, err, reading(d, p))
		}
		return nil
	}}
}

// reading is what somebody reads in the place of what they expected.
func reading(d double, p *person) string {
	seen := d.Seen(p.who)
	if len(seen) == 0 {
		return ", with nothing to be seen"
	}
	last := seen[len(seen)-1]
	return fmt.Sprintf(", below %q with %q", last.Text, last.Buttons)
}
