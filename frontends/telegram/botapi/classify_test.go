package botapi_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/go-telegram/bot"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

const group = -1001234

// The table of demand T8, row by row, through real HTTP answers.
func TestT8Classes(t *testing.T) {
	t.Parallel()
	refused := func(code int, words string) string {
		return fmt.Sprintf(`{"ok":false,"error_code":%d,"description":%q}`, code, words)
	}
	const html = "<html><h1>502 Bad Gateway</h1></html>"
	send := botapi.Call{Rank: botapi.RankNotice, Chat: 42, Create: true}
	sendGroup := botapi.Call{Rank: botapi.RankNotice, Chat: group, Create: true}
	edit := botapi.Call{Rank: botapi.RankEdit, Chat: 42}
	answer := botapi.Call{Rank: botapi.RankAnswer}
	tests := []struct {
		name   string
		call   botapi.Call
		status int
		body   string
		want   chat.SendClass // "": success
	}{
		{"retry: 500 on an edit", edit, 500, refused(500, "Internal Server Error"), chat.Retry},
		{"retry: HTML on an edit", edit, 502, html, chat.Retry},
		{"retry: HTML with status 200 on an answer", answer, 200, html, chat.Retry},
		{"retry: a proxy's own 429 on an edit", edit, 429, html, chat.Retry},
		{"retry: a proxy's own 401 on an edit", edit, 401, html, chat.Retry},
		{"retry: half an answer on an edit", edit, 200, `{"ok":true,"result":{"message_i`, chat.Retry},
		{"retry: a redirect on an answer", answer, 302, "", chat.Retry},
		{"retry: a conflict", answer, 409, refused(409, "Conflict: terminated"), chat.Retry},
		{"unknown: 500 on a send", send, 500, refused(500, "Internal Server Error"), chat.Unknown},
		{"unknown: 502 HTML on a send", send, 502, html, chat.Unknown},
		{"unknown: half an answer on a send", send, 200, `{"ok":true,"result":{"message_i`, chat.Unknown},
		{"unknown: an answer of another shape", send, 200, `{"ok":true,"result":"gladly"}`, chat.Unknown},
		{"unreachable: blocked", send, 403, refused(403, "Forbidden: bot was blocked by the user"), chat.Unreachable},
		{"unreachable: deactivated", send, 403, refused(403, "Forbidden: user is deactivated"), chat.Unreachable},
		{"unreachable: never started", send, 403, refused(403, "Forbidden: bot can't initiate conversation with a user"), chat.Unreachable},
		{"unreachable: a bot", send, 403, refused(403, "Forbidden: bot can't send messages to bots"), chat.Unreachable},
		{"unreachable: no such direct chat", send, 400, refused(400, "Bad Request: chat not found"), chat.Unreachable},
		{"unreachable: any other 403 of a person", send, 403, refused(403, "Forbidden: no"), chat.Unreachable},
		{"gone: kicked", sendGroup, 403, refused(403, "Forbidden: bot was kicked from the supergroup chat"), chat.Gone},
		{"gone: not a member", sendGroup, 403, refused(403, "Forbidden: bot is not a member of the channel chat"), chat.Gone},
		{"gone: deleted", sendGroup, 403, refused(403, "Forbidden: the group chat was deleted"), chat.Gone},
		{"gone: no such group", sendGroup, 400, refused(400, "Bad Request: chat not found"), chat.Gone},
		{"gone: no such thread", sendGroup, 400, refused(400, "Bad Request: message thread not found"), chat.Gone},
		{"gone: topic deleted", sendGroup, 400, refused(400, "Bad Request: TOPIC_DELETED"), chat.Gone},
		{"gone: upgraded without saying whereto", sendGroup, 400, refused(400, "Bad Request: group chat was upgraded to a supergroup chat"), chat.Gone},
		{"forbidden: topic closed", sendGroup, 400, refused(400, "Bad Request: TOPIC_CLOSED"), chat.Forbidden},
		{"forbidden: muted", sendGroup, 400, refused(400, "Bad Request: not enough rights to send text messages to the chat"), chat.Forbidden},
		{"forbidden: any other 403 of a group", sendGroup, 403, refused(403, "Forbidden: no"), chat.Forbidden},
		{"success: not modified", edit, 400, refused(400, "Bad Request: message is not modified: specified new message content"), ""},
		{"success: deleted already", edit, 400, refused(400, "Bad Request: message to delete not found"), ""},
		{"late: an old press", answer, 400, refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"), chat.Late},
		{"late: the message is gone", edit, 400, refused(400, "Bad Request: message to edit not found"), chat.Late},
		{"late: the message is closed", edit, 400, refused(400, "Bad Request: message can't be edited"), chat.Late},
		{"invalid: any other 400", send, 400, refused(400, "Bad Request: message text is empty"), chat.Invalid},
		{"invalid: unknown method", send, 404, refused(404, "Not Found: method not found"), chat.Invalid},
		{"invalid: too large", send, 413, refused(413, "Request Entity Too Large"), chat.Invalid},
		{"fatal: 401", send, 401, refused(401, "Unauthorized"), chat.Fatal},
		{"fatal: no such bot", send, 404, refused(404, "Not Found"), chat.Fatal},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := through(t, tt.call, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(tt.status)
				_, _ = w.Write([]byte(tt.body))
			})
			if err == nil {
				t.Fatal("the call succeeded")
			}
			failure := botapi.Classify(err, tt.call)
			if tt.want == "" {
				if failure != nil {
					t.Errorf("got %v, want success", failure)
				}
				return
			}
			if failure == nil || failure.Class != tt.want || failure.Err == nil {
				t.Errorf("got %+v, want class %s", failure, tt.want)
			}
		})
	}
}

func TestT8Wait(t *testing.T) {
	t.Parallel()
	for chatID, all := range map[int64]bool{42: false, 0: true} {
		call := botapi.Call{Rank: botapi.RankNotice, Chat: chatID, Create: true}
		err := through(t, call, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(429)
			_, _ = w.Write([]byte(`{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}`))
		})
		got := botapi.Classify(fmt.Errorf("wrapped: %w", err), call)
		if got == nil || got.Class != chat.Wait || got.After != 7*time.Second || got.All != all {
			t.Errorf("chat %d: %+v", chatID, got)
		}
	}
}

func TestT9MovedSaysWhereto(t *testing.T) {
	t.Parallel()
	call := botapi.Call{Rank: botapi.RankNotice, Chat: -77, Create: true}
	err := through(t, call, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(400)
		_, _ = w.Write([]byte(`{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1001234567890123}}`))
	})
	got := botapi.Classify(err, call)
	if got == nil || got.Class != chat.Moved || got.MovedTo != (chat.PlaceRef{Platform: "telegram", ID: "-1001234567890123"}) {
		t.Errorf("got %+v", got)
	}
}

// What the network does, on both sides of the moment the request has left.
func TestT8LostAnswers(t *testing.T) {
	t.Parallel()
	send := botapi.Call{Rank: botapi.RankNotice, Chat: 42, Create: true}
	edit := botapi.Call{Rank: botapi.RankEdit, Chat: 42}
	cut := func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseMultipartForm(1 << 20)
		panic(http.ErrAbortHandler)
	}
	for call, want := range map[botapi.Call]chat.SendClass{send: chat.Unknown, edit: chat.Retry} {
		if got := botapi.Classify(through(t, call, cut), call); got == nil || got.Class != want {
			t.Errorf("cut after the request, %+v: %+v", call, got)
		}
	}
	s := httptest.NewServer(http.NotFoundHandler())
	s.Close() // nobody listens there any more
	c, err := botapi.New(botapi.Options{Token: token, URL: s.URL})
	if err != nil {
		t.Fatal(err)
	}
	if got := botapi.Classify(text(t.Context(), c, send), send); got == nil || got.Class != chat.Retry {
		t.Errorf("nobody listens: %+v", got)
	}
}

// breaking is a network that breaks off after so many bytes of a request.
type breaking int

func (b breaking) RoundTrip(r *http.Request) (*http.Response, error) {
	_, _ = io.CopyN(io.Discard, r.Body, int64(b))
	return nil, errors.New("connection reset")
}

func TestT8HalfARequestHasNoEffect(t *testing.T) {
	t.Parallel()
	call := botapi.Call{Chat: 42, Create: true}
	for bytes, want := range map[breaking]chat.SendClass{0: chat.Retry, 10: chat.Retry, 1 << 20: chat.Unknown} {
		c, err := botapi.New(botapi.Options{Token: token, Transport: bytes})
		if err != nil {
			t.Fatal(err)
		}
		if got := botapi.Classify(text(t.Context(), c, call), call); got == nil || got.Class != want {
			t.Errorf("after %d bytes: %v, want %s", bytes, got, want)
		}
	}
}

func TestT8HangsEndWithTheirContext(t *testing.T) {
	t.Parallel()
	for create, want := range map[bool]chat.SendClass{true: chat.Unknown, false: chat.Retry} {
		call := botapi.Call{Chat: 42, Create: create}
		ctx, cancel := context.WithCancel(t.Context())
		c := serve(t, func(_ http.ResponseWriter, r *http.Request) {
			_ = r.ParseMultipartForm(1 << 20)
			cancel() // the caller gives up after the request has arrived
			<-r.Context().Done()
		})
		err := text(ctx, c, call)
		if got := botapi.Classify(err, call); got == nil || got.Class != want || !errors.Is(err, context.Canceled) {
			t.Errorf("create %v: %v", create, err)
		}
	}
}

func TestMissingMessage(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]bool{
		"Bad Request: message to edit not found": true,
		"Bad Request: message can't be edited":   true,
		"Bad Request: MESSAGE_ID_INVALID":        true,
		"Bad Request: message is not modified":   false,
		"Bad Request: chat not found":            false,
	} {
		call := botapi.Call{Rank: botapi.RankEdit, Chat: 42}
		err := through(t, call, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(400)
			_, _ = fmt.Fprintf(w, `{"ok":false,"error_code":400,"description":%q}`, words)
		})
		if got := botapi.MissingMessage(err); got != want {
			t.Errorf("%s: %v", words, got)
		}
	}
	if botapi.MissingMessage(nil) || botapi.MissingMessage(errors.New("other")) || botapi.Classify(nil, botapi.Call{}) != nil {
		t.Error("no failure is taken for one")
	}
}

// serve returns a client of a real HTTP server.
func serve(t *testing.T, handle http.HandlerFunc) *botapi.Client {
	t.Helper()
	s := httptest.NewServer(handle)
	t.Cleanup(s.Close)
	c, err := botapi.New(botapi.Options{Token: token, URL: s.URL})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// through makes one call against a server that answers so.
func through(t *testing.T, call botapi.Call, handle http.HandlerFunc) error {
	t.Helper()
	return text(t.Context(), serve(t, handle), call)
}

// text makes the call that fits: a message, an edit or a callback answer.
func text(ctx context.Context, c *botapi.Client, call botapi.Call) (err error) {
	ctx = botapi.With(ctx, call)
	switch call.Rank {
	case botapi.RankAnswer:
		_, err = c.Bot().AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{CallbackQueryID: "1"})
	case botapi.RankEdit:
		_, err = c.Bot().EditMessageText(ctx, &bot.EditMessageTextParams{ChatID: call.Chat, MessageID: 1, Text: private})
	default:
		_, err = c.Bot().SendMessage(ctx, &bot.SendMessageParams{ChatID: call.Chat, Text: private})
	}
	return err
}

// private is what no log and no error may repeat.
const private = "only Ann may read this"
