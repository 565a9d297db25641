package discordapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// unexplained is how long everything rests after a refusal that says nothing of
// itself: it comes from the servers before Discord, which block whole addresses.
const unexplained = time.Minute

// codes maps Discord's error codes to classes.
// Source: https://discord.com/developers/docs/topics/opcodes-and-status-codes
var codes = map[int]chat.SendClass{
	50007:  chat.Unreachable, // cannot send messages to this user
	50278:  chat.Unreachable, // no common server
	10013:  chat.Unreachable, // no such user
	40003:  chat.Slow,        // opening direct chats too fast
	20016:  chat.Slow,        // slow mode
	20028:  chat.Slow,        // write limit of this channel
	30046:  chat.Slow,        // edits of messages older than an hour
	10003:  chat.Gone,        // no such channel
	10008:  chat.Gone,        // no such message
	10015:  chat.Gone,        // no such webhook
	40004:  chat.Retry,       // sending is switched off for the moment
	40333:  chat.Retry,       // stopped by the servers before Discord
	130000: chat.Retry,       // overloaded
	50008:  chat.Forbidden,   // a forum or category: no message can stand there
	50001:  chat.Forbidden,   // missing access
	50013:  chat.Forbidden,   // missing permission
	10062:  chat.Late,        // the interaction is over
	50027:  chat.Late,        // its token is over
	50083:  chat.Full,        // the thread is archived
	160005: chat.Full,        // the thread is locked
	160006: chat.Full,        // too many threads
	50035:  chat.Invalid,     // invalid form body
	50006:  chat.Invalid,     // empty message
}

// refusal is the body of Discord's answer to what it did not do.
type refusal struct {
	Code       int             `json:"code"`
	Message    string          `json:"message"`
	RetryAfter float64         `json:"retry_after"` // seconds
	Global     bool            `json:"global"`
	Errors     json.RawMessage `json:"errors"`
	json       bool
}

func refusalOf(path *trail) refusal {
	var r refusal
	if path.status >= http.StatusBadRequest {
		r.json = json.Unmarshal(path.body, &r) == nil
	}
	return r
}

// classify says what a trail means, or nil where the request did what it
// should. The outbox decides what follows.
func classify(q request, path *trail) *chat.SendError {
	// How far the request got decides whether it may be repeated.
	if path.status == 0 && !path.sent.Load() {
		return &chat.SendError{Class: chat.Retry, Err: q.failed("nothing was sent", path.err)}
	}
	if path.status == 0 {
		return q.lost(q.failed("no answer", path.err))
	}
	if path.status < http.StatusMultipleChoices {
		return nil
	}
	r := refusalOf(path)
	failed := &chat.SendError{Err: q.refused(path.status, r)}
	failed.Class = q.class(path.status, r)
	switch failed.Class {
	case chat.Wait:
		failed.After, failed.All = pauseOf(path, r)
	case chat.Slow:
		failed.After = seconds(r.RetryAfter)
	}
	return failed
}

// class reads the code first: Discord's statuses are coarser and vary. Under
// them stands what Discord's front servers say, which is no JSON.
func (q request) class(status int, r refusal) chat.SendClass {
	if class, known := codes[r.Code]; known {
		return class
	}
	switch {
	case status == http.StatusTooManyRequests:
		return chat.Wait
	case status >= http.StatusInternalServerError:
		return q.lost(nil).Class
	case status == http.StatusUnauthorized && q.answers: // of the interaction's token, not the bot's
		return chat.Late
	case status == http.StatusUnauthorized:
		return chat.Fatal
	case status == http.StatusForbidden && r.json:
		return chat.Forbidden
	case status == http.StatusForbidden: // not from Discord itself: see unexplained
		return chat.Wait
	case status == http.StatusNotFound && r.Code != 0:
		return chat.Gone
	}
	return chat.Invalid
}

// lost is a request of which nobody knows whether it had its effect.
func (q request) lost(err error) *chat.SendError {
	if q.doubles {
		return &chat.SendError{Class: chat.Unknown, Err: err}
	}
	return &chat.SendError{Class: chat.Retry, Err: err}
}

// pauseOf reads how long to wait, and whether everything has to.
func pauseOf(path *trail, r refusal) (after time.Duration, all bool) {
	if !r.json {
		if after = headerSeconds(path.header, "Retry-After"); after == 0 {
			after = unexplained
		}
		return after, true
	}
	after = seconds(r.RetryAfter)
	if after == 0 {
		after = max(headerSeconds(path.header, "Retry-After"), time.Second)
	}
	return after, r.Global || path.header.Get("X-RateLimit-Global") == "true" || path.header.Get("X-RateLimit-Scope") == "global"
}

// longestPause bounds what a broken answer can make of a pause.
const longestPause = 24 * time.Hour

// seconds reads what an answer says, which may be anything.
func seconds(s float64) time.Duration {
	if !(s > 0) {
		return 0
	}
	if s > longestPause.Seconds() {
		return longestPause
	}
	return time.Duration(s * float64(time.Second))
}

func headerSeconds(h http.Header, name string) time.Duration {
	s, err := strconv.ParseFloat(h.Get(name), 64)
	if err != nil {
		return 0
	}
	return seconds(s)
}

// failed names the request by its template: the address itself holds tokens.
func (q request) failed(what string, cause error) error {
	if cause == nil {
		return fmt.Errorf("discordapi: %s %s: %s", q.method, q.route, what)
	}
	return fmt.Errorf("discordapi: %s %s: %s: %w", q.method, q.route, what, cause)
}

// refused describes a refusal by status, code and the paths of the fields that
// were wrong: never by a body, which may repeat what somebody wrote.
func (q request) refused(status int, r refusal) error {
	what := "HTTP " + strconv.Itoa(status)
	if r.Code != 0 {
		what += ", code " + strconv.Itoa(r.Code)
	}
	if status == http.StatusUnauthorized && !q.answers {
		what += ": " + badToken
	}
	if wrong := fieldsOf(r.Errors); len(wrong) > 0 {
		what += ": " + strings.Join(wrong, ", ")
	}
	return q.failed(what, nil)
}

// fieldsOf lists where Discord found fault with a body: "embeds.0.title
// BASE_TYPE_REQUIRED".
func fieldsOf(tree json.RawMessage) []string {
	var branches map[string]json.RawMessage
	if json.Unmarshal(tree, &branches) != nil {
		return nil
	}
	var found []string
	for name, branch := range branches {
		if name == "_errors" {
			var leaves []struct {
				Code string `json:"code"`
			}
			_ = json.Unmarshal(branch, &leaves)
			for _, leaf := range leaves {
				found = append(found, " "+leaf.Code)
			}
			continue
		}
		for _, rest := range fieldsOf(branch) {
			if !strings.HasPrefix(rest, " ") {
				rest = "." + rest
			}
			found = append(found, name+rest)
		}
	}
	slices.Sort(found)
	return found
}
