package peers

import (
	"strings"
	"testing"

	"github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/events"

	"github.com/parleybot/parley/frontends/frontendtest"
)

func TestRegisters(t *testing.T) {
	t.Parallel()
	s := open(t)
	made, err := s.bot.Rest.SetGlobalCommands(s.app, commands())
	must(t, err)
	known, err := s.bot.Rest.GetGlobalCommands(s.app, true)
	must(t, err)
	if len(made) != len(commands()) || len(known) != len(made) {
		t.Fatalf("%d commands were made and %d are known, want %d", len(made), len(known), len(commands()))
	}
	for i := range known {
		if known[i].ID() != made[i].ID() || known[i].Name() != made[i].Name() {
			t.Errorf("command %d is %s %q, was made as %s %q", i, known[i].ID(), known[i].Name(), made[i].ID(), made[i].Name())
		}
	}
	first, ok := known[0].(discord.SlashCommand)
	if !ok || len(first.Options) != 2 || first.NameLocalizations()[discord.LocaleGerman] != "gruss" {
		t.Errorf("got %+v", known[0])
	}
	local, err := s.bot.Rest.SetGuildCommands(s.app, id(t, s.cast.Group.Space.ID), commands()[:1])
	must(t, err)
	if len(local) != 1 || local[0].GuildID() == nil {
		t.Errorf("got %+v", local)
	}
}

// called opens a stage on which somebody calls a command, and hands over what
// the bot receives.
func called(t *testing.T, line string) (*stage, *events.ApplicationCommandInteractionCreate) {
	t.Helper()
	s := registered(t)
	s.does(func() error { return s.double.Type(s.cast.Ann.Ref, s.cast.Group.Ref, line) })
	return s, next[*events.ApplicationCommandInteractionCreate](s)
}

// registered opens a stage on which people are offered the commands.
func registered(t *testing.T) *stage {
	t.Helper()
	s := open(t)
	_, err := s.bot.Rest.SetGlobalCommands(s.app, commands())
	must(t, err)
	return s
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	s, call := called(t, "/greet name:World")
	if call.User().ID.String() != s.cast.Ann.Ref.ID || call.Channel().ID().String() != s.cast.Group.Ref.ID {
		t.Errorf("called by %s in %s", call.User().ID, call.Channel().ID())
	}
	name := call.SlashCommandInteractionData().String("name")
	must(t, call.CreateMessage(discord.MessageCreate{Content: "Hello " + name}))
	seen := s.reads(s.cast.Ben, "Hello World")
	if !seen.Group {
		t.Errorf("got %+v", seen)
	}
}

func TestAnswersTheCallerOnly(t *testing.T) {
	t.Parallel()
	s, call := called(t, "/greet name:World")
	must(t, call.CreateMessage(discord.MessageCreate{
		Content: "psst", Flags: discord.MessageFlagEphemeral,
		Embeds: []discord.Embed{discord.NewEmbed().WithTitle("Secret").AddField("a", "b", true).WithFooterText("end")},
	}))
	s.sees(s.cast.Ann, func(seen frontendtest.Seen) bool {
		return strings.Contains(seen.Text, "psst") && strings.Contains(seen.Text, "Secret")
	})
	if others := s.double.Seen(s.cast.Ben.Ref); len(others) != 0 {
		t.Errorf("somebody else saw %+v", others)
	}
}

func TestAnswersLater(t *testing.T) {
	t.Parallel()
	s, call := called(t, "/greet name:World")
	must(t, call.DeferCreateMessage(true))
	done := "done"
	answer, err := s.bot.Rest.UpdateInteractionResponse(call.ApplicationID(), call.Token(), discord.MessageUpdate{Content: &done})
	must(t, err)
	s.reads(s.cast.Ann, done)
	again, err := s.bot.Rest.GetInteractionResponse(call.ApplicationID(), call.Token())
	must(t, err)
	if again.ID != answer.ID || !again.Flags.Has(discord.MessageFlagEphemeral) {
		t.Errorf("got %+v, want %s, for the caller only", again, answer.ID)
	}
}

func TestFollowsUp(t *testing.T) {
	t.Parallel()
	s, call := called(t, "/greet name:World")
	must(t, call.CreateMessage(discord.MessageCreate{Content: "one"}))
	more, err := s.bot.Rest.CreateFollowupMessage(call.ApplicationID(), call.Token(), discord.MessageCreate{Content: "two"})
	must(t, err)
	s.reads(s.cast.Ben, "two")
	changed := "three"
	_, err = s.bot.Rest.UpdateFollowupMessage(call.ApplicationID(), call.Token(), more.ID, discord.MessageUpdate{Content: &changed})
	must(t, err)
	if seen := s.reads(s.cast.Ben, changed); seen.ID != more.ID.String() {
		t.Errorf("message %s, want %s", seen.ID, more.ID)
	}
	must(t, s.bot.Rest.DeleteFollowupMessage(call.ApplicationID(), call.Token(), more.ID))
	must(t, s.bot.Rest.DeleteInteractionResponse(call.ApplicationID(), call.Token()))
}

func TestCompletes(t *testing.T) {
	t.Parallel()
	s := registered(t)
	offered := make(chan []string, 1)
	s.does(func() error {
		choices, err := s.double.Complete(s.cast.Ann.Ref, s.cast.Group.Ref, "/greet name:Wo", "name")
		offered <- choices
		return err
	})
	question := next[*events.AutocompleteInteractionCreate](s)
	if typed := question.Data.String("name"); typed != "Wo" {
		t.Errorf("typed %q", typed)
	}
	must(t, question.AutocompleteResult([]discord.AutocompleteChoice{
		discord.AutocompleteChoiceString{Name: "World", Value: "world"},
	}))
	if got := <-offered; len(got) != 1 || got[0] != "World" {
		t.Errorf("offered %q", got)
	}
}

// commands has one of each kind of option.
func commands() []discord.ApplicationCommandCreate {
	return []discord.ApplicationCommandCreate{
		discord.SlashCommandCreate{
			Name: "greet", Description: "Says hello", NameLocalizations: map[discord.Locale]string{discord.LocaleGerman: "gruss"},
			Contexts:         []discord.InteractionContextType{discord.InteractionContextTypeGuild, discord.InteractionContextTypeBotDM},
			IntegrationTypes: []discord.ApplicationIntegrationType{discord.ApplicationIntegrationTypeGuildInstall, discord.ApplicationIntegrationTypeUserInstall},
			Options: []discord.ApplicationCommandOption{
				discord.ApplicationCommandOptionString{Name: "name", Description: "Whom", Required: true, Autocomplete: true},
				discord.ApplicationCommandOptionAttachment{Name: "picture", Description: "What they look like"},
			},
		},
		discord.SlashCommandCreate{
			Name: "deal", Description: "Deals",
			Options: []discord.ApplicationCommandOption{
				discord.ApplicationCommandOptionSubCommand{
					Name: "start", Description: "Starts one",
					Options: []discord.ApplicationCommandOption{
						discord.ApplicationCommandOptionUser{Name: "with", Description: "Whom", Required: true},
						discord.ApplicationCommandOptionString{
							Name: "network", Description: "Where",
							Choices: []discord.ApplicationCommandOptionChoiceString{{Name: "TikTok", Value: "tiktok"}},
						},
						discord.ApplicationCommandOptionInt{Name: "days", Description: "How long"},
						discord.ApplicationCommandOptionBool{Name: "quiet", Description: "Tells nobody"},
						discord.ApplicationCommandOptionChannel{Name: "place", Description: "Where to"},
						discord.ApplicationCommandOptionRole{Name: "role", Description: "Who decides"},
					},
				},
			},
		},
	}
}
