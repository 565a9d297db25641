package pretend

import (
	"slices"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// Person is somebody with an account on one platform.
type Person struct {
	chat.User
	Started bool // pressed Start, where the platform asks for it
	Closed  bool // closed the direct chat: the bot cannot write
}

type person struct {
	Person
	held []chat.Reply // answers that wait behind "Open privately"
	form *openForm
}

type openForm struct {
	token   string
	place   chat.Place
	message chat.MessageRef
}

// AddPerson puts somebody into the world. A missing handle is the id.
func (w *World) AddPerson(u chat.User) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if u.Handle == "" {
		u.Handle = u.Ref.ID
	}
	w.people = append(w.people, &person{Person: Person{User: u}})
}

// People returns everybody, in the order in which they were added.
func (w *World) People() []Person {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := make([]Person, len(w.people))
	for i, p := range w.people {
		all[i] = p.Person
	}
	return all
}

// Find returns the first person whose handle or "platform:id" is the name, in
// any case and with or without "@".
func (w *World) Find(name string) (Person, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	name = strings.TrimPrefix(name, "@")
	for _, p := range w.people {
		if strings.EqualFold(p.Handle, name) || strings.EqualFold(p.Ref.String(), name) {
			return p.Person, true
		}
	}
	return Person{}, false
}

// Rename changes somebody's display name and handle; "" keeps the one it is.
// The account stays the same.
func (w *World) Rename(who chat.UserRef, name, handle string) error {
	return w.change(who, func(p *person) {
		if name != "" {
			p.Name = name
		}
		if handle != "" {
			p.Handle = handle
		}
	})
}

// SetLocale changes the language of somebody's app (BCP 47).
func (w *World) SetLocale(who chat.UserRef, locale string) error {
	return w.change(who, func(p *person) { p.Locale = locale })
}

func (w *World) change(who chat.UserRef, how func(*person)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := w.person(who)
	if p == nil {
		return ErrNobody
	}
	how(p)
	w.touch()
	return nil
}

func (w *World) person(ref chat.UserRef) *person {
	i := slices.IndexFunc(w.people, func(p *person) bool { return p.Ref == ref })
	if i < 0 {
		return nil
	}
	return w.people[i]
}

// reachable reports whether the bot can write to somebody of its own accord.
func (f *Frontend) reachable(p *person) bool {
	return !p.Closed && (p.Started || !f.profile.StartFirst)
}

// direct is somebody's private chat with the bot.
func direct(p *person) Place {
	return Place{
		Name:  directName,
		Place: chat.Place{Ref: DirectRef(p.Ref), Kind: chat.DirectPlace},
	}
}

const (
	directPrefix = "dm-"
	directName   = "the direct chat"
)

// DirectRef returns the reference of a person's direct chat.
func DirectRef(who chat.UserRef) chat.PlaceRef {
	return chat.PlaceRef{Platform: who.Platform, ID: directPrefix + who.ID}
}
