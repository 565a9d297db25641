package discord

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordapi"
)

// Send delivers a notification and returns the last message of it, the one with
// the buttons. Every page has a nonce made of the delivery's id, by which
// Discord knows a repetition for some minutes.
func (f *Frontend) Send(ctx context.Context, d chat.Delivery) (chat.MessageRef, error) {
	s, err := f.ready(ctx)
	if err != nil {
		return chat.MessageRef{}, err
	}
	var ref chat.MessageRef
	notify := func(channel string) (err error) {
		ref, err = s.notify(ctx, channel, d)
		return err
	}
	switch {
	case !d.User.IsZero() && d.User.Platform == Platform && snowflake(d.User.ID):
		err = s.inDirect(ctx, d.User.ID, notify)
	case d.User.IsZero() && d.Place.Platform == Platform && snowflake(d.Place.ID):
		err = notify(d.Place.ID)
	default:
		err = invalid(fmt.Sprintf("neither a user nor a place of Discord: %s %s", d.User, d.Place))
	}
	return ref, err
}

// notify posts every page of a delivery.
func (s *session) notify(ctx context.Context, channel string, d chat.Delivery) (chat.MessageRef, error) {
	var last string
	for i, m := range pages(d.Message, s.catalog.Words(d.Locale)) {
		m.Nonce, m.Silent = nonce(d.ID, i), d.Silent
		id, err := s.api.Send(ctx, discordapi.RankNotice, channel, m)
		if err != nil {
			return chat.MessageRef{}, err
		}
		last = id
		s.written.note(channel, id, m)
	}
	return messageRef(channel, last), nil
}

// Edit replaces a message that Send returned. An edit that changes nothing is
// not sent.
func (f *Frontend) Edit(ctx context.Context, ref chat.MessageRef, m chat.Message) error {
	s, err := f.ready(ctx)
	if err != nil {
		return err
	}
	if ref.Place.Platform != Platform || !snowflake(ref.Place.ID) || !snowflake(ref.ID) {
		return invalid("no message of Discord: " + ref.Place.String())
	}
	// One message can only become one: the further pages of a long one are lost
	// to an edit, as everywhere, but for the buttons below the last.
	all := pages(m, s.catalog.Words(""))
	page := all[0]
	for _, further := range all[1:] {
		if page.Rows == nil {
			page.Rows = further.Rows
		}
	}
	if f.written.same(ref.Place.ID, ref.ID, page) {
		return nil
	}
	if err := s.api.EditMessage(ctx, ref.Place.ID, ref.ID, page); err != nil {
		f.written.doubt(ref.Place.ID, ref.ID)
		return err
	}
	f.written.note(ref.Place.ID, ref.ID, page)
	return nil
}

// ready returns the session, if one runs and the caller still waits.
func (f *Frontend) ready(ctx context.Context) (*session, error) {
	if err := ctx.Err(); err != nil {
		return nil, &chat.SendError{Class: chat.Retry, Err: err}
	}
	s := f.current.Load()
	if s == nil {
		return nil, &chat.SendError{Class: chat.Retry, Err: errors.New("discord: not running")}
	}
	return s, nil
}

// invalid is a mistake of the caller's, which no repetition mends.
func invalid(why string) error {
	return &chat.SendError{Class: chat.Invalid, Err: errors.New("discord: " + why)}
}

// nonce names one page of a delivery, in at most the 25 characters that Discord
// takes.
func nonce(id string, page int) string {
	const most = 25
	if page == 0 && len(id) <= most {
		return id
	}
	sum := sha256.Sum256([]byte(id + "." + strconv.Itoa(page)))
	return base64.RawURLEncoding.EncodeToString(sum[:])[:most]
}

// waitOf is how long a failed request asked to wait.
func waitOf(err error) time.Duration {
	var failed *chat.SendError
	if errors.As(err, &failed) {
		return failed.After
	}
	return 0
}
