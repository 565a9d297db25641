package discordapi

import (
	"context"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"github.com/parleybot/parley/core/chat"
)

// said collects the requests of a client that is always answered.
type said struct{ method, path, query, media, body string }

func listening(t *testing.T, answer string) (*Client, *[]said) {
	t.Helper()
	var all []said
	c := carried(t, func(r *http.Request) (int, map[string]string, string) {
		body, _ := io.ReadAll(r.Body)
		if r.Header.Get("Authorization") != "Bot "+testToken || !strings.HasPrefix(r.Header.Get("User-Agent"), "DiscordBot (") {
			t.Errorf("headers %v", r.Header)
		}
		all = append(all, said{r.Method, r.URL.Path, r.URL.RawQuery, r.Header.Get("Content-Type"), string(body)})
		return 200, nil, answer
	})
	c.self.Store(&self{application: "66"})
	return c, &all
}

func button(id string) discordgo.MessageComponent {
	return discordgo.ActionsRow{Components: []discordgo.MessageComponent{discordgo.Button{Label: "Go", Style: discordgo.PrimaryButton, CustomID: id}}}
}

func TestWhatIsSent(t *testing.T) {
	t.Parallel()
	full := Message{
		Content: "hi", Embeds: []*discordgo.MessageEmbed{{Title: "T"}}, Rows: []discordgo.MessageComponent{button("a")},
		Users: []string{"8"}, Nonce: "n1", Silent: true, ReplyTo: "4",
	}
	const mentions = `"allowed_mentions":{"parse":[]}`
	const row = `[{"components":[{"custom_id":"a","label":"Go","style":1,"type":2}],"type":1}]`
	i := person(1)
	modal := Modal{CustomID: "m", Title: "F", Components: []discordgo.MessageComponent{discordgo.Label{
		Label: "L", Component: discordgo.TextInput{CustomID: "f", Style: discordgo.TextInputShort, Required: new(bool)},
	}}}
	for name, test := range map[string]struct {
		call func(ctx context.Context, c *Client) error
		want said
	}{
		"a message": {
			func(ctx context.Context, c *Client) error { _, err := c.Send(ctx, RankReply, "5", full); return err },
			said{"POST", "/api/v9/channels/5/messages", "", "", `{"allowed_mentions":{"parse":[],"users":["8"]},"components":` + row +
				`,"content":"hi","embeds":[{"title":"T"}],"enforce_nonce":true,"flags":4096,` +
				`"message_reference":{"fail_if_not_exists":false,"message_id":"4"},"nonce":"n1"}`},
		},
		"an edit clears what is not named": {
			func(ctx context.Context, c *Client) error { return c.EditMessage(ctx, "5", "6", Message{}) },
			said{"PATCH", "/api/v9/channels/5/messages/6", "", "", `{` + mentions + `,"attachments":[],"components":[],"content":"","embeds":[]}`},
		},
		"an answer": {
			respond(i, Response{Kind: Answer, Message: Message{Content: "x", OnlyCaller: true}}),
			callbackOf(`{"data":{` + mentions + `,"content":"x","flags":64},"type":4}`),
		},
		"an update": {
			respond(i, Response{Kind: Update, Message: Message{Content: "x"}}),
			callbackOf(`{"data":{` + mentions + `,"attachments":[],"components":[],"content":"x","embeds":[]},"type":7}`),
		},
		"a deferral for the caller": {
			respond(i, Response{Kind: DeferAnswer, Message: Message{OnlyCaller: true}}), callbackOf(`{"data":{"flags":64},"type":5}`),
		},
		"a deferral for all": {respond(i, Response{Kind: DeferAnswer}), callbackOf(`{"type":5}`)},
		"a deferred update":  {respond(i, Response{Kind: DeferUpdate}), callbackOf(`{"type":6}`)},
		"no choices":         {respond(i, Response{Kind: Choices}), callbackOf(`{"data":{"choices":[]},"type":8}`)},
		"choices": {
			respond(i, Response{Kind: Choices, Choices: []Choice{{Name: "N", Value: "v"}}}),
			callbackOf(`{"data":{"choices":[{"name":"N","value":"v"}]},"type":8}`),
		},
		"a form": {
			respond(i, Response{Kind: Form, Form: modal}),
			callbackOf(`{"data":{"components":[{"component":{"custom_id":"f","required":false,"style":1,"type":4},"label":"L","type":18}],` +
				`"custom_id":"m","title":"F"},"type":9}`),
		},
		"a followup": {
			func(ctx context.Context, c *Client) error {
				_, err := c.Followup(ctx, i, Message{Content: "x", OnlyCaller: true})
				return err
			},
			said{"POST", "/api/v9/webhooks/66/tok1", "wait=true", "", `{` + mentions + `,"content":"x","flags":64}`},
		},
		"an edited followup": {
			func(ctx context.Context, c *Client) error { return c.EditFollowup(ctx, i, "9", Message{Content: "x"}) },
			said{"PATCH", "/api/v9/webhooks/66/tok1/messages/9", "", "", `{` + mentions + `,"attachments":[],"components":[],"content":"x","embeds":[]}`},
		},
		"a deleted answer": {deletesAnswer(i), said{"DELETE", "/api/v9/webhooks/66/tok1/messages/@original", "", "", ""}},
		"a direct chat":    {opens, said{"POST", "/api/v9/users/@me/channels", "", "", `{"recipient_id":"8"}`}},
		"a name":           {func(ctx context.Context, c *Client) error { return c.setName(ctx, "5", "n") }, said{"PATCH", "/api/v9/channels/5", "", "", `{"name":"n"}`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, all := listening(t, `{"id":"1"}`)
			if err := test.call(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			got := (*all)[0]
			if got.body != "" && got.media != "application/json" {
				t.Errorf("media %q", got.media)
			}
			if got.media = ""; got != test.want {
				t.Errorf("\n%+v\n%+v", got, test.want)
			}
		})
	}
}

func respond(i Interaction, r Response) func(context.Context, *Client) error {
	return func(ctx context.Context, c *Client) error { _, err := c.Respond(ctx, i, r); return err }
}

func deletesAnswer(i Interaction) func(context.Context, *Client) error {
	return func(ctx context.Context, c *Client) error { return c.DeleteAnswer(ctx, i) }
}

func callbackOf(body string) said {
	return said{"POST", "/api/v9/interactions/1001/tok1/callback", "with_response=true", "", body}
}

func TestRespondTellsTheMessage(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]string{
		`{"interaction":{"id":"1"},"resource":{"type":4,"message":{"id":"31"}}}`: "31",
		`{"interaction":{"id":"1"}}`: "",
		``:                           "",
		`<`:                          "",
	} {
		c, _ := listening(t, answer)
		if id, err := c.Respond(t.Context(), person(1), Response{Kind: Answer, Message: Message{Content: "x"}}); err != nil || id != want {
			t.Errorf("%s: %q, %v", answer, id, err)
		}
	}
}

func TestFilesTravelInParts(t *testing.T) {
	t.Parallel()
	c, all := listening(t, `{"id":"1"}`)
	file := chat.File{Name: "a.txt", Media: "text/plain", Data: []byte("words")}
	if _, err := c.EditAnswer(t.Context(), person(1), Message{Files: []chat.File{file}}); err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType((*all)[0].media)
	if err != nil {
		t.Fatal(err)
	}
	form, err := multipart.NewReader(strings.NewReader((*all)[0].body), params["boundary"]).ReadForm(1 << 20)
	if err != nil {
		t.Fatal(err)
	}
	if got := form.Value["payload_json"][0]; !strings.Contains(got, `"attachments":[{"filename":"a.txt","id":"0"}]`) {
		t.Error(got)
	}
	head := form.File["files[0]"][0]
	if head.Filename != "a.txt" || head.Header.Get("Content-Type") != "text/plain" || head.Size != 5 {
		t.Errorf("%+v", head)
	}
}
