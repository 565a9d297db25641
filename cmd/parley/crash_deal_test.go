package main

// What people do with a deal that exists.

const (
	crashWaiting = "Recorded; waiting for the other side."
	crashActive  = "🟢 Active: both sides confirmed."
)

// confirms presses [Confirm] where a card shows it.
func (p *crashPerson) confirms(handle string, card *crashScreen) {
	p.active = card.pressesImpatiently("Confirm").shows(crashWaiting, crashActive).has(crashActive)
	p.did(handle, "deal.confirmed")
}

// accepts takes an invitation and returns the handle behind its code.
func (p *crashPerson) accepts(code string) (handle string) {
	card := p.types("deal accept", "code", code).shows("proposes this deal to you")
	handle = card.find(crashHandle)
	card.presses("Confirm").shows(crashWaiting)
	p.did(handle, "deal.claimed")
	p.active = false
	p.awaitsActive(handle)
	return handle
}

// awaitsActive waits for the news that the other side has confirmed, unless
// one's own confirmation was the second.
func (p *crashPerson) awaitsActive(handle string) {
	if !p.active {
		p.hears("confirmed deal #"+handle, "it is active now")
	}
	p.active = false
}

// suggests asks for other terms, and says which.
func (p *crashPerson) suggests(handle string, card *crashScreen) {
	for {
		s := card.presses("Suggest a change")
		if s.form != nil {
			s = s.submits(map[string]string{"reason": "rather less"})
		} else {
			s = p.writes("rather less")
		}
		if s.over() {
			continue
		}
		s.shows("⚫ Cancelled.")
		p.did(handle, "deal.cancelled")
		return
	}
}

// livesWith is what happens to an active deal: both sides write notes and look
// at it, then say that theirs is done.
func (p *crashPerson) livesWith(handle string, ending crashEnding) {
	for range p.rng.IntN(3) {
		p.annotates(handle)
		p.peeks(handle)
	}
	if ending != crashOpen {
		p.completes(handle)
	}
}

// annotates writes some notes in one go: the second is sent before the first is
// answered.
func (p *crashPerson) annotates(handle string) {
	var written []*crashEvent
	for range 1 + p.rng.IntN(3) {
		written = append(written, p.command("deal note", false, "deal_id", handle, "note", p.note()))
	}
	for _, ev := range written {
		p.reads(ev).shows("📝 Your note is recorded")
		p.did(handle, "deal.noted")
	}
}

func (p *crashPerson) peeks(handle string) {
	switch p.rng.IntN(4) {
	case 0:
		p.looks("deal list").shows("Your deals")
	case 1:
		p.looks("deal search", "deal_id", handle).shows("#" + handle)
	case 2:
		p.looks("deal view", "deal_id", handle, "audit", "true").shows("History of #" + handle)
	case 3:
		p.looks("help").shows("/deal start")
	}
}

// completes marks one's side, by the buttons or by typing, and waits until the
// other side has done so too.
func (p *crashPerson) completes(handle string) {
	const completed = "✅ Completed by both sides."
	var said *crashScreen
	if p.rng.IntN(2) == 0 {
		said = p.types("deal complete", "deal_id", handle)
	} else {
		said = p.looks("deal view", "deal_id", handle).presses("Mark complete").pressesImpatiently("Yes, my side is done")
	}
	said.shows(crashWaiting, completed)
	p.did(handle, "deal.marked")
	if !said.has(completed) {
		p.hears("marked their side of deal #"+handle, "it is completed")
	}
}
