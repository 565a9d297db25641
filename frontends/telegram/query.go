package telegram

import (
	"context"
	"sync"
	"time"

	"github.com/go-telegram/bot"

	"github.com/parleybot/parley/frontends/telegram/botapi"
)

const (
	// spinner is how long a person watches a pressed button do nothing.
	spinner = 1500 * time.Millisecond
	// queryLife is how long the server keeps a press to be answered.
	queryLife = 150 * time.Second
	// queriesKept is when presses that were never closed are looked for.
	queriesKept = 1000
)

// query is the one answer that a press may get.
type query struct {
	id     string
	opened time.Time
	done   chan struct{} // closed by whoever takes the answer
	once   sync.Once
}

// take reports true to the first who asks: they answer, or nobody does.
func (q *query) take() (first bool) {
	q.once.Do(func() { first = true; close(q.done) })
	return first
}

// queries are the open presses. One that is handed over again, because nothing
// could be recorded, is still the same press.
type queries struct {
	mu   sync.Mutex
	open map[string]*query
}

// open returns the query of a press and makes sure that the spinner ends in
// time, however long the core takes.
func (r *run) open(id string) *query {
	r.queries.mu.Lock()
	defer r.queries.mu.Unlock()
	if q := r.queries.open[id]; q != nil {
		return q
	}
	if r.queries.open == nil {
		r.queries.open = map[string]*query{}
	}
	now := r.f.now()
	if len(r.queries.open) >= queriesKept {
		for old, q := range r.queries.open {
			if now.Sub(q.opened) > queryLife {
				delete(r.queries.open, old)
			}
		}
	}
	q := &query{id: id, opened: now, done: make(chan struct{})}
	r.queries.open[id] = q
	late := r.f.after(spinner)
	r.tasks.Go(func() {
		select {
		case <-late:
			r.notice(r.ctx, q, "")
		case <-q.done:
		case <-r.ctx.Done():
		}
	})
	return q
}

// close answers a press that has not been, with nothing, and forgets it.
func (r *run) close(ctx context.Context, q *query) {
	r.notice(ctx, q, "")
	r.queries.mu.Lock()
	defer r.queries.mu.Unlock()
	delete(r.queries.open, q.id)
}

// dismiss ends the spinner while something else goes on: the result is known to
// come as a message, and need not wait for that. The function it returns waits.
func (r *run) dismiss(ctx context.Context, q *query) (wait func()) {
	if q == nil {
		return func() {}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.notice(ctx, q, "")
	}()
	return func() { <-done }
}

// notice answers a press, if nobody has: with words that the presser alone sees
// and puts away, or with nothing. It reports whether they were shown.
func (r *run) notice(ctx context.Context, q *query, words string) bool {
	return r.settle(ctx, q, &bot.AnswerCallbackQueryParams{Text: words, ShowAlert: words != ""})
}

// settle gives a press its one answer, if nobody has.
func (r *run) settle(ctx context.Context, q *query, p *bot.AnswerCallbackQueryParams) bool {
	if q == nil || !q.take() {
		return false
	}
	c := botapi.Call{Rank: botapi.RankAnswer}
	p.CallbackQueryID = q.id
	failure := r.f.call(ctx, c, false, func(ctx context.Context) error {
		return r.f.client.Send(ctx, "answerCallbackQuery", p, nil)
	})
	if failure != nil {
		r.f.log.Debug("telegram: a press was not answered", "cause", failure)
	}
	return failure == nil
}
