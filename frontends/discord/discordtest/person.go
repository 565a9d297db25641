package discordtest

import (
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// defaultLocale is what Discord tells of somebody who never chose a language.
const defaultLocale = "en-US"

// person is a user who is not a bot. Each has a direct chat from the start, so
// that a test knows its id; for the bot it exists once somebody opened it.
type person struct {
	chat.User
	direct    *channel // with the bot
	opened    bool     // the direct chat exists for the bot
	closed    bool     // the bot may not write in it
	installed bool     // the application is installed for them
	form      *openForm
}

// AddUser puts somebody into the world. What is missing of id, handle and
// locale is made up; the language "en" is Discord's "en-US".
func (s *Server) AddUser(u chat.User) chat.User {
	s.mu.Lock()
	defer s.mu.Unlock()
	u.Ref.Platform = Platform
	if u.Ref.ID == "" {
		u.Ref.ID = s.newID()
	}
	if u.Handle == "" {
		u.Handle = strings.ToLower(strings.ReplaceAll(u.Name, " ", "_"))
	}
	if u.Locale == "" || u.Locale == "en" {
		u.Locale = defaultLocale
	}
	p := &person{User: u}
	p.direct = s.addChannel(&channel{kind: kindDirect, people: []*person{p}})
	s.people[u.Ref.ID] = p
	return u
}

// DirectOf returns the direct chat of somebody with the bot, open or not.
func (s *Server) DirectOf(who chat.UserRef) chat.PlaceRef {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.people[who.ID]; p != nil {
		return p.direct.ref()
	}
	return chat.PlaceRef{}
}

// AddPrivate makes a private group chat of people. The bot is never in one; its
// commands work there for those who installed it for themselves.
func (s *Server) AddPrivate(who ...chat.UserRef) chat.PlaceRef {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &channel{kind: kindPrivateGroup}
	for _, ref := range who {
		if p := s.people[ref.ID]; p != nil {
			c.people = append(c.people, p)
		}
	}
	return s.addChannel(c).ref()
}

// Close makes the bot unable to write to somebody: their direct chat is closed.
func (s *Server) Close(who chat.UserRef) error { return s.setClosed(who, true) }

// Reopen undoes Close.
func (s *Server) Reopen(who chat.UserRef) error { return s.setClosed(who, false) }

func (s *Server) setClosed(who chat.UserRef, closed bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.people[who.ID]
	if p == nil {
		return ErrNobody
	}
	p.closed = closed
	s.touch()
	return nil
}

// InstallFor installs the application for somebody, so that its commands are
// offered to them in the direct chat and everywhere else.
func (s *Server) InstallFor(who chat.UserRef) { s.change(who, func(p *person) { p.installed = true }) }

// SetLocale changes somebody's language, in Discord's own codes.
func (s *Server) SetLocale(who chat.UserRef, locale string) {
	s.change(who, func(p *person) { p.Locale = locale })
}

// Rename changes somebody's display name and handle.
func (s *Server) Rename(who chat.UserRef, name, handle string) {
	s.change(who, func(p *person) { p.Name, p.Handle = name, handle })
}

func (s *Server) change(who chat.UserRef, apply func(*person)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.people[who.ID]; p != nil {
		apply(p)
		s.touch()
	}
}

// common reports whether the bot and somebody share a guild.
func (s *Server) common(p *person) bool {
	for _, g := range s.ordered {
		if !g.absent && g.member(p.Ref.ID) != nil {
			return true
		}
	}
	return false
}
