package discord

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// harbor is a guild with one named role, owned by user 9.
func harbor() *guilds {
	g := newGuilds()
	g.learn(wireGuild{ID: "5", Name: "Harbor", OwnerID: "9", Roles: []wireRole{{ID: "70", Name: "Mediator"}}})
	return g
}

const inGuild = `"id":"1","application_id":"2","token":"tok","guild_id":"5","channel_id":"6","locale":"ar",
	"member":{"nick":"Annie","roles":["70","71"],"permissions":"2048","user":{"id":"3","username":"ann","global_name":"Ann"}}`

func decoded(t *testing.T, raw string) (wireInteraction, chat.Interaction) {
	t.Helper()
	w, in, err := harbor().decode(json.RawMessage(raw), noon)
	if err != nil {
		t.Fatal(err)
	}
	return w, in
}

func TestCommand(t *testing.T) {
	t.Parallel()
	_, in := decoded(t, `{`+inGuild+`,"type":2,"data":{"name":"deal","options":[{"name":"admin","type":2,"options":[
		{"name":"start","type":1,"options":[
			{"name":"who","type":6,"value":"4"},{"name":"count","type":4,"value":12345678901234567},
			{"name":"loud","type":5,"value":true},{"name":"where","type":7,"value":"8"},{"name":"note","type":3,"value":"hi \" there"},
			{"name":"proof","type":11,"value":"90"},{"name":"lost","type":6,"value":"44"}]}]}],
		"resolved":{"users":{"4":{"id":"4","username":"ben","global_name":"Ben","bot":true}},"members":{"4":{"nick":"Benny"}},
			"channels":{"8":{"id":"8","name":"deals"}},
			"attachments":{"90":{"id":"90","filename":"a.png","size":7,"url":"https://cdn.discordapp.com/a.png"}}}}}`)
	ben := chat.User{Ref: userRef("4"), Name: "Benny", Handle: "ben", Bot: true}
	deals := placeRef("8")
	want := chat.Interaction{
		Kind: chat.Invoke, EventID: "1", At: noon, Path: "deal admin start",
		User:  chat.User{Ref: userRef("3"), Name: "Annie", Handle: "ann", Locale: "ar"},
		Place: chat.Place{Ref: placeRef("6"), Kind: chat.GroupPlace, Space: spaceRef("5"), SpaceName: "Harbor"},
		Roles: []chat.Role{{ID: "70", Name: "Mediator"}, {ID: "71"}},
		Args: map[string]chat.Value{
			"who": {Text: "@ben", User: &ben}, "count": {Text: "12345678901234567"}, "loud": {Text: "true"},
			"where": {Text: "#deals", Place: &deals}, "note": {Text: `hi " there`}, "lost": {Text: "<@44>"},
			"proof": {Text: "a.png", File: &chat.FileRef{Platform: Platform, ID: "https://cdn.discordapp.com/a.png", Name: "a.png", Size: 7}},
		},
	}
	if !reflect.DeepEqual(in, want) {
		t.Errorf("got  %+v\nwant %+v", in, want)
	}
}

// Who is on another app is named in words, beside the picker; a pick counts more.
func TestPersonElsewhere(t *testing.T) {
	t.Parallel()
	const ben = `"resolved":{"users":{"4":{"id":"4","username":"ben"}}}`
	const pick, words = `{"name":"who","type":6,"value":"4"}`, `{"name":"who_elsewhere","type":3,"value":"telegram:7"}`
	for options, want := range map[string]string{words: "telegram:7", pick + "," + words: "@ben", words + "," + pick: "@ben"} {
		_, in := decoded(t, `{`+inGuild+`,"type":2,"data":{"name":"deal","options":[`+options+`],`+ben+`}}`)
		if len(in.Args) != 1 || in.Args["who"].Text != want {
			t.Errorf("%s: %+v", options, in.Args)
		}
	}
}

func TestCompletion(t *testing.T) {
	t.Parallel()
	_, in := decoded(t, `{`+inGuild+`,"type":4,"data":{"name":"deal","options":[{"name":"show","type":1,"options":[
		{"name":"status","type":3,"value":"act","focused":true}]}]}}`)
	if in.Kind != chat.Complete || in.Path != "deal show" || in.Option != "status" || in.Text.Text != "act" {
		t.Errorf("got %+v", in)
	}
}

func TestPresses(t *testing.T) {
	t.Parallel()
	const message = `,"message":{"id":"99","flags":64,"components":[{"type":99,"x":[1]}]}`
	_, in := decoded(t, `{`+inGuild+`,"type":3,"data":{"custom_id":"abc#2","component_type":2}`+message+`}`)
	if in.Kind != chat.Pressed || in.Token != "abc" || in.Message != messageRef("6", "99") {
		t.Errorf("button: %+v", in)
	}
	w, in := decoded(t, `{`+inGuild+`,"type":3,"data":{"custom_id":"s","component_type":3,"values":["x"]}`+message+`}`)
	if in.Kind != chat.Chose || in.Token != "s" || in.Choice != "x" || w.Message.Flags != flagOnlyCaller {
		t.Errorf("select: %+v", in)
	}
	_, in = decoded(t, `{`+inGuild+`,"type":5,"data":{"custom_id":"f","components":[
		{"type":18,"component":{"type":4,"custom_id":"amount","value":"250"}},{"type":18,"component":{"type":3,"custom_id":"kind","values":["a","b"]}},
		{"type":1,"components":[{"type":4,"custom_id":"due","value":""}]},{"type":98},7]}}`)
	want := map[string]chat.Value{"amount": {Text: "250"}, "due": {}, "kind": {Text: "a,b"}}
	if in.Kind != chat.Submit || in.Token != "f" || !reflect.DeepEqual(in.Fields, want) || !in.Message.IsZero() {
		t.Errorf("form: %+v", in)
	}
}

func TestAdministrators(t *testing.T) {
	t.Parallel()
	g := harbor()
	for _, tt := range []struct {
		who   wireID
		bits  string
		admin bool
	}{{"3", "8", true}, {"3", "2147483647", true}, {"3", "32", false}, {"3", "", false}, {"9", "0", true}, {"", "0", false}} {
		if _, admin := g.standing("5", tt.who, &wireMember{Permissions: tt.bits}); admin != tt.admin {
			t.Errorf("user %s with %s: %v", tt.who, tt.bits, admin)
		}
	}
	if roles, admin := g.standing("5", "9", nil); roles != nil || admin {
		t.Error("somebody who is no member has a standing")
	}
}

// What people write comes without permissions: their roles' tell.
func TestAdministratorsWhoWrite(t *testing.T) {
	t.Parallel()
	g := harbor()
	g.learnRole("5", wireRole{ID: "71", Name: "Crew", Permissions: "32"})
	g.learnRole("5", wireRole{ID: "72", Name: "Captain", Permissions: "8"})
	for _, tt := range []struct {
		m     wireMember
		admin bool
	}{
		{wireMember{Roles: []wireID{"71"}}, false},
		{wireMember{Roles: []wireID{"71", "72"}}, true},
		{wireMember{Roles: []wireID{"72"}, Permissions: "0"}, false}, // Discord itself tells
	} {
		if _, admin := g.standing("5", "3", &tt.m); admin != tt.admin {
			t.Errorf("%+v: %v", tt.m, admin)
		}
	}
	g.learnRole("5", wireRole{ID: "5", Permissions: "8"})
	if _, admin := g.standing("5", "3", &wireMember{}); !admin {
		t.Error("where everybody is an administrator, somebody is not")
	}
}

// A guild that has not added the bot is no community, whoever brought it along.
func TestForeignGuild(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		guild, owners string
		space         string
	}{
		{"5", `,"authorizing_integration_owners":{"0":"5","1":"3"}`, "5"},
		{"5", `,"authorizing_integration_owners":{"1":"3"}`, "5"}, // added, as Discord has told
		{"6", `,"authorizing_integration_owners":{"1":"3"}`, ""},
		{"6", `,"authorizing_integration_owners":{"0":"6"}`, "6"}, // not told yet
		{"6", `,"authorizing_integration_owners":7`, "6"},
		{"6", ``, "6"},
	} {
		g := harbor()
		w, in, err := g.decode(json.RawMessage(`{"id":"1","token":"t","type":2,"data":{"name":"ping"},"channel_id":"8","context":0,"guild_id":"`+tt.guild+
			`","member":{"permissions":"8","roles":["70"],"user":{"id":"3","username":"ann"}}`+tt.owners+`}`), time.Time{})
		if err != nil || in.Place.Space.ID != tt.space || in.Place.Kind != chat.GroupPlace || in.Admin != (tt.space != "") {
			t.Errorf("%+v: %+v, %v", tt, in, err)
		}
		if all := (&turn{wire: w}).onlyCaller(chat.Public); all != (tt.space == "") {
			t.Errorf("%+v: only for the caller: %v", tt, all)
		}
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	const head = `"id":"1","token":"t","type":2,"data":{"name":"ping"},"user":{"id":"3","username":"ann"},"channel":{"id":"6","type":`
	for _, tt := range []struct {
		raw  string
		kind chat.PlaceKind
	}{
		{head + `1},"context":1`, chat.DirectPlace},
		{head + `1}`, chat.DirectPlace},
		{head + `3},"context":2`, chat.GroupPlace},
		{head + `1},"context":2`, chat.GroupPlace}, // somebody else's direct chat
		{head + `3}`, chat.GroupPlace},
	} {
		_, in := decoded(t, "{"+tt.raw+"}")
		if in.Place.Kind != tt.kind || !in.Place.Space.IsZero() || in.Place.Ref != placeRef("6") || in.User.Name != "ann" {
			t.Errorf("%s: %+v", tt.raw, in)
		}
	}
}

// What Discord changes must not make the rest unreadable.
func TestD4LenientDecoding(t *testing.T) {
	t.Parallel()
	_, in := decoded(t, `{"id":1,"application_id":"2","token":"tok","guild_id":5,"channel_id":"6","locale":{"new":1},"context":"zero",
		"member":{"nick":7,"roles":"none","permissions":8,"user":{"id":"3","username":"ann","global_name":["x"]}},
		"message":{"id":"99","flags":"64","author":3,"mentions":{},"components":[{"type":99}]},
		"type":3,"data":{"custom_id":"abc","component_type":2,"values":"x","resolved":[]}}`)
	if in.EventID != "1" || in.User.Ref != userRef("3") || in.User.Name != "ann" || in.Token != "abc" || in.Message.ID != "99" || in.Kind != chat.Pressed {
		t.Errorf("got %+v", in)
	}
	m, ours, err := harbor().answer(json.RawMessage(`{"id":"1","channel_id":"6","content":"250 EUR","type":"plain","flags":[],
		"author":{"id":"3","username":"ann","avatar":{"x":1}},"components":[{"type":99,"label":{}}],"attachments":7,"embeds":"?"}`), "2", noon)
	if err != nil || !ours || m.EventID != "1" || m.User.Ref != userRef("3") || m.Text.Text != "250 EUR" {
		t.Errorf("got %+v, %v, %v", m, ours, err)
	}
}

func TestD4Unreadable(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{
		``, `7`, `[]`, `{"id":"1"`, `{}`, `{"id":"1","type":2,"data":{"name":"x"},"user":{"id":"3"},"channel_id":"6"}`,
		`{` + inGuild + `,"type":2}`, `{` + inGuild + `,"type":2,"data":{}}`, `{` + inGuild + `,"type":6,"data":{"name":"x"}}`,
		`{"id":"x","token":"t","type":2,"data":{"name":"x"},"user":{"id":"3"},"channel_id":"6"}`,
	} {
		if _, in, err := harbor().decode(json.RawMessage(raw), noon); err == nil {
			t.Errorf("%s was read as %+v", raw, in)
		}
	}
	if _, _, err := harbor().answer(json.RawMessage(`{"content":"hi"}`), "2", noon); !errors.Is(err, errUnreadable) {
		t.Errorf("a message without author: %v", err)
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	const ann = `"author":{"id":"3","username":"ann"}`
	const ours, theirs = `"type":19,"referenced_message":{"id":"88","author":{"id":"2","bot":true}}`, `"type":19,"referenced_message":{"id":"88","author":{"id":"4"}}`
	tests := []struct {
		name, raw string
		ours      bool
		text      string
	}{
		{"words in a direct chat", `"content":"hi",` + ann, true, "hi"},
		{"an answer to the bot in a guild", `"guild_id":"5","content":"hi",` + ann + `,` + ours, true, "hi"},
		{"an answer to somebody else", `"guild_id":"5","content":"hi",` + ann + `,` + theirs, false, ""},
		{"talk in a guild", `"guild_id":"5","content":"hi",` + ann, false, ""},
		{"a bot", `"content":"hi","author":{"id":"3","bot":true}`, false, ""},
		{"a webhook", `"content":"hi","webhook_id":"3",` + ann, false, ""},
		{"a pin", `"content":"","type":6,` + ann, false, ""},
		{"a mention in words", `"content":"<@4> <@!4> and","mentions":[{"id":"4","username":"ben"}],` + ann, true, "@ben @ben and"},
		{"a file alone", `"content":"","attachments":[{"filename":"a.png","url":"https://x/a.png"}],` + ann, true, "a.png"},
	}
	for _, tt := range tests {
		in, got, err := harbor().answer(json.RawMessage(`{"id":"1","channel_id":"6",`+tt.raw+`}`), "2", noon)
		if err != nil || got != tt.ours || got && in.Text.Text != tt.text {
			t.Errorf("%s: %+v %v %v", tt.name, in, got, err)
		}
	}
	in, _, _ := harbor().answer(json.RawMessage(`{"id":"1","channel_id":"6","content":" <@4> ","mentions":[{"id":"4","username":"ben"}],`+ann+`}`), "2", noon)
	if in.Text.User == nil || in.Text.User.Ref != userRef("4") {
		t.Errorf("a mention alone: %+v", in.Text)
	}
	in, _, _ = harbor().answer(json.RawMessage(`{"id":"1","guild_id":"5","channel_id":"6","content":"x","member":{"nick":"Annie","roles":["70"]},`+ann+`,`+ours+`}`), "2", noon)
	if in.User.Name != "Annie" || in.Roles[0].Name != "Mediator" || in.Message != messageRef("6", "88") || in.Place.Space != spaceRef("5") {
		t.Errorf("in a guild: %+v", in)
	}
}

func TestGuildsKeepUp(t *testing.T) {
	t.Parallel()
	g := harbor()
	g.learn(wireGuild{ID: "5", Name: "Haven", OwnerID: "9"})
	g.learnRole("5", wireRole{ID: "71", Name: "Pilot"})
	g.forgetRole("5", "70")
	g.learn(wireGuild{ID: "5", Unavailable: true}) // an outage takes nothing away
	roles, _ := g.standing("5", "3", &wireMember{Roles: []wireID{"70", "71"}})
	if want := []chat.Role{{ID: "70"}, {ID: "71", Name: "Pilot"}}; !reflect.DeepEqual(roles, want) {
		t.Errorf("roles %+v", roles)
	}
	if p := g.place("5", "6"); p.SpaceName != "Haven" {
		t.Errorf("place %+v", p)
	}
	g.forget("5")
	g.learnRole("5", wireRole{ID: "1"})
	g.forgetRole("5", "1")
	if p := g.place("5", "6"); p.SpaceName != "" || p.Space != spaceRef("5") {
		t.Errorf("forgotten: %+v", p)
	}
}
