package botapi

import (
	"net/http"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// sign is a piece of a description and what it means.
type sign struct {
	words string // lower case
	class chat.SendClass
}

// success is the class of errors that say what was asked for is so already.
const success chat.SendClass = ""

// byChat is the class of signs that mean one thing of a person and another of a
// group: the person cannot be reached, the group is gone.
const byChat chat.SendClass = "by chat"

// signs reads the descriptions of 400 and 403; the first that fits counts.
// Source: the error texts of tdlib/telegram-bot-api 10.0 and of the servers
// behind it, which have no codes.
var signs = [...]sign{
	{"message is not modified", success},
	{"message to delete not found", success},

	{"message to edit not found", chat.Late},
	{"message can't be edited", chat.Late},
	{"message_id_invalid", chat.Late},
	{"query is too old", chat.Late},
	{"query_id_invalid", chat.Late},

	{"blocked by the user", chat.Unreachable},
	{"user_is_blocked", chat.Unreachable},
	{"user is deactivated", chat.Unreachable},
	{"input_user_deactivated", chat.Unreachable},
	{"can't initiate conversation", chat.Unreachable},
	{"can't send messages to bots", chat.Unreachable},
	{"user not found", chat.Unreachable},
	{"chat not found", byChat},
	{"peer_id_invalid", byChat},

	{"bot was kicked", chat.Gone},
	{"bot is not a member", chat.Gone},
	{"chat was deleted", chat.Gone},
	{"chat was deactivated", chat.Gone},
	{"chat was upgraded", chat.Gone}, // without the new id; with it, it is a move
	{"message thread not found", chat.Gone},
	{"topic_deleted", chat.Gone},
	{"topic_id_invalid", chat.Gone},

	{"topic_closed", chat.Forbidden},
	{"not enough rights", chat.Forbidden},
	{"have no rights", chat.Forbidden},
	{"need administrator rights", chat.Forbidden},
	{"chat_write_forbidden", chat.Forbidden},
	{"chat_restricted", chat.Forbidden},
	{"chat_admin_required", chat.Forbidden},
}

// Classify says what the error of a method call means for the one who called,
// whose Call tells what was tried where. It returns nil for nil and for errors
// that say that what was asked for is so already.
func Classify(err error, call Call) *chat.SendError {
	if err == nil {
		return nil
	}
	f, ok := FailureOf(err)
	if !ok { // the answer said ok and the library could not read the rest
		return &chat.SendError{Class: chat.Unknown, Err: err}
	}
	if e := f.meaning(call); e.Class != success {
		return e
	}
	return nil
}

// meaning is never nil; its class may be success.
func (f *Failure) meaning(call Call) *chat.SendError {
	e := &chat.SendError{Class: f.class(call), Err: f}
	switch e.Class {
	case chat.Wait:
		e.After, e.All = f.RetryAfter, call.Chat == 0
	case chat.Moved:
		e.MovedTo = chat.PlaceRef{Platform: Platform, ID: place(f.MigrateTo)}
	}
	return e
}

// MissingMessage reports whether an edit failed because the message is gone or
// cannot be changed any more, so that a new one is to be sent.
func MissingMessage(err error) bool {
	f, ok := FailureOf(err)
	return ok && f.Code == http.StatusBadRequest &&
		(f.says("message to edit not found") || f.says("message can't be edited") || f.says("message_id_invalid"))
}

func (f *Failure) says(words string) bool {
	return strings.Contains(strings.ToLower(f.Description), words)
}

func (f *Failure) class(call Call) chat.SendClass {
	switch {
	case f.Unmade:
		return chat.Invalid
	case f.MigrateTo != 0:
		return chat.Moved
	case f.Code == 0, f.Garbled, f.Code >= http.StatusInternalServerError:
		return f.unanswered(call)
	}
	switch f.Code {
	case tooMany:
		return chat.Wait
	case http.StatusUnauthorized:
		return chat.Fatal
	case http.StatusNotFound: // a token of no bot; an unknown method says so
		if f.says("method") {
			return chat.Invalid
		}
		return chat.Fatal
	case http.StatusConflict:
		return chat.Retry
	case http.StatusBadRequest, http.StatusForbidden:
		return f.read(call)
	}
	return chat.Invalid
}

// unanswered is the class of a call about whose effect nobody said anything.
func (f *Failure) unanswered(call Call) chat.SendClass {
	if f.Sent && call.Create {
		return chat.Unknown
	}
	return chat.Retry
}

func (f *Failure) read(call Call) chat.SendClass {
	said := strings.ToLower(f.Description)
	for _, s := range signs {
		if !strings.Contains(said, s.words) {
			continue
		}
		if s.class != byChat {
			return s.class
		}
		return ofChat(call, chat.Gone)
	}
	if f.Code == http.StatusForbidden {
		return ofChat(call, chat.Forbidden)
	}
	return chat.Invalid
}

func ofChat(call Call, ofGroup chat.SendClass) chat.SendClass {
	if call.group() {
		return ofGroup
	}
	return chat.Unreachable
}
