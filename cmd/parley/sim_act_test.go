package main

import (
	"strconv"
	"strings"
	"time"

	"github.com/parleybot/parley/core/apps/deals"
	"github.com/parleybot/parley/core/chat"
)

// live is the life: acts and trouble, as the seed draws them.
func (l *simLife) live() {
	for range 18 + l.rng.IntN(20) {
		l.step()
	}
}

// step is one thing that happens.
func (l *simLife) step() {
	p := l.anybody()
	switch n := l.rng.IntN(100); {
	case n < 30:
		l.pursue()
	case n < 46:
		l.fumble(p)
	case n < 60:
		l.propose(p)
	case n < 64:
		l.accept(p)
	case n < 69:
		l.follow(p, l.act(p, l.looks(p)), "")
	case n < 71:
		l.link()
	case n < 73:
		l.govern()
	default:
		l.trouble(p, n)
	}
}

// anybody is one of the busy ones, and now and then somebody else.
func (l *simLife) anybody() *simPerson {
	if l.rng.IntN(10) == 0 {
		return l.people[l.rng.IntN(len(l.people))]
	}
	return l.busy[l.rng.IntN(len(l.busy))]
}

// looks is something that only reads.
func (l *simLife) looks(p *simPerson) chat.Interaction {
	lines := []string{"deal list", "rep", "rep details", "mediators", "whoami", "rate_limits view", "deal list overdue", "about", "deal search"}
	return p.types(lines[l.rng.IntN(len(lines))], l.rng.IntN(3) == 0)
}

// govern is what the owner and administrators do now and then.
func (l *simLife) govern() {
	owner, cat := l.person("olga"), l.person("cat")
	other := l.anybody().user.Ref
	switch l.rng.IntN(5) {
	case 0:
		l.act(owner, owner.calls("admin verify", "user", other.String()))
	case 1:
		l.act(owner, owner.calls("admin unverify", "user", other.String()))
	case 2:
		l.act(cat, cat.types("admin mediator add "+other.String(), true))
	case 3:
		zones := []string{"Europe/Berlin", "America/Santiago", "Asia/Kolkata", "UTC"}
		l.act(cat, cat.types("admin timezone "+zones[l.rng.IntN(len(zones))], true))
	default:
		p := l.anybody()
		l.act(p, p.calls([]string{"deal block", "deal unblock"}[l.rng.IntN(2)], "user", other.String()))
	}
}

// propose is /deal start and the wizard, with somebody or with nobody yet.
func (l *simLife) propose(p *simPerson) {
	in := p.calls("deal start")
	if l.rng.IntN(3) > 0 {
		with := l.anybody()
		if with == p { // once in a while all the same
			with = l.anybody()
		}
		in = p.calls("deal start", "counterparty", with.user.Ref.String())
		if l.rng.IntN(20) == 0 {
			l.court(p, in)
		}
	}
	if l.rng.IntN(2) == 0 {
		in.Place, in.Admin, in.Roles = p.group, p.admin, p.roles
	}
	l.follow(p, l.act(p, in), "")
}

// court proposes to one person as often as one may, and once more.
func (l *simLife) court(p *simPerson, in chat.Interaction) {
	for range deals.PairCap {
		l.follow(p, l.act(p, in), "")
	}
}

// accept types the code of an invitation, mostly a good one.
func (l *simLife) accept(p *simPerson) {
	code := "K7QM-2Z9X-41BD"
	if len(l.codes) > 0 && l.rng.IntN(8) > 0 {
		code = l.codes[len(l.codes)-1]
	}
	l.follow(p, l.act(p, p.calls("deal accept", "code", code)), "Confirm")
}

// fumble presses something that the person can see.
func (l *simLife) fumble(p *simPerson) {
	screens := p.screens()
	if len(screens) == 0 {
		l.propose(p)
		return
	}
	buttons := simButtons(screens[l.rng.IntN(len(screens))])
	labels := simLabels(buttons)
	if len(labels) == 0 {
		return
	}
	label := labels[l.rng.IntN(len(labels))]
	l.tell("%s presses %s", p.user.Ref.ID, simBlind(label))
	l.follow(p, l.act(p, p.presses(buttons[label])), "")
}

// follow goes on as long as the bot asks: it fills forms in, presses what is
// offered, the wanted label first, and answers questions.
func (l *simLife) follow(p *simPerson, reply chat.Reply, wanted string) {
	said := map[string]int{}
	for range 14 {
		if said[simWords(reply)]++; said[simWords(reply)] > 2 {
			return // in vain
		}
		if reply.Form != nil {
			reply = l.act(p, l.submission(p, reply.Form))
			continue
		}
		buttons := simButtons(reply.Message)
		if token, offered := buttons[wanted]; wanted != "" && offered {
			l.tell("%s presses %s", p.user.Ref.ID, wanted)
			reply, wanted = l.act(p, p.presses(token)), ""
			continue
		}
		if _, asked := buttons["Cancel"]; !asked {
			l.makeSure(p, buttons)
			return
		}
		reply = l.act(p, l.reply(p, reply, buttons))
	}
}

// makeSure says yes where the bot asks once more.
func (l *simLife) makeSure(p *simPerson, buttons map[string]string) {
	for _, yes := range []string{"Yes, my side is done", "Yes, decide so"} {
		if token, offered := buttons[yes]; offered && l.rng.IntN(8) > 0 {
			l.act(p, p.presses(token))
		}
	}
}

// reply is how a person goes on in a wizard.
func (l *simLife) reply(p *simPerson, asked chat.Reply, buttons map[string]string) chat.Interaction {
	if l.rng.IntN(40) > 0 {
		delete(buttons, "Cancel")
		delete(buttons, "Back")
	}
	for _, label := range []string{"Create and confirm", "Create"} {
		if token, ready := buttons[label]; ready && l.rng.IntN(3) > 0 {
			return p.presses(token)
		}
	}
	labels := simLabels(buttons)
	if len(labels) > 0 && l.rng.IntN(5) > 0 {
		label := labels[l.rng.IntN(len(labels))]
		l.tell("%s presses %s", p.user.Ref.ID, simBlind(label))
		return p.presses(buttons[label])
	}
	in := p.interaction(chat.Answer, false)
	in.Text = chat.Value{Text: l.words(simWords(asked))}
	return in
}

func (l *simLife) submission(p *simPerson, f *chat.Form) chat.Interaction {
	in := p.interaction(chat.Submit, false)
	in.Token, in.Fields = f.Token, map[string]chat.Value{}
	questions := map[string]string{"mine": "username", "theirs": "username", "amount": "How much", "due": "Until which day"}
	for _, field := range f.Fields {
		in.Fields[field.Name] = chat.Value{Text: l.words(questions[field.Name])}
	}
	return in
}

// words answers a question that is recognised by its words.
func (l *simLife) words(question string) string {
	switch {
	case strings.Contains(question, "username"):
		return "user_" + strconv.Itoa(l.rng.IntN(9))
	case strings.Contains(question, "How much"):
		amounts := []string{"5 USD", "100", "500 USD", "20k diamonds", "1.5k USD", "999.99 USD", "banana", "0.01 USD"}
		return amounts[l.rng.IntN(len(amounts))]
	case strings.Contains(question, "Until which day"):
		return l.now().Add(time.Duration(l.rng.IntN(12)) * 24 * time.Hour).Format(time.DateOnly)
	}
	return "because it is so, and not otherwise"
}
