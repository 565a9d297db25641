package peers

import (
	"bytes"
	"strings"
	"testing"

	"github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/events"

	"github.com/parleybot/parley/frontends/frontendtest"
)

func TestWritesToAPerson(t *testing.T) {
	t.Parallel()
	s := open(t)
	direct, err := s.bot.Rest.CreateDMChannel(id(t, s.cast.Ann.Ref.ID))
	must(t, err)
	if direct.ID().String() != s.cast.AnnDirect.ID {
		t.Errorf("chat %s, want %s", direct.ID(), s.cast.AnnDirect.ID)
	}
	hello := discord.MessageCreate{Content: "Only you.", Nonce: "delivery-1", EnforceNonce: true}
	first, err := s.bot.Rest.CreateMessage(direct.ID(), hello)
	must(t, err)
	again, err := s.bot.Rest.CreateMessage(direct.ID(), hello)
	must(t, err)
	if first.ID != again.ID {
		t.Errorf("one nonce made messages %s and %s", first.ID, again.ID)
	}
	if seen := s.reads(s.cast.Ann, "Only you."); seen.Group {
		t.Errorf("got %+v", seen)
	}
	must(t, s.double.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "thanks"))
	own := next[*events.DMMessageCreate](s).Message
	heard := next[*events.DMMessageCreate](s).Message
	if own.ID != first.ID || heard.Content != "thanks" || heard.Author.ID.String() != s.cast.Ann.Ref.ID {
		t.Errorf("heard %q by %s after %s", heard.Content, heard.Author.ID, own.ID)
	}
}

func TestWritesInAPlace(t *testing.T) {
	t.Parallel()
	s := open(t)
	place := id(t, s.cast.Group.Ref.ID)
	written, err := s.bot.Rest.CreateMessage(place, discord.MessageCreate{
		Content:         "Hello.",
		Embeds:          []discord.Embed{discord.NewEmbed().WithTitle("Rules").WithDescription("Be kind.").WithColor(0x336699)},
		AllowedMentions: &discord.AllowedMentions{Parse: []discord.AllowedMentionType{}},
	})
	must(t, err)
	must(t, s.double.Reply(s.cast.Ben.Ref, written.ID.String(), "Hello you."))
	next[*events.GuildMessageCreate](s) // the bot hears itself
	heard := next[*events.GuildMessageCreate](s).Message
	if to := heard.ReferencedMessage; heard.Content != "Hello you." || to == nil || to.ID != written.ID {
		t.Errorf("heard %q, an answer to %+v", heard.Content, to)
	}
	edited := "Hello!"
	_, err = s.bot.Rest.UpdateMessage(place, written.ID, discord.MessageUpdate{Content: &edited})
	must(t, err)
	s.sees(s.cast.Ben, func(seen frontendtest.Seen) bool {
		return seen.ID == written.ID.String() && strings.Contains(seen.Text, edited)
	})
	read, err := s.bot.Rest.GetMessage(place, written.ID)
	must(t, err)
	if read.Content != edited || read.EditedTimestamp == nil {
		t.Errorf("got %q, edited at %v", read.Content, read.EditedTimestamp)
	}
	all, err := s.bot.Rest.GetMessages(place, 0, 0, written.ID-1, 100)
	must(t, err)
	if len(all) != 2 {
		t.Errorf("%d messages, want 2", len(all))
	}
	must(t, s.bot.Rest.DeleteMessage(place, written.ID))
}

func TestSendsAFile(t *testing.T) {
	t.Parallel()
	s := open(t)
	text := []byte("all that was said")
	_, err := s.bot.Rest.CreateMessage(id(t, s.cast.Group.Ref.ID), discord.MessageCreate{
		Content: "The protocol:",
		Files:   []*discord.File{discord.NewFile("protocol.txt", "every word", bytes.NewReader(text))},
	})
	must(t, err)
	seen := s.reads(s.cast.Ben, "The protocol:")
	if len(seen.Files) != 1 || seen.Files[0].Name != "protocol.txt" || !bytes.Equal(seen.Files[0].Data, text) {
		t.Errorf("got %+v", seen.Files)
	}
}

func TestAnswersWithAFile(t *testing.T) {
	t.Parallel()
	s, call := called(t, "/greet name:World")
	must(t, call.CreateMessage(discord.MessageCreate{
		Content: "The protocol:",
		Files:   []*discord.File{discord.NewFile("protocol.txt", "", strings.NewReader("x"))},
	}))
	if seen := s.reads(s.cast.Ben, "The protocol:"); len(seen.Files) != 1 {
		t.Errorf("got %+v", seen)
	}
}

func TestWritesInAThread(t *testing.T) {
	t.Parallel()
	s := open(t)
	place := id(t, s.cast.Group.Ref.ID)
	thread, err := s.bot.Rest.CreateThread(place, discord.GuildPublicThreadCreate{Name: "Deal 7", AutoArchiveDuration: discord.AutoArchiveDuration24h})
	must(t, err)
	if parent := thread.ParentID(); parent == nil || *parent != place {
		t.Errorf("the thread hangs on %v", parent)
	}
	_, err = s.bot.Rest.CreateMessage(thread.ID(), discord.MessageCreate{Content: "In here."})
	must(t, err)
	if seen := s.reads(s.cast.Ben, "In here."); seen.Place.ID != thread.ID().String() {
		t.Errorf("seen in %s, want %s", seen.Place.ID, thread.ID())
	}
	archived := true
	_, err = s.bot.Rest.UpdateChannel(thread.ID(), discord.GuildThreadUpdate{Archived: &archived})
	must(t, err)
	read, err := s.bot.Rest.GetChannel(thread.ID())
	must(t, err)
	if closed, ok := read.(discord.GuildThread); !ok || !closed.ThreadMetadata.Archived {
		t.Errorf("got %+v", read)
	}
}

// The watch over all these tests sees what it should.
func TestWatchSees(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, err := s.bot.Rest.CreateMessage(id(t, s.cast.Group.Ref.ID), discord.MessageCreate{Content: strings.Repeat("x", 4001)})
	if err == nil {
		t.Error("it was taken")
	}
	s.faults = []string{
		"spec: POST /channels/{channel_id}/messages: /content: 4001 characters, at most 4000",
		"rule 12: content: 4001 characters, at most 2000",
	}
}
