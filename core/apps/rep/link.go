package rep

import (
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// Moved follows an account from one person to another: history is read again as
// if the account had always been theirs. Where nothing is known of the person
// who gives it up there is nothing to read again.
func (s *Service) Moved(tx *store.Tx, identity chat.UserRef, from, to string) error {
	verified, err := moveVerified(tx, identity, to)
	if err != nil {
		return err
	}
	if err := passOn(tx, from, to); err != nil {
		return err
	}
	concerned, err := known(tx, from)
	if err != nil || !concerned && !verified {
		return err
	}
	return ask(tx, change{
		cause: "moved:" + from + ":" + to, actor: audit.System, as: audit.System, via: string(identity.Platform),
	})
}

// known reports whether deals have told anything of a person.
func known(tx *store.Tx, person string) (bool, error) {
	l, err := current(tx)
	if err != nil {
		return false, err
	}
	if l.version == 0 {
		return true, nil // history before this app has not been read yet
	}
	all, err := l.networks(person)
	return len(all) > 0, err
}

// current is the version that people see.
func current(tx *store.Tx) (ledger, error) {
	v, err := inForce(tx)
	return ledger{tx, v.number, v.policy}, err
}

// Inherit holds against a person, for good, all that stands against another one
// now, who may be the same: call it for both when an owner takes a link apart,
// each from the one they were, before Moved; and for somebody who was erased and
// comes back.
func (s *Service) Inherit(tx *store.Tx, person, from string) error {
	l, err := current(tx)
	if err != nil {
		return err
	}
	n, err := l.inherit(person, from)
	if err != nil || n == 0 {
		return err
	}
	return ask(tx, change{cause: "inherit:" + person + ":" + from, actor: audit.System, as: audit.System})
}

// Forget removes what names a person's accounts. What the deals say stays, under
// an id that means nothing.
func (s *Service) Forget(tx *store.Tx, person string) error {
	was, err := unverifyPerson(tx, person)
	if err != nil || !was {
		return err
	}
	return ask(tx, change{cause: "forgotten:" + person, actor: audit.System, as: audit.System})
}

// Policy returns the policy in force from now on, for the events of deals.
func (s *Service) Policy(tx *store.Tx) (string, error) {
	st, err := readState(tx)
	if err != nil {
		return "", err
	}
	v, err := readVersion(tx, st.newest)
	return string(v.policy), err
}
