package bot

import (
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

func storableUser(u chat.User) chat.User {
	u.Name, u.Handle, u.Locale = store.Storable(u.Name), store.Storable(u.Handle), store.Storable(u.Locale)
	return u
}

func storablePlace(p chat.Place) chat.Place {
	p.SpaceName = store.Storable(p.SpaceName)
	return p
}

func storableValue(v chat.Value) chat.Value {
	v.Text = store.Storable(v.Text)
	if v.User != nil {
		u := storableUser(*v.User)
		v.User = &u
	}
	if v.File != nil {
		f := *v.File
		f.Name = store.Storable(f.Name)
		v.File = &f
	}
	return v
}

func storableValues(values map[string]chat.Value) map[string]chat.Value {
	if values == nil {
		return nil
	}
	fit := make(map[string]chat.Value, len(values))
	for name, v := range values {
		fit[name] = storableValue(v)
	}
	return fit
}

// storableAct is an interaction with storable words in it. Ids and tokens are the
// platforms' and our own; one that is not storable means nothing here.
func storableAct(in chat.Interaction) chat.Interaction {
	in.User, in.Place = storableUser(in.User), storablePlace(in.Place)
	in.Args, in.Fields, in.Text = storableValues(in.Args), storableValues(in.Fields), storableValue(in.Text)
	in.Choice, in.Token = store.Storable(in.Choice), store.Storable(in.Token)
	if in.ReplyTo != nil {
		u := storableUser(*in.ReplyTo)
		in.ReplyTo = &u
	}
	words := make([]chat.Value, len(in.Words))
	for i, w := range in.Words {
		words[i] = storableValue(w)
	}
	if in.Words != nil {
		in.Words = words
	}
	return in
}

func storableEvent(ev chat.Event) chat.Event {
	ev.User, ev.Place, ev.Text = storableUser(ev.User), storablePlace(ev.Place), store.Storable(ev.Text)
	return ev
}
