package main

import (
	"github.com/parleybot/parley/core/chat"
)

// diskCast are the people of the work.
type diskCast struct{ ann, ben, boss *crashPerson }

// newDiskCast makes them known: two who deal across platforms, and the owner.
func newDiskCast(w *crashWorld) diskCast {
	c := diskCast{ann: w.person(wireD, "ann", 1), ben: w.person(wireT, "ben", 2), boss: w.person(wireD, "boss", 3)}
	w.orders.Owners = []chat.UserRef{c.boss.user.Ref}
	return c
}

// work is a fixed small piece of work, one act after another.
func (c diskCast) work() {
	handle := c.agree(c.ann, c.ben)
	text := c.ann.note()
	c.ann.types("deal note", "deal_id", handle, "note", text).shows("📝 Your note is recorded")
	c.ann.did(handle, "deal.noted")
	c.ben.types("deal dispute", "deal_id", handle, "reason", "the coins never arrived").shows("🔴 Nothing counts")
	c.ben.did(handle, "deal.disputed")
	c.ann.hears("disputes deal #" + handle)
	c.ben.types("deal withdraw", "deal_id", handle).shows("#" + handle)
	c.ben.did(handle, "deal.withdrawn")
	c.marks(c.ann, handle)
	c.ben.hears("marked their side of deal #" + handle)
	c.marks(c.ben, handle)
	c.ann.hears("marked their side of deal #"+handle, "it is completed")
	c.declined()
	c.backup()
}

func (c diskCast) terms(with *crashPerson) crashTerms {
	return crashTerms{network: "TikTok", kind: "gifting", amount: "20 USD", due: "2026-04-15", with: with, atOnce: true}
}

// agree has one propose a deal to the other, who confirms it.
func (c diskCast) agree(a, b *crashPerson) (handle string) {
	terms := c.terms(b)
	handle, _ = a.creates(terms, func() *crashScreen { return a.start(terms) })
	b.confirms(handle, b.hears("proposes a deal to you", "#"+handle))
	b.active = false
	a.hears("confirmed deal #"+handle, "it is active now")
	return handle
}

func (c diskCast) marks(p *crashPerson, handle string) {
	p.types("deal complete", "deal_id", handle).shows(crashWaiting, "✅ Completed by both sides.")
	p.did(handle, "deal.marked")
}

// declined is a deal that comes to nothing.
func (c diskCast) declined() {
	terms := c.terms(c.ann)
	handle, _ := c.ben.creates(terms, func() *crashScreen { return c.ben.start(terms) })
	c.ann.hears("proposes a deal to you", "#"+handle).presses("Decline").shows("⚫ Cancelled.")
	c.ann.did(handle, "deal.cancelled")
	c.ben.hears("declined deal #" + handle)
}

// backup asks for a backup until there is one.
func (c diskCast) backup() {
	for {
		c.boss.types("admin backup").shows("A backup is being made")
		news := c.boss.hears("ackup") // "The backup is made", or "No backup was made" and why
		for !news.has("The backup is made") && !news.has("No backup was made") {
			news = c.boss.hears("ackup")
		}
		if news.has("The backup is made") {
			return
		}
	}
}
