package peers

import (
	"slices"
	"testing"

	"github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/events"

	"github.com/parleybot/parley/frontends/frontendtest"
)

// shown opens a stage on which the bot has answered a command with components.
func shown(t *testing.T, rows ...discord.LayoutComponent) (*stage, frontendtest.Seen) {
	t.Helper()
	s, call := called(t, "/greet name:World")
	must(t, call.CreateMessage(discord.MessageCreate{Content: "What now?", Components: rows}))
	return s, s.reads(s.cast.Ann, "What now?")
}

func TestTakesAPress(t *testing.T) {
	t.Parallel()
	s, seen := shown(t, discord.NewActionRow(
		discord.NewPrimaryButton("Go", "go:1"), discord.NewDangerButton("Stop", "stop:1"),
		discord.NewLinkButton("Read", "https://example.org/"),
	))
	if !slices.Contains(seen.Buttons, "Go") || !slices.Contains(seen.Buttons, "Stop") {
		t.Errorf("buttons %q", seen.Buttons)
	}
	s.does(func() error { return s.double.Press(s.cast.Ann.Ref, seen.ID, "Go") })
	press := next[*events.ComponentInteractionCreate](s)
	if got := press.ButtonInteractionData().CustomID(); got != "go:1" {
		t.Errorf("pressed %q", got)
	}
	if press.Message.ID.String() != seen.ID {
		t.Errorf("pressed on %s, want %s", press.Message.ID, seen.ID)
	}
	gone, none := "Gone.", []discord.LayoutComponent{}
	must(t, press.UpdateMessage(discord.MessageUpdate{Content: &gone, Components: &none}))
	if after := s.reads(s.cast.Ann, gone); after.ID != seen.ID || len(after.Buttons) != 0 {
		t.Errorf("got %+v", after)
	}
}

func TestTakesAPressAndTakesItsTime(t *testing.T) {
	t.Parallel()
	s, seen := shown(t, discord.NewActionRow(discord.NewPrimaryButton("Go", "go:1")))
	s.does(func() error { return s.double.Press(s.cast.Ann.Ref, seen.ID, "Go") })
	press := next[*events.ComponentInteractionCreate](s)
	must(t, press.DeferUpdateMessage())
	gone := "Gone."
	_, err := s.bot.Rest.UpdateInteractionResponse(press.ApplicationID(), press.Token(), discord.MessageUpdate{Content: &gone})
	must(t, err)
	if after := s.reads(s.cast.Ann, gone); after.ID != seen.ID {
		t.Errorf("got %+v", after)
	}
}

func TestTakesAChoice(t *testing.T) {
	t.Parallel()
	s, seen := shown(t, discord.NewActionRow(discord.NewStringSelectMenu("network", "Which?",
		discord.NewStringSelectMenuOption("TikTok", "tiktok"), discord.NewStringSelectMenuOption("Twitch", "twitch"))))
	s.does(func() error { return s.double.Choose(s.cast.Ann.Ref, seen.ID, "Twitch") })
	choice := next[*events.ComponentInteractionCreate](s)
	if got := choice.StringSelectMenuInteractionData().Values; !slices.Equal(got, []string{"twitch"}) {
		t.Errorf("chose %q", got)
	}
	must(t, choice.CreateMessage(discord.MessageCreate{Content: "Twitch it is.", Flags: discord.MessageFlagEphemeral}))
	s.reads(s.cast.Ann, "Twitch it is.")
}

func TestOpensAForm(t *testing.T) {
	t.Parallel()
	s, call := called(t, "/greet name:World")
	must(t, call.Modal(discord.NewModalCreate("form:1", "New deal").
		AddLabel("Amount", discord.NewShortTextInput("amount")).
		AddLabel("Note", discord.NewParagraphTextInput("note").WithRequired(false)).
		AddLabel("Network", discord.NewStringSelectMenu("network", "Which?",
			discord.NewStringSelectMenuOption("TikTok", "tiktok"), discord.NewStringSelectMenuOption("Twitch", "twitch")))))
	form := s.sees(s.cast.Ann, func(seen frontendtest.Seen) bool { return len(seen.Form) > 0 })
	if len(form.Form) != 3 {
		t.Fatalf("the fields are %q", form.Form)
	}
	s.does(func() error {
		return s.double.Submit(s.cast.Ann.Ref, map[string]string{form.Form[0]: "12.50", form.Form[2]: "twitch"})
	})
	sent := next[*events.ModalSubmitInteractionCreate](s)
	if sent.Data.CustomID != "form:1" || sent.Data.Text("amount") != "12.50" {
		t.Errorf("%q came with %q", sent.Data.CustomID, sent.Data.Text("amount"))
	}
	if got := sent.Data.StringValues("network"); !slices.Equal(got, []string{"twitch"}) {
		t.Errorf("chose %q", got)
	}
	must(t, sent.CreateMessage(discord.MessageCreate{Content: "Thank you."}))
	s.reads(s.cast.Ann, "Thank you.")
}
