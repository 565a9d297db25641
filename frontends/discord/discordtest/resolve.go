package discordtest

import "strings"

// user resolves somebody as the client's list of people does, with their
// standing where they are members.
func (b *binder) user(text string) string {
	id := b.s.called(text)
	if id == "" {
		if _, known := b.s.userWire(text); known {
			id = text
		}
	}
	u, known := b.s.userWire(id)
	if !known {
		return ""
	}
	b.some = true
	put(&b.seen.Users, id, u)
	if g := b.channel.guild; g != nil {
		if m := g.member(id); m != nil {
			w := g.wireMemberOf(m, false)
			w.Permissions = bits(m.mayBe())
			put(&b.seen.Members, id, w)
		}
	}
	return id
}

// place resolves a channel of the same guild, by its name or mention.
func (b *binder) place(text string) string {
	text = strings.Trim(text, "<#>")
	for id, c := range b.s.channels {
		if c.guild != nil && c.guild == b.channel.guild && (id == text || strings.EqualFold(c.name, text)) {
			b.some = true
			w := c.wire(b.s)
			w.Permissions = bits(memberBits)
			put(&b.seen.Channels, id, w)
			return id
		}
	}
	return ""
}

// role resolves a role of the same guild, by its name or mention.
func (b *binder) role(text string) string {
	if b.channel.guild == nil {
		return ""
	}
	for _, r := range b.channel.guild.wireRoles() {
		if r.ID == strings.Trim(text, "<@&>") || strings.EqualFold(r.Name, strings.TrimPrefix(text, "@")) {
			b.some = true
			put(&b.seen.Roles, r.ID, r)
			return r.ID
		}
	}
	return ""
}

// attach uploads the file for an option.
func (b *binder) attach() string {
	a := b.s.addFile(b.channel.id, upload{b.file.Name, b.file.Media, b.file.Data})
	b.file, b.some = nil, true
	b.s.loosen(a)
	put(&b.seen.Attachments, a.id, a.wire(b.s.url, true))
	return a.id
}

func (b *binder) resolved() *wireResolved {
	if !b.some {
		return nil
	}
	return b.seen
}

func put[T any](to *map[string]T, id string, value T) {
	if *to == nil {
		*to = map[string]T{}
	}
	(*to)[id] = value
}
