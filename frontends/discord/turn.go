package discord

import (
	"errors"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordapi"
)

// Discord waits 3 s for a first answer and takes further ones for 15 min.
const (
	deferAfter    = 1500 * time.Millisecond
	completeAfter = time.Second
	tokenEnd      = 14 * time.Minute
)

// stage is what Discord has been told about an interaction so far.
type stage int

const (
	silent   stage = iota
	thinking       // "… is thinking": its place is kept, seen by all or by the caller
	noted          // the press was noted: the pressed message stays as it is
	answered
)

// turn is one interaction on its way from Discord to the core and back.
type turn struct {
	*session
	wire    wireInteraction
	in      chat.Interaction
	act     discordapi.Interaction // the same in the API's words
	command chat.Command           // declared by the catalogue; zero for a press or a form

	stage    stage
	hidden   bool   // the kept place is the caller's alone
	original string // id of the kept place, or of the first answer
}

// turn prepares an interaction. The command's declaration says who will read an
// answer that is not there yet.
func (s *session) turn(w wireInteraction, in chat.Interaction) *turn {
	t := &turn{session: s, wire: w, in: in, act: discordapi.Interaction{
		ID: string(w.ID), ApplicationID: string(w.ApplicationID), Token: w.Token, At: in.At,
	}}
	if in.Kind == chat.Invoke {
		t.command, _ = s.catalog.Find(in.Path)
	}
	return t
}

// run hands the interaction over in its lane and answers it; what takes too
// long is promised first. The lane is kept until the answer has left, so that
// answers to one person come in the order of their acts.
func (t *turn) run(enter enterLane) {
	result := make(chan chat.Reply, 1)
	done := make(chan struct{})
	defer close(done)
	// Beside, because this goroutine must keep the time while that one waits.
	t.running.Go(func() {
		err := enter(t.work, func() {
			if t.stale() {
				result <- chat.Reply{}
				return
			}
			result <- t.handle()
			<-done
		})
		if err != nil {
			result <- chat.Reply{Message: t.words(t.in.User.Locale, "core.restarting")}
		}
	})
	t.guarded("answer", func() {
		reply, quick := t.soon(result)
		switch {
		case t.in.Kind == chat.Complete:
			t.suggest(reply.Choices) // nothing where it took too long
		case quick:
			t.answer(reply)
		default:
			t.promise()
			t.answer(<-result)
		}
	})
}

// soon waits for the reply as long as Discord can be left without an answer.
func (t *turn) soon(result <-chan chat.Reply) (chat.Reply, bool) {
	patience := deferAfter
	if t.in.Kind == chat.Complete {
		patience = completeAfter
	}
	// Time that passed in the queue counts: Discord counts it.
	left := patience - t.now().Sub(t.in.At)
	if left <= 0 {
		select {
		case r := <-result:
			return r, true
		default:
			return chat.Reply{}, false
		}
	}
	select {
	case r := <-result:
		return r, true
	case <-t.after(left):
		return chat.Reply{}, false
	}
}

// stale reports somebody's typing that nobody waits for any more: each letter
// asks anew, and the answer to an old one is not shown.
func (t *turn) stale() bool {
	return t.in.Kind == chat.Complete && t.now().Sub(t.in.At) >= completeAfter
}

// handle runs the core. Discord does not deliver an interaction again, so that
// the person is told what came of it in every case.
func (t *turn) handle() chat.Reply {
	if isHeld(t.in.Token) {
		reply, refusal := t.held.show(t.in.User.Ref, t.in.Token)
		if refusal != "" {
			reply.Message = t.words(t.in.User.Locale, refusal)
		}
		return reply
	}
	reply := t.ask(t.in)
	if reply.Audience == chat.Direct && t.in.Place.Kind != chat.DirectPlace && reply.Form == nil && !blank(reply) {
		return t.privately(reply)
	}
	return reply
}

// ask hands an interaction to the core.
func (s *session) ask(in chat.Interaction) (reply chat.Reply) {
	busy := chat.Reply{Message: s.words(in.User.Locale, "core.fault.busy")}
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("discord: panic", "in", "handle", "id", in.Reference(), "event", in.EventID, "cause", p)
			reply = busy
		}
	}()
	reply, err := s.core.Handle(s.work, in)
	if err == nil {
		return reply
	}
	if !errors.Is(err, chat.ErrNotRecorded) {
		s.log.Error("discord: an interaction failed", "id", in.Reference(), "event", in.EventID, "cause", err)
	}
	if blank(reply) {
		return busy
	}
	return reply
}

// privately sends an answer to the caller's direct chat and returns the note
// that takes its place; where the chat is closed, the answer itself is for the
// caller alone.
func (t *turn) privately(reply chat.Reply) chat.Reply {
	reply.Audience, reply.Replace = chat.OnlyCaller, false
	if err := t.sendDirect(t.out, t.in, reply); err != nil {
		t.log.Info("discord: a direct answer stays with the interaction", "id", t.in.Reference(), "event", t.in.EventID, "class", classOf(err))
		return reply
	}
	reply.Message = t.words(reply.Locale, "core.sent_privately")
	return reply
}

// refuse tells somebody who comes while the bot stops.
func (t *turn) refuse() {
	t.guarded("refuse", func() {
		if t.in.Kind == chat.Complete {
			t.suggest(nil)
			return
		}
		t.answer(chat.Reply{Message: t.words(t.in.User.Locale, "core.restarting")})
	})
}

// blank reports a reply that says nothing.
func blank(r chat.Reply) bool {
	return len(r.Message.Document)+len(r.Message.Rows)+len(r.Message.Files) == 0 && r.Form == nil
}
