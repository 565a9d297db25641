package discordtest

import "time"

// Kinds of interactions. Source: discord-api-docs, "Interaction Type".
const (
	kindCommand   = 2
	kindComponent = 3
	kindComplete  = 4
	kindForm      = 5
)

const (
	firstAnswer = 3 * time.Second  // from the act to the first answer
	tokenLife   = 15 * time.Minute // from the act to the last
	keepCalls   = 16384            // interactions that are remembered
)

// interaction is one act of a person, until its token is over.
type interaction struct {
	id, token string
	kind      int
	who       *person
	at        time.Time
	channel   *channel
	owners    map[string]string
	source    *message // whose component was used
	trigger   *origin  // of a form
	answered  int      // the type of the first answer
	lost      bool     // the answer to that answer did not arrive
	original  *message // the first answer
	choices   []string // of a completion
}

// calls holds the latest interactions.
type calls struct {
	byToken map[string]*interaction
	queue   []*interaction
	waiting []*interaction // for an answer, or for what was deferred
}

// begin remembers an interaction. The lock is held.
func (s *Server) begin(i *interaction) {
	i.at = s.opt.Now()
	i.id = s.newID()
	i.token = "aW50ZXJhY3Rpb246" + i.id // as opaque as Discord's, and as easy to find in a log
	q := &s.interactions
	q.byToken[i.token] = i
	q.queue = append(q.queue, i)
	q.waiting = append(q.waiting, i)
	if len(q.queue) > keepCalls {
		delete(q.byToken, q.queue[0].token)
		q.end(q.queue[0])
		q.queue[0] = nil
		q.queue = q.queue[1:]
	}
}

// end takes an interaction from those that wait. The oldest are answered first,
// so that it is found soon.
func (q *calls) end(i *interaction) {
	for n, other := range q.waiting {
		if other == i {
			q.waiting = append(q.waiting[:n], q.waiting[n+1:]...)
			return
		}
	}
}

// unanswered counts the interactions that somebody still waits for.
func (q *calls) unanswered(now time.Time) int {
	n := 0
	for _, i := range q.waiting {
		life := firstAnswer
		if i.answered != 0 {
			life = tokenLife
		}
		if now.Sub(i.at) <= life {
			n++
		}
	}
	return n
}

func (i *interaction) origin() *origin {
	o := &origin{id: i.id, user: i.who.Ref.ID, kind: i.kind, owners: i.owners, trigger: i.trigger}
	if i.kind == kindComponent {
		o.message = i.source.id
	}
	return o
}
