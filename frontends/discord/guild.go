package discord

import (
	"slices"
	"sync"

	"github.com/parleybot/parley/core/chat"
)

// guilds is what is known of the guilds that the bot is in. Interactions carry
// the ids of a guild's roles only; the names come from here.
type guilds struct {
	mu    sync.RWMutex
	known map[wireID]*guild
}

// guild is what of a guild concerns people: everything else is left with Discord.
type guild struct {
	name  string
	owner wireID
	roles map[wireID]wireRole
}

func newGuilds() *guilds { return &guilds{known: map[wireID]*guild{}} }

// learn takes in a whole guild, or its new name and owner where an update
// carries no roles.
func (g *guilds) learn(w wireGuild) {
	if w.ID == "" || w.Unavailable {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	known := g.known[w.ID]
	if known == nil {
		known = &guild{roles: map[wireID]wireRole{}}
		g.known[w.ID] = known
	}
	known.name, known.owner = w.Name, w.OwnerID
	if w.Roles == nil {
		return
	}
	known.roles = make(map[wireID]wireRole, len(w.Roles))
	for _, r := range w.Roles {
		known.roles[r.ID] = r
	}
}

// has reports a guild that the bot is in, as far as Discord has told.
func (g *guilds) has(id wireID) bool {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.known[id] != nil
}

// forget drops what nobody may rely on any more.
func (g *guilds) forget(id wireID) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.known, id)
}

// learnRole takes in a new role, or the new name of one.
func (g *guilds) learnRole(id wireID, r wireRole) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if known := g.known[id]; known != nil {
		known.roles[r.ID] = r
	}
}

// forgetRole drops a role that was deleted.
func (g *guilds) forgetRole(id, role wireID) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if known := g.known[id]; known != nil {
		delete(known.roles, role)
	}
}

// place is where something happened in a guild, with what is known of it.
func (g *guilds) place(id, channel wireID) chat.Place {
	g.mu.RLock()
	defer g.mu.RUnlock()
	p := chat.Place{Ref: placeRef(channel), Kind: chat.GroupPlace, Space: spaceRef(id)}
	if known := g.known[id]; known != nil {
		p.SpaceName = known.name
	}
	return p
}

// standing is what a member is in a guild. A role that is not known by name
// still counts by its id.
func (g *guilds) standing(id wireID, who wireID, m *wireMember) (roles []chat.Role, admin bool) {
	if m == nil {
		return nil, false
	}
	g.mu.RLock()
	defer g.mu.RUnlock()
	known := g.known[id]
	for _, role := range m.Roles {
		r := chat.Role{ID: string(role)}
		if known != nil {
			r.Name = known.roles[role].Name
		}
		roles = append(roles, r)
	}
	return roles, administers(m.Permissions) || known != nil && known.ledBy(id, who, m)
}

// ledBy reports the owner, and whoever holds a role that makes an administrator:
// what people write comes without the permissions that what they press has.
func (g *guild) ledBy(id, who wireID, m *wireMember) bool {
	if g.owner == who && who != "" {
		return true
	}
	return m.Permissions == "" && slices.ContainsFunc(append([]wireID{id}, m.Roles...), func(role wireID) bool {
		return administers(g.roles[role].Permissions)
	})
}
