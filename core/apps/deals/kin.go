package deals

import (
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/store"
)

// kin leads from each person to another one of those who, as the log has it, were
// one person at some time; who is in nobody's way leads nowhere.
type kin map[string]string

const kinPage = 500

// kinOf reads every link and unlink in the log.
func kinOf(tx *store.Tx) (kin, error) {
	k := kin{}
	for after := int64(-1); ; {
		page, err := audit.Since(tx, after, "person.", kinPage)
		if err != nil {
			return nil, err
		}
		for _, r := range page {
			after = r.Seq
			if r.Type == "person.linked" || r.Type == "person.unlinked" {
				k.join(personOf(r.Detail("person")), personOf(r.Detail("other")))
			}
		}
		if len(page) < kinPage {
			return k, nil
		}
	}
}

func (k kin) join(one, other string) {
	if one, other = k.root(one), k.root(other); one != other {
		k[one] = other
	}
}

func (k kin) root(person string) string {
	for k[person] != "" {
		person = k[person]
	}
	return person
}

// same reports whether a deal that was recorded of one person may be kept for
// another one now.
func (k kin) same(one, other string) bool { return k.root(one) == k.root(other) }
