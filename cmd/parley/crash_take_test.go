package main

import (
	"encoding/json"
	"slices"

	"github.com/parleybot/parley/core/chat"
)

// take is what the platforms do with a line of the bot's.
func (w *crashWorld) take(line wireUp) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case line.Sent != nil:
		w.deliver(*line.Sent)
	case line.Refused != "":
		w.figures.refused++
		switch {
		case w.patience > 0:
			w.insist(line)
		case !w.stopping:
			w.fail("event %s was not recorded: %s", line.Event, line.Refused)
		}
	case line.Event != "":
		w.confirm(line.Event, *line.Reply)
	}
}

// deliver shows a notification to its reader, who knows it when it comes again.
func (w *crashWorld) deliver(d chat.Delivery) {
	w.figures.sends++
	w.sent[d.ID]++
	if w.sent[d.ID] > 1 {
		return
	}
	w.order[d.User] = append(w.order[d.User], d.ID)
	person := w.people[d.User]
	if person == nil {
		w.fail("%s, who is nobody, was sent %s", d.User, d.ID)
		return
	}
	person.inbox = append(person.inbox, newCrashScreen(person, chat.Reply{Message: d.Message}))
	ring(person.news)
}

// confirm takes an answer in. Those of one person come in the order of acting,
// and one that came before comes again as it was.
func (w *crashWorld) confirm(id string, reply chat.Reply) {
	ev := w.events[id]
	if ev == nil || !ev.awaited {
		w.fail("event %s was confirmed without being delivered", id)
		return
	}
	queue := w.queues[ev.in.User.Ref]
	if first := slices.IndexFunc(queue, func(e *crashEvent) bool { return e.awaited }); queue[first] != ev {
		w.fail("%s: event %s was confirmed before %s, which came first", ev.in.User.Ref, id, queue[first].in.EventID)
		return
	}
	ev.awaited = false
	if w.awaited--; w.awaited == 0 {
		w.calm.Broadcast()
	}
	if ev.screen == nil {
		w.figures.acknowledged++
		ev.screen = newCrashScreen(w.people[ev.in.User.Ref], reply)
		ev.plain = crashPlain(reply)
		close(ev.done)
		if ev.forget {
			return
		}
	} else if !ev.reads {
		w.figures.repeated++
		if again := crashPlain(reply); again != ev.plain {
			w.fail("%s %s %s was answered in two ways:\n%s\n%s", ev.in.User.Ref, ev.in.Kind, id, ev.plain, again)
		}
	}
	delete(w.events, id)
	w.queues[ev.in.User.Ref] = slices.DeleteFunc(queue, func(e *crashEvent) bool { return e == ev })
}

// crashPlain is an answer as its bytes, but for how long ago things were.
func crashPlain(r chat.Reply) string {
	var blank func(nodes []chat.Node)
	blank = func(nodes []chat.Node) {
		for i, n := range nodes {
			if n.Kind == chat.KindTime && n.Style == chat.StyleRelative {
				nodes[i].Text = ""
			}
			blank(n.Nodes)
		}
	}
	blank(r.Message.Document)
	raw, err := json.Marshal(r)
	if err != nil {
		panic(err) // plain data
	}
	return string(raw)
}
