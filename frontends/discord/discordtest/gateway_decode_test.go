package discordtest_test

import (
	"encoding/json"
	"io"
	"testing"

	"github.com/bwmarrin/discordgo"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordtest"
)

// The specification has no gateway payloads, so a library that reads Discord's
// judges them: what it decodes must be what was done.
func TestLibraryReadsTheGateway(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	s.AddThread(s.cast.Group.Ref, "thread")
	k := s.dial()
	k.expect("op 10")
	k.say(2, map[string]any{"token": "Bot " + s.Token(), "intents": everything})

	var ready discordgo.Ready
	k.decode(k.expect("READY"), &ready)
	if ready.User.ID != s.BotID() || !ready.User.Bot || ready.Application.ID != s.ApplicationID() || ready.ResumeGatewayURL == "" ||
		len(ready.Guilds) != 1 || !ready.Guilds[0].Unavailable {
		t.Errorf("READY is %+v", ready)
	}
	var g discordgo.GuildCreate
	k.decode(k.expect("GUILD_CREATE"), &g)
	if g.ID != s.cast.Group.Space.ID || g.Name != "Harbor" || len(g.Channels) != 1 || len(g.Threads) != 1 ||
		len(g.Roles) != 2 || g.Roles[1].Permissions&discordgo.PermissionAdministrator == 0 {
		t.Errorf("GUILD_CREATE is %+v", g.Guild)
	}
	s.menu()
	libraryReadsCommand(t, s, k)
	libraryReadsComponents(t, s, k)
	libraryReadsMessages(t, s, k)
}

func libraryReadsCommand(t *testing.T, s *stage, k *socket) {
	t.Helper()
	s.must(s.Type(s.cast.Ben.Ref, s.cast.Group.Ref, "/deal start @ann 250 days:3"))
	var i discordgo.InteractionCreate
	k.decode(k.expect("INTERACTION_CREATE"), &i)
	data := i.ApplicationCommandData()
	sub := data.Options[0]
	if data.Name != "deal" || sub.Name != "start" || sub.Options[0].UserValue(nil).ID != s.cast.Ann.Ref.ID ||
		sub.Options[1].StringValue() != "250" || sub.Options[2].IntValue() != 3 {
		t.Errorf("the command reads %+v", sub)
	}
	if data.Resolved.Users[s.cast.Ann.Ref.ID].GlobalName != "Ann" || data.Resolved.Members[s.cast.Ann.Ref.ID] == nil {
		t.Errorf("resolved: %+v", data.Resolved)
	}
	if i.Member.User.ID != s.cast.Ben.Ref.ID || i.Member.Permissions&discordgo.PermissionAdministrator == 0 || len(i.Member.Roles) != 1 ||
		i.GuildID != s.cast.Group.Space.ID || i.Locale != discordgo.EnglishUS || *i.GuildLocale != discordgo.EnglishUS ||
		i.Context != discordgo.InteractionContextGuild || i.AppPermissions&discordgo.PermissionSendMessages == 0 ||
		i.AuthorizingIntegrationOwners[discordgo.ApplicationIntegrationGuildInstall] != i.GuildID {
		t.Errorf("the interaction reads %+v", i.Interaction)
	}
}

func libraryReadsComponents(t *testing.T, s *stage, k *socket) {
	t.Helper()
	id := s.good("POST", "/channels/{group}/messages", rich).field("id")
	var i discordgo.InteractionCreate
	s.must(s.Press(s.cast.Ann.Ref, id, "Go"))
	k.decode(k.expect("INTERACTION_CREATE"), &i)
	if d := i.MessageComponentData(); d.CustomID != "go" || i.Message.ID != id || len(i.Message.Components) != 3 || i.Message.Embeds[0].Title != "t" {
		t.Errorf("the press reads %+v of %+v", d, i.Message)
	}
	s.must(s.ChooseMember(s.cast.Ann.Ref, id, s.cast.Ben.Ref))
	i = discordgo.InteractionCreate{}
	k.decode(k.expect("INTERACTION_CREATE"), &i)
	if d := i.MessageComponentData(); d.Values[0] != s.cast.Ben.Ref.ID || d.Resolved.Users[d.Values[0]] == nil {
		t.Errorf("the choice reads %+v", d)
	}
	s.good("POST", "/interactions/"+i.ID+"/"+i.Token+"/callback",
		`{"type":9,"data":{"custom_id":"f","title":"T","components":[`+label+`]}}`)
	s.must(s.Submit(s.cast.Ann.Ref, map[string]string{"q#": "text"}))
	i = discordgo.InteractionCreate{}
	k.decode(k.expect("INTERACTION_CREATE"), &i)
	d := i.ModalSubmitData()
	in, is := d.Components[0].(*discordgo.Label)
	if d.CustomID != "f" || !is || in.Component.(*discordgo.TextInput).Value != "text" {
		t.Errorf("the form reads %+v", d)
	}
}

func libraryReadsMessages(t *testing.T, s *stage, k *socket) {
	t.Helper()
	id := s.good("POST", "/channels/{group}/messages", `{"content":"which?"}`).field("id")
	file := chat.File{Name: "a.txt", Media: "text/plain", Data: []byte("hello")}
	s.must(s.Reply(s.cast.Ann.Ref, id, "this"))
	s.must(s.SendFile(s.cast.Ann.Ref, s.cast.AnnDirect, "see", file))
	var got []discordgo.MessageCreate
	for len(got) < 2 {
		var m discordgo.MessageCreate
		k.decode(k.expect("MESSAGE_CREATE"), &m)
		if m.Author.ID == s.cast.Ann.Ref.ID {
			got = append(got, m)
		}
	}
	if m := got[0]; m.Content != "this" || m.ReferencedMessage.ID != id || m.MessageReference.MessageID != id || m.Member == nil || m.GuildID == "" {
		t.Errorf("the reply reads %+v", m.Message)
	}
	m := got[1]
	if m.GuildID != "" || len(m.Attachments) != 1 || m.Attachments[0].Size != 5 {
		t.Fatalf("the file reads %+v", m.Message)
	}
	res, err := s.http.Get(m.Attachments[0].URL)
	s.must(err)
	defer res.Body.Close()
	if data, err := io.ReadAll(res.Body); res.StatusCode != 200 || string(data) != "hello" || err != nil {
		t.Errorf("the download: %d %q, %v", res.StatusCode, data, err)
	}
	s.good("PATCH", "/channels/{group}/messages/"+id, `{"content":"changed"}`)
	var up discordgo.MessageUpdate
	k.decode(k.expect("MESSAGE_UPDATE"), &up)
	s.good("DELETE", "/channels/{group}/messages/"+id, "")
	var gone discordgo.MessageDelete
	k.decode(k.expect("MESSAGE_DELETE"), &gone)
	if up.Content != "changed" || up.EditedTimestamp == nil || gone.ID != id || gone.GuildID == "" {
		t.Errorf("the edit reads %+v, the deletion %+v", up.Message, gone.Message)
	}
	var raw json.RawMessage
	s.DeleteChannel(s.cast.Group.Ref)
	k.decode(k.expect("CHANNEL_DELETE"), &raw)
	var c discordgo.Channel
	if err := json.Unmarshal(raw, &c); err != nil || c.ID != s.cast.Group.Ref.ID || c.Type != discordgo.ChannelTypeGuildText {
		t.Errorf("the channel's end reads %s, %v", raw, err)
	}
}
