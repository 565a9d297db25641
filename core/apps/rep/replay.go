package rep

import (
	"strconv"
	"time"

	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/store"
)

// formula numbers what weight.go, decay.go, rule.go and score.go compute. A
// program with a higher one reads all of history again.
const formula = 1

// first is the version that an installation begins with.
const first = 1

// The kinds of jobs: one for each version asked for, one that recurs.
const (
	jobReplay = "rep.replay"
	jobTend   = "rep.tend"
	tendEvery = 5 * time.Minute
)

// events is how many facts one transaction of a replay takes. The writer is
// everybody's.
const events = 64

// change is why history has to be read again.
type change struct {
	cause  string // the same for all steps of one change
	policy Policy // "" for the one there is
	actor  string
	as     string
	via    string
	req    string
}

// ask asks for the next version and logs it.
func ask(tx *store.Tx, c change) error {
	st, err := readState(tx)
	if err != nil {
		return err
	}
	now := store.Millis(tx.Now())
	if st.cause == c.cause && st.askedAt == now {
		return nil
	}
	newest, err := readVersion(tx, st.newest)
	if err != nil {
		return err
	}
	next := version{number: st.newest + 1, policy: newest.policy, seq: -1}
	if c.policy != "" {
		next.policy = c.policy
	}
	if err := addVersion(tx, next); err != nil {
		return err
	}
	st.newest, st.cause, st.askedAt = next.number, c.cause, now
	if err := writeState(tx, st); err != nil {
		return err
	}
	_, err = audit.Append(tx, audit.Event{
		Type: "rep.policy", Actor: c.actor, As: c.as, Via: c.via, Req: c.req,
		D: []audit.Field{{Name: "policy", Value: string(next.policy)}, {Name: "version", Value: next.number}},
	})
	if err != nil {
		return wrap("log a policy", err)
	}
	return schedule(tx, next.number, tx.Now())
}

func schedule(tx *store.Tx, number int64, due time.Time) error {
	_, err := jobs.Schedule(tx, jobs.Job{Kind: jobReplay, Subject: strconv.FormatInt(number, 10), Due: due})
	return wrap("schedule a replay", err)
}

// replay is the job: a portion of the version under way, or of the clearing up
// after the last one.
func (s *Service) replay(tx *store.Tx, _ jobs.Job, _ []byte) error {
	st, err := readState(tx)
	if err != nil {
		return err
	}
	if built, err := formulaOf(tx, st.newest); err != nil {
		return err
	} else if built < formula {
		return again(ask(tx, change{cause: "formula", actor: audit.System, as: audit.System, via: "timer"}))
	}
	if st.building == 0 && st.current == st.newest {
		more, err := clearBefore(tx, st.current)
		if more {
			return again(err)
		}
		return err
	}
	if st.building == 0 {
		// What is under way is finished even if something newer is asked for
		// meanwhile: else many changes would keep every one from ever being seen.
		st.building = st.newest
	}
	done, err := s.build(tx, st.building)
	if err != nil {
		return err
	}
	if done {
		st.current, st.building = st.building, 0
	}
	return again(writeState(tx, st))
}

// again has the job go on in another transaction, if all went well so far.
func again(err error) error {
	if err != nil {
		return err
	}
	return jobs.ErrMore
}

// build takes the next portion of history into a version. It is done when there
// is no more: then the version is as new as the log.
func (s *Service) build(tx *store.Tx, number int64) (done bool, err error) {
	v, err := readVersion(tx, number)
	if err != nil {
		return false, err
	}
	facts, err := s.o.Facts(tx, v.seq, events)
	if err != nil {
		return false, wrap("read history", err)
	}
	done = len(facts) < events
	for len(facts) > 0 {
		end := 1
		for end < len(facts) && facts[end].Seq == facts[0].Seq {
			end++
		}
		if !done && end == len(facts) {
			break // perhaps not all of this event's facts: it begins the next portion
		}
		if err := take(tx, v, facts[:end]); err != nil {
			return false, err
		}
		v.seq, facts = facts[0].Seq, facts[end:]
	}
	return done, nil
}
