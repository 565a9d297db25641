package bot

import (
	"encoding/base32"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// stepTime is how long a question waits for its answer.
const stepTime = 15 * time.Minute

// session is the running wizard of a person.
type session struct {
	Person    string
	ID        string // names the session in its buttons
	Wizard    string
	Version   int
	Revision  int // raised by every change: a button of an older one is stale
	State     app.State
	Trail     []string          // the steps answered, in the order of answering
	Space     chat.SpaceRef     // where a command was typed whose options are asked for
	Start     map[string]string // what the wizard began with, to begin it again
	Given     int               // how many steps of the trail the beginning answered
	Changing  string            // the step whose answer is being changed
	Offer     offer             // the readings of the last answer, while it has several
	Account   chat.UserRef
	Here      chat.PlaceRef // the group in which the open question was shown; zero: in private
	StartedAt time.Time
	ExpiresAt time.Time
}

// offer is what the open question was narrowed down to: an answer had several
// readings, and a number or a label picks one.
type offer struct {
	Step    string        `json:"step,omitempty"`
	Choices []chat.Choice `json:"choices,omitempty"`
}

var sessionText = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// newSession begins a session. Steps whose answer is already in the state count
// as answered.
func newSession(tx *store.Tx, w app.Wizard, r *app.Request, state map[string]string) session {
	var id [4]byte
	tx.Random(id[:])
	s := session{
		Person: r.Person.ID, ID: sessionText.EncodeToString(id[:])[:6], Wizard: w.Name, Version: w.Version,
		Account: r.Identity.Ref, StartedAt: tx.Now(), ExpiresAt: tx.Now().Add(stepTime),
	}
	if isAsk(w.Name) {
		s.Space = r.Place.Space
	}
	s.Start = state
	for name, value := range state {
		s.State.Set(name, value)
	}
	for _, step := range w.Steps {
		if s.State.Get(step.Name) != "" {
			s.Trail = append(s.Trail, step.Name)
		}
	}
	s.Given = len(s.Trail)
	return s
}

func (s *session) answered(step string) { s.Trail = append(s.Trail, step) }

// reopen makes a step open again and keeps its answer as a suggestion.
func (s *session) reopen(step string) {
	s.Trail = slices.DeleteFunc(s.Trail, func(name string) bool { return name == step })
}

// position returns the steps to ask now, by their place in the wizard: one, or
// several that share a form; none when all are answered. Where forms exist, the
// steps without one are asked before the form they stand between.
func (s *session) position(w app.Wizard, forms bool, fields int) []int {
	var open []int
	for i, step := range w.Steps {
		if !slices.Contains(s.Trail, step.Name) && (step.Skip == nil || !step.Skip(&s.State)) {
			open = append(open, i)
		}
	}
	if len(open) == 0 {
		return nil
	}
	form := w.Steps[open[0]].Form
	if form == "" || !forms {
		return open[:1]
	}
	last := 0
	for n, i := range open {
		if w.Steps[i].Form == form {
			last = n
		}
	}
	var together []int
	for _, i := range open[:last+1] {
		if w.Steps[i].Form == "" {
			return []int{i}
		}
		if w.Steps[i].Form == form && len(together) < fields {
			together = append(together, i)
		}
	}
	return together
}

// mark names a question of the session in the arguments of its buttons:
// "<session>.<revision>.<step>".
func (s *session) mark(step int) string {
	return s.ID + "." + strconv.Itoa(s.Revision) + "." + strconv.Itoa(step)
}

// readMark reads a mark; numbers that are none come back as -1.
func readMark(mark string) (id string, revision, step int) {
	parts := strings.SplitN(mark, ".", 3)
	for len(parts) < 3 {
		parts = append(parts, "")
	}
	number := func(text string) int {
		n, err := strconv.Atoi(text)
		if err != nil {
			return -1
		}
		return n
	}
	return parts[0], number(parts[1]), number(parts[2])
}

// Moved follows an account to another person, when persons are linked or
// unlinked: what waits to be sent to it goes along, and the wizard it is busy
// with. Apps tell it like they tell each other (app.Linked).
func Moved(tx *store.Tx, account chat.UserRef, from, to string) error {
	left, err := accounts.Identities(tx, from)
	if err != nil {
		return err
	}
	if err := outbox.Moved(tx, account, from, to, len(left) == 0); err != nil {
		return err
	}
	return moveSession(tx, account, from, to)
}

// moveSession keeps the other person's wizard where both have one; a mere
// question for an option gives way.
func moveSession(tx *store.Tx, account chat.UserRef, from, to string) error {
	s, found, err := loadSession(tx, from)
	if err != nil || !found || s.Account != account {
		return err
	}
	if err := dropSession(tx, from); err != nil {
		return err
	}
	other, busy, err := loadSession(tx, to)
	if err != nil || (busy && !isAsk(other.Wizard) && tx.Now().Before(other.ExpiresAt)) {
		return err
	}
	s.Person = to
	if err := saveSession(tx, s); err != nil {
		return err
	}
	return s.watch(tx)
}

// watch plans the end of a session whose question waits too long.
func (s *session) watch(tx *store.Tx) error {
	_, err := jobs.Schedule(tx, jobs.Job{Kind: jobSession, Subject: s.Person + "." + s.ID, Due: s.ExpiresAt})
	return err
}
