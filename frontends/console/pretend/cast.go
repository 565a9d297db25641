package pretend

import "github.com/parleybot/parley/core/chat"

// OwnerRef is who owns the bot in the default cast.
var OwnerRef = chat.UserRef{Platform: Discord, ID: "owner"}

// Default returns the world of the sandbox: Alice, Mia (a mediator) and the
// owner, who administers the space too, in "Harbor" on the pretended Discord;
// Bob and Omar, who administers the group, in "Dock" on the pretended Telegram.
func Default(opt Options) *World {
	w := New(opt)
	w.Add(DiscordProfile())
	w.Add(TelegramProfile())
	person := func(p chat.Platform, id, name string) chat.UserRef {
		ref := chat.UserRef{Platform: p, ID: id}
		w.AddPerson(chat.User{Ref: ref, Name: name, Handle: id, Locale: "en"})
		return ref
	}
	alice := person(Discord, "alice", "Alice")
	bob := person(Telegram, "bob", "Bob")
	mia := person(Discord, "mia", "Mia")
	omar := person(Telegram, "omar", "Omar")
	owner := person(OwnerRef.Platform, OwnerRef.ID, "Owner")
	mediator := chat.Role{ID: "role-mediator", Name: "DealMediator"}
	w.AddSpace(Space{
		Ref: chat.SpaceRef{Platform: Discord, ID: "harbor"}, Name: "Harbor",
		Place: chat.PlaceRef{Platform: Discord, ID: "harbor-deals"}, PlaceName: "#deals",
	}, Member{Who: alice}, Member{Who: mia, Roles: []chat.Role{mediator}}, Member{Who: owner, Admin: true})
	w.AddSpace(Space{
		Ref: chat.SpaceRef{Platform: Telegram, ID: "dock"}, Name: "Dock",
		Place: chat.PlaceRef{Platform: Telegram, ID: "dock"}, PlaceName: "Dock",
	}, Member{Who: bob}, Member{Who: omar, Admin: true})
	return w
}
