package telegramtest

import (
	"slices"

	"github.com/parleybot/parley/core/chat"
)

// bare is a ChatMember that has a status and nothing else: a member, or
// somebody who left.
func bare(status string, p *person) map[string]any {
	return map[string]any{"status": status, "user": p.user}
}

// banned is a ChatMember who may not come back.
func banned(p *person) map[string]any {
	return map[string]any{"status": "kicked", "user": p.user, "until_date": 0}
}

// memberOf is a ChatMember as it stands now.
func (r *room) memberOf(p *person) map[string]any {
	m := r.byID[p.user.ID]
	switch {
	case m == nil && r.kicked && p.user.IsBot:
		return banned(p)
	case m == nil:
		return bare("left", p)
	case !m.admin:
		return bare("member", p)
	case m.owner:
		return map[string]any{"status": "creator", "user": p.user, "is_anonymous": m.anonymous}
	}
	all := map[string]any{
		"status": "administrator", "user": p.user, "can_be_edited": false, "is_anonymous": m.anonymous,
		"can_post_stories": false, "can_edit_stories": false, "can_delete_stories": false,
	}
	for _, right := range []string{
		"can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
		"can_promote_members", "can_change_info", "can_invite_users",
	} {
		all[right] = true
	}
	switch r.kind {
	case Channel:
		all["can_post_messages"], all["can_edit_messages"] = true, true
	case Forum:
		all["can_manage_topics"], all["can_pin_messages"] = true, true
	default:
		all["can_pin_messages"] = true
	}
	return all
}

// standing tells the bot that somebody's standing in a chat changed. Of others
// than itself it hears only where it is an administrator.
func (s *Server) standing(r *room, by, whom *person, was, now map[string]any) {
	change := &standing{Chat: r.info, From: by.user, Date: s.opt.Now().Unix(), Old: was, New: now}
	if whom == s.bot {
		s.push(&update{MyMember: change}, by)
		return
	}
	if r.admin(s.bot) {
		s.push(&update{OtherMember: change}, by)
	}
}

// notice puts a message that nobody wrote into a chat; a bot in it is told
// whatever its privacy mode is.
func (s *Server) notice(r *room, by *person, what service, thread int64) {
	m := message{service: &what, Thread: thread}
	if by != nil {
		m.From = by.user
	}
	p := s.keep(r, m)
	if r.kind != Channel && r.byID[s.bot.user.ID] != nil {
		shown := p.message
		s.push(&update{Message: &shown}, by)
	}
}

// Join is somebody coming into a chat; the bot itself is invited by Invite.
func (s *Server) Join(who chat.UserRef, at chat.PlaceRef) error {
	return s.move(who, at, func(r *room, p *person) {
		r.join(p)
		if r.kind != Channel {
			s.notice(r, p, service{Joined: []*user{p.user}}, 0)
		}
	})
}

// Leave is somebody going out of a chat.
func (s *Server) Leave(who chat.UserRef, at chat.PlaceRef) error {
	return s.move(who, at, func(r *room, p *person) {
		r.leave(p)
		if r.kind != Channel {
			s.notice(r, p, service{Left: p.user}, 0)
		}
	})
}

// Promote makes somebody an administrator, with every right, or no longer one.
// It works for the bot too.
func (s *Server) Promote(who chat.UserRef, at chat.PlaceRef, admin bool) error {
	return s.move(who, at, func(r *room, p *person) { r.join(p).admin = admin })
}

// Invite puts the bot into a chat that it is not in, by somebody's hand.
func (s *Server) Invite(by chat.UserRef, at chat.PlaceRef) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(by)
	if err != nil {
		return err
	}
	r := s.rooms[number(at.ID)]
	if r == nil {
		return ErrNoPlace
	}
	was := r.memberOf(s.bot)
	r.kicked = false
	r.join(s.bot).admin = r.kind == Channel
	s.standing(r, p, s.bot, was, r.memberOf(s.bot))
	if r.kind != Channel {
		s.notice(r, p, service{Joined: []*user{s.bot.user}}, 0)
	}
	return nil
}

// Kick throws the bot out of a chat.
func (s *Server) Kick(at chat.PlaceRef) error {
	return s.move(s.Bot(), at, func(r *room, p *person) {
		r.leave(p)
		r.kicked = true
	})
}

// Mute takes from plain members, the bot among them, the right to write in a
// chat, or gives it back.
func (s *Server) Mute(at chat.PlaceRef, muted bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms[number(at.ID)]
	if r == nil {
		return ErrNoPlace
	}
	r.muted = muted
	return nil
}

// move changes somebody's standing in a chat and tells the bot.
func (s *Server) move(who chat.UserRef, at chat.PlaceRef, how func(*room, *person)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(who)
	if err != nil {
		return err
	}
	r := s.rooms[number(at.ID)]
	if r == nil || r.kind == private {
		return ErrNoPlace
	}
	was := r.memberOf(p)
	how(r, p)
	by := p
	if p == s.bot {
		by = s.someAdmin(r)
	}
	s.standing(r, by, p, was, r.memberOf(p))
	return nil
}

// someAdmin is who acts on the bot: an administrator, else anybody.
func (s *Server) someAdmin(r *room) *person {
	by := s.people[anonymousID]
	for _, m := range r.members {
		if m.admin && m.who != s.bot {
			return m.who
		}
		if m.who != s.bot {
			by = m.who
		}
	}
	return by
}

// owner is who owns a chat, or nil.
func (r *room) owner() *member {
	i := slices.IndexFunc(r.members, func(m *member) bool { return m.owner })
	if i < 0 {
		return nil
	}
	return r.members[i]
}
