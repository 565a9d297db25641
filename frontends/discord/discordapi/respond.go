package discordapi

import (
	"context"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"

	"github.com/parleybot/parley/core/chat"
)

// Interaction names one act of a person on Discord. Token lets anybody who
// knows it answer for 15 minutes; At is when the interaction was received.
type Interaction struct {
	ID, ApplicationID, Token string
	At                       time.Time
}

// Kind says how an interaction is answered, by Discord's numbers.
type Kind int

// The kinds of answers.
const (
	Answer      Kind = 4 // with a message
	DeferAnswer Kind = 5 // a message follows
	DeferUpdate Kind = 6 // an edit of the pressed message may follow
	Update      Kind = 7 // by replacing the pressed message
	Choices     Kind = 8 // with suggestions for an option
	Form        Kind = 9 // with a form
)

// Response is the first answer to an interaction. Message is used by Answer,
// Update and, for its OnlyCaller, DeferAnswer; the others by the kinds of their
// names.
type Response struct {
	Kind    Kind
	Message Message
	Form    Modal
	Choices []Choice
}

// Modal is a form: one to five Labels.
type Modal struct {
	CustomID   string                       `json:"custom_id"`
	Title      string                       `json:"title"`
	Components []discordgo.MessageComponent `json:"components"`
}

// Choice is one suggestion for an option, at most 100 characters each.
type Choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// alreadyAnswered is Discord's code for a second first answer.
const alreadyAnswered = 40060

// callback is not discordgo's struct: that one says content and tts in every
// kind of answer, also in those that know neither.
type callback struct {
	Type Kind `json:"type"`
	Data any  `json:"data,omitempty"`
}

// Respond gives the first answer, which Discord waits for three seconds, and
// returns the id of the message that it made, where it made one and told. A
// lost answer is repeated at once; then "already answered" means that it worked.
func (c *Client) Respond(ctx context.Context, i Interaction, r Response) (messageID string, err error) {
	q := request{
		method: http.MethodPost, route: "/interactions/{interaction}/{token}/callback", major: i.ID,
		url: discordgo.EndpointInteractionResponse(i.ID, i.Token) + "?with_response=true",
		ids: []string{i.ID, i.Token}, rank: RankAnswer, answers: true, settled: alreadyAnswered,
	}
	q, err = pack(q, callback{Type: r.Kind, Data: r.data()}, r.files())
	if err != nil {
		return "", err
	}
	body, err := c.call(ctx, q)
	if err != nil || len(body) == 0 {
		return "", err
	}
	var answer struct {
		Resource struct {
			Message struct {
				ID string `json:"id"`
			} `json:"message"`
		} `json:"resource"`
	}
	_ = q.decode(body, &answer) // the answer counted; only the id is unknown
	return answer.Resource.Message.ID, nil
}

// data is what a kind of answer carries; those that carry nothing must not even
// carry an empty object.
func (r Response) data() any {
	switch r.Kind {
	case Answer:
		return r.Message.follow()
	case Update:
		return r.Message.edit()
	case DeferAnswer:
		if r.Message.OnlyCaller {
			return map[string]any{"flags": discordgo.MessageFlagsEphemeral}
		}
	case Form:
		return r.Form
	case Choices:
		choices := r.Choices
		if choices == nil {
			choices = []Choice{}
		}
		return map[string]any{"choices": choices}
	}
	return nil
}

func (r Response) files() []chat.File {
	if r.Kind == Answer || r.Kind == Update {
		return r.Message.Files
	}
	return nil
}

// EditAnswer replaces the first answer, or fills a deferred one, and returns
// its message's id.
func (c *Client) EditAnswer(ctx context.Context, i Interaction, m Message) (messageID string, err error) {
	return c.editWith(ctx, i, "@original", m)
}

// EditFollowup replaces a further answer.
func (c *Client) EditFollowup(ctx context.Context, i Interaction, messageID string, m Message) error {
	_, err := c.editWith(ctx, i, messageID, m)
	return err
}

// Followup gives a further answer and returns its message's id.
func (c *Client) Followup(ctx context.Context, i Interaction, m Message) (messageID string, err error) {
	q := i.request(http.MethodPost, "/webhooks/{application}/{token}")
	q.url, q.doubles = discordgo.EndpointFollowupMessage(i.ApplicationID, i.Token)+"?wait=true", true
	return c.post(ctx, q, m.follow(), m.Files)
}

// DeleteAnswer takes the first answer away.
func (c *Client) DeleteAnswer(ctx context.Context, i Interaction) error {
	q := i.request(http.MethodDelete, "/webhooks/{application}/{token}/messages/{message}")
	q.url = discordgo.EndpointInteractionResponseActions(i.ApplicationID, i.Token)
	_, err := c.call(ctx, q)
	return err
}

func (c *Client) editWith(ctx context.Context, i Interaction, messageID string, m Message) (string, error) {
	q := i.request(http.MethodPatch, "/webhooks/{application}/{token}/messages/{message}")
	q.url = discordgo.EndpointFollowupMessageActions(i.ApplicationID, i.Token, messageID)
	q.ids = append(q.ids, messageID)
	return c.post(ctx, q, m.edit(), m.Files)
}

// request prepares a request under the interaction's token, which is also what
// its limit is counted by.
func (i Interaction) request(method, route string) request {
	return request{
		method: method, route: route, ids: []string{i.ApplicationID, i.Token},
		major: i.Token, rank: RankAnswer, answers: true,
	}
}

// post sends a message and returns its id.
func (c *Client) post(ctx context.Context, q request, body any, files []chat.File) (messageID string, err error) {
	q, err = pack(q, body, files)
	if err != nil {
		return "", err
	}
	answer, err := c.call(ctx, q)
	if err != nil {
		return "", err
	}
	var made struct {
		ID string `json:"id"`
	}
	if err := q.decode(answer, &made); err != nil {
		return "", err
	}
	return made.ID, nil
}
