package telegramtest

import "fmt"

// refusal is an answer that is not ok, in the words of the real server.
type refusal struct {
	code    int
	text    string
	retry   int   // retry_after, seconds
	migrate int64 // migrate_to_chat_id
}

// Error returns the description.
func (r *refusal) Error() string { return r.text }

func bad(text string) error { return &refusal{code: 400, text: "Bad Request: " + text} }

func forbidden(text string) error { return &refusal{code: 403, text: "Forbidden: " + text} }

// tooMany names the wait twice, as the real server does.
func tooMany(seconds int) error {
	return &refusal{code: 429, text: fmt.Sprintf("Too Many Requests: retry after %d", seconds), retry: seconds}
}

func conflict(text string) error { return &refusal{code: 409, text: "Conflict: " + text} }

// migrated is how a bot learns that a group has a new id.
func migrated(to int64) error {
	return &refusal{code: 400, text: "Bad Request: group chat was upgraded to a supergroup chat", migrate: to}
}
