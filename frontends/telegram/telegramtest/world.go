package telegramtest

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
)

// anonymousID is GroupAnonymousBot, which stands for administrators who write
// in a group's name.
const anonymousID = 1087968824

// Kind is what kind of chat a Chat is.
type Kind string

// The kinds of chats that an AddChat may make.
const (
	Group      Kind = "group"
	Supergroup Kind = "supergroup"
	Forum      Kind = "forum" // a supergroup with topics
	Channel    Kind = "channel"

	private Kind = "private"
)

// Chat describes a group or channel to be made. ID 0 is the next free number.
// The bot is in it: as an administrator in a channel, as a plain member
// elsewhere, unless Members says something of it. The first administrator in
// Members owns the chat.
type Chat struct {
	ID      int64
	Kind    Kind
	Title   string
	Members []Member
}

// Member is somebody in a Chat. An anonymous administrator writes in the
// group's name.
type Member struct {
	Who              chat.UserRef
	Admin, Anonymous bool
}

// person is an account, as the platform and the person's own app know it.
type person struct {
	user    *user
	started bool // pressed Start
	blocked bool
	gone    bool // the account was deleted
	seen    []frontendtest.Seen
	last    *waiting // the newest update that they caused
	said    *post    // the newest message they wrote
	keys    *keyboard
	asked   asked
}

// asked is where and when somebody last used an ephemeral command.
type asked struct {
	in *room
	at time.Time
}

type member struct {
	who                     *person
	admin, anonymous, owner bool
}

// AddUser puts somebody into the world. An empty Ref.ID is the next free
// number; the Ref that is returned is the one to use.
func (s *Server) AddUser(u chat.User) chat.User {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.Ref.ID == "" {
		s.nextUser++
		u.Ref.ID = strconv.FormatInt(s.nextUser, 10)
	}
	u.Ref.Platform = Platform
	id := number(u.Ref.ID)
	first, last, _ := strings.Cut(u.Name, " ")
	s.people[id] = &person{user: &user{
		ID: id, IsBot: u.Bot, FirstName: first, LastName: last, Username: u.Handle, Language: u.Locale,
	}}
	return u
}

// AddChat makes a chat that has existed for a while: nobody is told.
func (s *Server) AddChat(c Chat) chat.Place {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := c.ID
	if id == 0 {
		id = s.freeRoom(c.Kind)
	}
	r := newRoom(id, c.Kind, c.Title)
	r.join(s.bot).admin = c.Kind == Channel
	for _, m := range c.Members {
		if p := s.people[number(m.Who.ID)]; p != nil {
			in := r.join(p)
			in.admin, in.anonymous = m.Admin, m.Anonymous
			in.owner = m.Admin && !p.user.IsBot && r.owner() == nil
		}
	}
	s.rooms[id] = r
	return chat.Place{
		Ref: placeRef(id, 0), Kind: chat.GroupPlace,
		Space: chat.SpaceRef{Platform: Platform, ID: strconv.FormatInt(id, 10)}, SpaceName: c.Title,
	}
}

// freeRoom makes a chat id of the range that its kind has.
func (s *Server) freeRoom(k Kind) int64 {
	s.nextRoom++
	if k == Group {
		return -s.nextRoom
	}
	return -1_000_000_000_000 - s.nextRoom
}

// SetLocale changes the language of somebody's app (BCP 47).
func (s *Server) SetLocale(who chat.UserRef, locale string) error {
	return s.change(who, func(u *user) { u.Language = locale })
}

// Rename changes somebody's display name and handle; "" for the handle means
// that they have none now. The account stays the same.
func (s *Server) Rename(who chat.UserRef, name, handle string) error {
	return s.change(who, func(u *user) {
		u.FirstName, u.LastName, _ = strings.Cut(name, " ")
		u.Username = handle
	})
}

// Deactivate is somebody deleting their account.
func (s *Server) Deactivate(who chat.UserRef) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(who)
	if err != nil {
		return err
	}
	p.gone = true
	return nil
}

// change replaces somebody's account data: messages keep the old ones.
func (s *Server) change(who chat.UserRef, how func(*user)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(who)
	if err != nil {
		return err
	}
	now := *p.user
	how(&now)
	p.user = &now
	if r := s.rooms[now.ID]; r != nil {
		r.info = privateInfo(&now)
	}
	return nil
}

func (s *Server) person(who chat.UserRef) (*person, error) {
	p := s.people[number(who.ID)]
	if p == nil || who.Platform != Platform {
		return nil, ErrNobody
	}
	return p, nil
}

// named finds a member by handle, without "@", in any case.
func (r *room) named(handle string) *person {
	i := slices.IndexFunc(r.members, func(m *member) bool {
		return m.who.user.Username != "" && strings.EqualFold(m.who.user.Username, handle)
	})
	if i < 0 {
		return nil
	}
	return r.members[i].who
}

// number reads an id; what is none is 0, which nobody has.
func number(id string) int64 {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func userRef(id int64) chat.UserRef {
	return chat.UserRef{Platform: Platform, ID: strconv.FormatInt(id, 10)}
}

func placeRef(id, topic int64) chat.PlaceRef {
	ref := chat.PlaceRef{Platform: Platform, ID: strconv.FormatInt(id, 10)}
	if topic != 0 {
		ref.ID += "/" + strconv.FormatInt(topic, 10)
	}
	return ref
}
