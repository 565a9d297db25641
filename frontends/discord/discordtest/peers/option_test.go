package peers

import (
	"fmt"
	"testing"

	"github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/events"

	"github.com/parleybot/parley/core/chat"
)

// Whom and what a command names comes with it, so that nobody has to ask.
func TestTakesEveryKindOfOption(t *testing.T) {
	t.Parallel()
	s := registered(t)
	line := fmt.Sprintf("/deal start with:@ben network:TikTok days:3 quiet:true place:general role:%s", s.cast.Group.Space.ID)
	s.does(func() error { return s.double.Type(s.cast.Ann.Ref, s.cast.Group.Ref, line) })
	call := next[*events.ApplicationCommandInteractionCreate](s)
	data := call.SlashCommandInteractionData()
	if path := data.CommandPath(); path != "/deal/start" {
		t.Errorf("path %q", path)
	}
	if who := data.User("with"); who.ID.String() != s.cast.Ben.Ref.ID || who.EffectiveName() != s.cast.Ben.Name {
		t.Errorf("with %+v", who)
	}
	if member := data.Member("with"); !member.Permissions.Has(discord.PermissionAdministrator) {
		t.Errorf("with a member who may %s", member.Permissions)
	}
	if data.String("network") != "tiktok" || data.Int("days") != 3 || !data.Bool("quiet") {
		t.Errorf("got %q, %d, %v", data.String("network"), data.Int("days"), data.Bool("quiet"))
	}
	if place := data.Channel("place"); place.ID.String() != s.cast.Group.Ref.ID || place.Type != discord.ChannelTypeGuildText {
		t.Errorf("place %+v", place)
	}
	if role := data.Role("role"); role.ID.String() != s.cast.Group.Space.ID {
		t.Errorf("role %+v", role)
	}
	must(t, call.CreateMessage(discord.MessageCreate{Content: "Started."}))
	s.reads(s.cast.Ben, "Started.")
}

func TestTakesAFile(t *testing.T) {
	t.Parallel()
	s := registered(t)
	picture := chat.File{Name: "me.png", Media: "image/png", Data: []byte("a picture")}
	s.does(func() error {
		return s.double.SendFile(s.cast.Ann.Ref, s.cast.Group.Ref, "/greet name:World", picture)
	})
	call := next[*events.ApplicationCommandInteractionCreate](s)
	got := call.SlashCommandInteractionData().Attachment("picture")
	if got.Filename != picture.Name || got.Size != len(picture.Data) || got.ContentType == nil || *got.ContentType != picture.Media {
		t.Errorf("got %+v", got)
	}
	must(t, call.DeferCreateMessage(false))
	must(t, s.bot.Rest.DeleteInteractionResponse(call.ApplicationID(), call.Token()))
}

func TestTakesAPerson(t *testing.T) {
	t.Parallel()
	s, seen := shown(t, discord.NewActionRow(discord.NewUserSelectMenu("who", "With whom?")))
	s.does(func() error { return s.double.ChooseMember(s.cast.Ann.Ref, seen.ID, s.cast.Ben.Ref) })
	choice := next[*events.ComponentInteractionCreate](s)
	users := choice.UserSelectMenuInteractionData().Users()
	if len(users) != 1 || users[0].ID.String() != s.cast.Ben.Ref.ID {
		t.Errorf("chose %+v", users)
	}
	must(t, choice.DeferUpdateMessage())
}
