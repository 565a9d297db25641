package discordapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// Rank orders requests that wait for the same limit: the lowest goes first.
type Rank int

// The ranks, in the order in which they leave.
const (
	RankAnswer       Rank = iota // an answer to an interaction, which has 3 s
	RankReply                    // what a person waits for
	RankEdit                     // bringing an older message up to date
	RankNotice                   // a notification
	RankAnnouncement             // one of many to many
)

// smallBody is the size in bytes up to which a body leaves at once; more of it
// is a file on its way.
const smallBody = 64 << 10

// request is one call of Discord's interface.
type request struct {
	method string
	route  string   // the address as a template, for limits and errors
	url    string   // the whole address; never shown
	ids    []string // the parts of the address that came from elsewhere
	major  string   // what the limit is counted by, besides the route
	rank   Rank
	media  string
	body   []byte
	// answers: an interaction's own endpoint, which is outside the global limit
	// and is authorised by the interaction's token.
	answers bool
	// doubles: a repetition would have its effect twice.
	doubles bool
	// settled is the code that, on a repetition, says that the first try worked.
	settled int
}

// How often, and after what pause times the number of tries, an answer to an
// interaction is given: its person waits.
const (
	answerTries = 3
	answerPause = time.Second
	// answerPatience is how long a limit may keep an answer waiting here: its
	// person's next act stands behind it.
	answerPatience = time.Minute
	// firstAnswer ends a first answer that hangs: after three seconds Discord
	// takes none, so that waiting longer only keeps the other ways closed.
	firstAnswer = 5 * time.Second
)

// call carries a request out. Answers to interactions are tried again here,
// since nobody else would; everything else is left to the outbox.
func (c *Client) call(ctx context.Context, q request) ([]byte, error) {
	for _, id := range q.ids {
		if !plain(id) {
			return nil, &chat.SendError{Class: chat.Invalid, Err: fmt.Errorf("discordapi: %s %s: an id or token is not one", q.method, q.route)}
		}
	}
	for try := 1; ; try++ {
		body, failed := c.once(ctx, q, try > 1)
		if failed == nil {
			return body, nil
		}
		pause, again := q.again(failed, try)
		if !again {
			return nil, failed
		}
		select {
		case <-c.after(pause):
		case <-ctx.Done():
			return nil, failed
		}
	}
}

// once carries a request out, once, when its turn has come.
func (c *Client) once(ctx context.Context, q request, repeated bool) ([]byte, *chat.SendError) {
	t, held := c.limiter.enter(ctx, q)
	if held != nil {
		return nil, held
	}
	if q.settled != 0 && len(q.body) <= smallBody {
		hurried, cancel := context.WithTimeout(ctx, firstAnswer)
		defer cancel()
		ctx = hurried
	}
	path := c.rest.do(ctx, q)
	c.limiter.leave(t, path)
	if path.status == http.StatusTooManyRequests {
		c.pulse.Throttled()
	}
	if repeated && q.settled != 0 && refusalOf(path).Code == q.settled {
		return nil, nil
	}
	return path.body, classify(q, path)
}

// again tells whether and after what pause an answer is tried again. A first
// answer has three seconds, so it is repeated at once.
func (q request) again(failed *chat.SendError, try int) (time.Duration, bool) {
	if !q.answers || try >= answerTries {
		return 0, false
	}
	if failed.Class == chat.Wait {
		return failed.After, failed.After <= answerPatience
	}
	if failed.Class != chat.Retry {
		return 0, false
	}
	if q.settled != 0 {
		return 0, true
	}
	return time.Duration(try) * answerPause, true
}

// plain reports whether an id or token can stand in an address as it is.
func plain(id string) bool {
	if id == "" || strings.Trim(id, ".") == "" {
		return false
	}
	return !strings.ContainsFunc(id, func(c rune) bool {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		return !letter && !strings.ContainsRune("-_.~=@", c)
	})
}

// read fetches and decodes.
func (c *Client) read(ctx context.Context, q request, into any) error {
	q.method = http.MethodGet
	body, err := c.call(ctx, q)
	if err != nil {
		return err
	}
	return q.decode(body, into)
}

// decode reads an answer. What cannot be read came after the effect, so that
// it counts as no answer; the error says where reading ended, not what stood
// there.
func (q request) decode(body []byte, into any) error {
	err := json.Unmarshal(body, into)
	if err == nil {
		return nil
	}
	return q.lost(fmt.Errorf("discordapi: %s %s: the answer cannot be read: %s", q.method, q.route, unread(err)))
}

// unread describes a decoding error without quoting what was decoded.
func unread(err error) string {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Sprintf("no JSON at byte %d", syntax.Offset)
	}
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return "another kind of value in " + kind.Field
	}
	return "not as documented"
}
