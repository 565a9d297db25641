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
	mu   sync.Mutex
	open map[place]bool // in this run; another one recalls
}

// list is what is remembered of them.
type list struct {
	Message int      `json:"message"`
	Tokens  []string `json:"tokens"`
}

// mostChoices bounds what may be a number of a choice at all, so that an amount
// of money need not be looked up.
const mostChoices = 200

// offerChoices keeps the numbered choices of a message that was just shown; one
// without any ends those before it.
func (r *run) offerChoices(ctx context.Context, p posted, l letter) {
	var tokens []string
	for _, s := range l.sheets {
		tokens = slices.Concat(tokens, s.numbered)
	}
	r.choices.mu.Lock()
	before := r.choices.open[p.to]
	delete(r.choices.open, p.to)
	if len(tokens) > 0 {
		if r.choices.open == nil {
			r.choices.open = map[place]bool{}
		}
		r.choices.open[p.to] = true
	}
	r.choices.mu.Unlock()
	if len(tokens) == 0 && !before {
		return
	}
	raw := ""
	if len(tokens) > 0 {
		plain, _ := json.Marshal(list{p.id, tokens}) // plain data: it cannot fail
		raw = string(plain)
	}
	if err := r.core.Remember(ctx, r.choicesAt(p.to), raw); err != nil {
		r.f.log.Warn("telegram: numbered choices were not remembered", "cause", err)
	}
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
