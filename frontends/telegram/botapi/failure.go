package botapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Failure is how a method call failed. Neither it nor what it wraps repeats the
// token, whatever the network or the server said. Classify says what it means.
type Failure struct {
	Method      string
	Code        int           // error_code, or the HTTP status where Garbled; 0: no answer came
	Description string        // Telegram's own words; empty where Garbled
	RetryAfter  time.Duration // with 429
	MigrateTo   int64         // the new chat id of a group that became a supergroup
	Sent        bool          // the whole request had left; without an answer its effect is unknown
	Garbled     bool          // something answered that is not the Bot API: HTML, half an answer
	Unmade      bool          // the request could not even be written down: our mistake

	cause error
}

// Error says what failed; it never holds the token or a message's text.
func (f *Failure) Error() string {
	switch {
	case f.Garbled:
		return fmt.Sprintf("botapi: %s: unreadable answer with status %d", f.Method, f.Code)
	case f.Code != 0:
		return fmt.Sprintf("botapi: %s: %d %s", f.Method, f.Code, f.Description)
	}
	return fmt.Sprintf("botapi: %s: %v", f.Method, f.cause)
}

// Unwrap returns the cause: a context's error, or one whose words were cleaned.
func (f *Failure) Unwrap() error { return f.cause }

// errTooLong is the cause of a call that was cut because it took too long.
var errTooLong = errors.New("no answer in time")

// broken returns the failure of a call that got no answer. The causes of the
// network know the URL, so only their cleaned words are kept.
func (c *Client) broken(ctx context.Context, method string, sent bool, err error) *Failure {
	f := &Failure{Method: method, Sent: sent}
	switch {
	case ctx.Err() != nil:
		f.cause = context.Cause(ctx)
	default:
		f.cause = errors.New(c.scrub(err.Error()))
	}
	return f
}

// scrub takes the secret out of a text. The part before the colon is the bot's
// public id; the rest has an alphabet that no URL or JSON escapes.
func (c *Client) scrub(s string) string { return strings.ReplaceAll(s, c.secret, "***") }

// envelope is the outer shape of every answer of the Bot API.
type envelope struct {
	OK          *bool  `json:"ok"`
	ErrorCode   int    `json:"error_code"`
	Description string `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// refused returns nil for an answer that says ok, otherwise what it says. The
// library would put half an answer, message texts included, into its error, so
// nothing that does not parse gets past here.
func (c *Client) refused(method string, status int, data []byte) error {
	if bytes.HasPrefix(data, []byte(`{"ok":true`)) && json.Valid(data) { // how the server writes it
		return nil
	}
	var e envelope
	if err := json.Unmarshal(data, &e); err != nil || e.OK == nil {
		return &Failure{Method: method, Code: status, Sent: true, Garbled: true}
	}
	if *e.OK {
		return nil
	}
	f := &Failure{
		Method: method, Code: e.ErrorCode, Description: c.scrub(e.Description), Sent: true,
		RetryAfter: time.Duration(e.Parameters.RetryAfter) * time.Second, MigrateTo: e.Parameters.MigrateTo,
	}
	if f.Code == 0 {
		f.Code = status
	}
	if f.Code == tooMany {
		c.pulse.Throttled()
	}
	if f.Code == tooMany && f.RetryAfter <= 0 {
		f.RetryAfter = retryUnsaid
	}
	return f
}

// FailureOf returns the failure in an error's chain, or false.
func FailureOf(err error) (*Failure, bool) {
	var f *Failure
	ok := errors.As(err, &f)
	return f, ok
}

func place(chatID int64) string { return strconv.FormatInt(chatID, 10) }
