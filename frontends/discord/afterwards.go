package discord

import (
	"context"
	"strconv"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordapi"
)

// afterwards delivers an answer whose interaction can no longer take it: by the
// message's id or as a new message where everybody may read it, else by direct
// chat. What only a reader asked for is let go: nothing has changed.
func (t *turn) afterwards(all []discordapi.Message, only, replace bool) {
	if t.command.Reads {
		return
	}
	var err error
	switch {
	case only:
		// This is the last way, so that even the chat is asked for more than once.
		if err = t.persist(t.out, t.openOwn); err == nil {
			err = t.sendDirectly(t.out, t.in, all)
		}
	case replace:
		err = t.rewrite(string(t.wire.Message.ID), all)
	case t.stage == thinking && !t.hidden && t.original != "":
		err = t.rewrite(t.original, all)
	default:
		err = t.post(t.out, t.in, t.in.Place.Ref.ID, all)
	}
	if err != nil {
		t.log.Error("discord: an answer is lost", "id", t.in.Reference(), "event", t.in.EventID, "class", classOf(err), "cause", err)
	}
}

// openOwn opens the direct chat of whoever acted.
func (t *turn) openOwn() error {
	_, err := t.openDirect(t.out, t.in.User.Ref.ID)
	return err
}

// rewrite puts the first message in the place of one that stands, and the rest
// below it.
func (t *turn) rewrite(id string, all []discordapi.Message) error {
	if err := t.session.api.EditMessage(t.out, t.in.Place.Ref.ID, id, all[0]); err != nil {
		return err
	}
	if len(all) == 1 {
		return nil
	}
	return t.post(t.out, t.in, t.in.Place.Ref.ID, all[1:])
}

// sendDirect sends an answer to the direct chat of whom it is for.
func (s *session) sendDirect(ctx context.Context, in chat.Interaction, r chat.Reply) error {
	return s.sendDirectly(ctx, in, pages(r.Message, s.catalog.Words(r.Locale)))
}

// sendDirectly sends messages to the direct chat of whoever acted.
func (s *session) sendDirectly(ctx context.Context, in chat.Interaction, all []discordapi.Message) error {
	return s.inDirect(ctx, in.User.Ref.ID, func(channel string) error { return s.post(ctx, in, channel, all) })
}

// post sends an answer as messages of their own. The event's id names them, so
// that a try that was lost on its way is recognised when it is repeated.
func (s *session) post(ctx context.Context, in chat.Interaction, channel string, all []discordapi.Message) error {
	for i, m := range all {
		m.OnlyCaller = false // of answers to interactions only
		m.Nonce = in.EventID + "." + strconv.Itoa(i)
		if err := s.persist(ctx, func() error {
			_, err := s.api.Send(ctx, discordapi.RankReply, channel, m)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// persist repeats what may succeed a moment later. Nobody else does: answers
// are not in the outbox.
func (s *session) persist(ctx context.Context, send func() error) error {
	// A longer wait would keep the person's next acts waiting behind this one.
	const tries, longest = 4, time.Minute
	wait := time.Second
	for n := 1; ; n++ {
		err := send()
		if err == nil {
			return nil
		}
		switch classOf(err) {
		case chat.Retry, chat.Unknown, chat.Wait, chat.Slow:
		default:
			return err
		}
		if n == tries || waitOf(err) > longest || !s.pause(ctx, max(wait, waitOf(err))) {
			return err
		}
		wait *= 4
	}
}
