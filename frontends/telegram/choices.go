package telegram

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/go-telegram/bot/models"
)

// choices are the buttons for which a message had no room: whoever answers with
// a number presses one. They are the newest of their place, and remembered.
type choices struct {
	mu sync.Mutex
	// known tells of a place whether choices of it are remembered. What an
	// earlier run left is not known, and has to be recalled.
	known map[place]bool
}

// choicesKept bounds the places of which that is known.
const choicesKept = 10_000

// list is what is remembered of them.
type list struct {
	Message int      `json:"message"`
	Tokens  []string `json:"tokens"`
}

// mostChoices bounds what may be a number of a choice at all, so that an amount
// of money need not be looked up.
const mostChoices = 200

// numbers are the tokens of a letter's numbered choices.
func numbers(l letter) (tokens []string) {
	for _, s := range l.sheets {
		tokens = slices.Concat(tokens, s.numbered)
	}
	return tokens
}

// endChoices forgets those of a place before the next question is shown there: a
// number typed in answer to that must not press what stood before.
func (r *run) endChoices(ctx context.Context, at place) {
	if r.choicesOpen(ctx, at) {
		r.keepChoices(ctx, at, "")
	}
}

// offerChoices keeps the numbered choices of a message that was just shown.
func (r *run) offerChoices(ctx context.Context, p posted, tokens []string) {
	raw, _ := json.Marshal(list{p.id, tokens}) // plain data: it cannot fail
	r.keepChoices(ctx, p.to, string(raw))
}

func (r *run) keepChoices(ctx context.Context, at place, raw string) {
	if err := r.core.Remember(ctx, r.choicesAt(at), raw); err != nil {
		r.f.log.Warn("telegram: numbered choices were not remembered", "cause", err)
		return
	}
	r.choices.note(at, raw != "")
}

// choicesOpen reports whether choices of a place are remembered. One that
// cannot be asked about may have some: an amount typed next must not press what
// was listed before a restart.
func (r *run) choicesOpen(ctx context.Context, at place) bool {
	r.choices.mu.Lock()
	open, known := r.choices.known[at]
	r.choices.mu.Unlock()
	if known && !r.f.webhook.set() { // of several processes another one may have asked since
		return open
	}
	raw, err := r.core.Recall(ctx, r.choicesAt(at))
	if err == nil && raw == "" {
		r.choices.note(at, false)
		return false
	}
	return true
}

func (c *choices) note(at place, open bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) >= choicesKept {
		c.known = map[place]bool{}
	}
	c.known[at] = open
}

// chosen reads an answer as the number of a choice. In a group it must answer
// the message that lists them.
func (r *run) chosen(ctx context.Context, at place, to *models.Message, toBot bool, text string) (token string, ok bool) {
	n, is := number(strings.TrimSpace(text))
	if !is || n > mostChoices || !at.direct() && !toBot {
		return "", false
	}
	raw, err := r.core.Recall(ctx, r.choicesAt(at))
	var offered list
	if err != nil || raw == "" || json.Unmarshal([]byte(raw), &offered) != nil || n > len(offered.Tokens) {
		return "", false
	}
	if toBot && to.ID != offered.Message {
		return "", false
	}
	return offered.Tokens[n-1], true
}

func (r *run) choicesAt(at place) string { return r.f.fact("choices:" + at.ref().ID) }
