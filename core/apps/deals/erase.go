package deals

import (
	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// mayErase refuses while somebody has open deals: the other sides rely on them.
func mayErase(tx *store.Tx, person string) error {
	open, err := countOpen(tx, person)
	if err != nil {
		return err
	}
	if open > 0 {
		return fault.New(fault.Status, "deals.refuse.erase", chat.Args{"count": chat.Number(open)})
	}
	return nil
}

// erase takes out of the deals what a person wrote, the usernames that name the
// person, and the accounts. The deals, their amounts and events stay, and so does
// how the person called the other side: that is about somebody else.
func erase(tx *store.Tx, person string) error {
	ids, err := accounts.Former(tx, person)
	if err != nil {
		return err
	}
	ids = append(ids, person)
	asked, err := dealsAsB(tx, person)
	if err != nil {
		return err
	}
	words, err := namesOf(tx, person)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := wordsBy(tx, id, words); err != nil {
			return err
		}
	}
	for _, deal := range asked {
		if err := wordsAbout(tx, deal, words); err != nil {
			return err
		}
	}
	if err := redact(tx, person, words); err != nil {
		return err
	}
	for _, id := range ids {
		if err := audit.EraseTextsBy(tx, id, textUsernameB); err != nil {
			return err
		}
	}
	for _, deal := range asked {
		if err := audit.EraseText(tx, deal, 1, textUsernameB); err != nil {
			return err
		}
	}
	return eraseAccounts(tx, person)
}

// wordsBy collects what somebody wrote and what will go.
func wordsBy(tx *store.Tx, id string, words map[string]bool) error {
	for last := (*audit.Written)(nil); ; {
		page, err := audit.TextsBy(tx, id, last, exportPage)
		if err != nil {
			return err
		}
		for _, text := range page {
			if text.Kind != textUsernameB {
				words[text.Text] = true
			}
		}
		if len(page) < exportPage {
			return nil
		}
		last = &page[len(page)-1]
	}
}

// wordsAbout collects what others called somebody who was asked to a deal.
func wordsAbout(tx *store.Tx, deal string, words map[string]bool) error {
	texts, err := audit.TextsOf(tx, deal, 1)
	for _, text := range texts {
		if text.Kind == textUsernameB {
			words[text.Text] = true
		}
	}
	return err
}

// namesOf begins the collection with the names of a person's accounts.
func namesOf(tx *store.Tx, person string) (map[string]bool, error) {
	words := map[string]bool{}
	ids, err := accounts.Identities(tx, person)
	for _, id := range ids {
		words[app.NameOf(id)] = true
	}
	return words, err
}

// redact takes words out of letters about a person's deals that are still on
// their way to others, or were given up.
func redact(tx *store.Tx, person string, words map[string]bool) error {
	mine, err := dealsOf(tx, person)
	if err != nil {
		return err
	}
	about := func(subject string) bool { return mine[subject] }
	return outbox.Redact(tx, about, func(n chat.Node) (chat.Node, bool) {
		return chat.T("deals.card.erased"), n.Kind == chat.KindSaid && words[n.Text]
	})
}
