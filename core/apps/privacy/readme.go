package privacy

import (
	"slices"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/text"
)

// described are the files that an archive may hold, in the order in which
// README.txt tells of them, and the catalogue keys of what they are.
func described() [][2]string {
	return [][2]string{
		{"deals.csv", "privacy.readme.deals"},
		{"notes.csv", "privacy.readme.notes"},
		{"audit.csv", "privacy.readme.audit"},
		{"reputation.csv", "privacy.readme.reputation"},
		{"identities.csv", "privacy.readme.identities"},
		{"receipts/", "privacy.readme.receipts"},
		{"checkpoint", "privacy.readme.checkpoint"},
		{"log.pub", "privacy.readme.key"},
	}
}

// readme says what is in an archive, what is not, and how to check it, in the
// reader's language.
func (s *service) readme(tx *store.Tx, r *app.Request, a *archive) string {
	doc := chat.Document{
		chat.Title(chat.T("privacy.readme.title")),
		chat.Paragraph(chat.T("privacy.readme.made", chat.Args{"when": chat.Time(tx.Now(), chat.StyleDateTime)})),
	}
	var items []chat.Node
	for _, file := range described() {
		name, key := file[0], file[1]
		what := chat.T(key)
		switch {
		case slices.Contains(a.left, name):
			what = chat.Span(what, chat.Text(" "), chat.T("privacy.readme.left"))
		case slices.Contains(a.cut, name):
			what = chat.Span(what, chat.Text(" "), chat.T("privacy.readme.cut"))
		case !slices.Contains(a.names, name):
			what = chat.T("privacy.readme.missing")
		}
		items = append(items, chat.Span(chat.Code(name), chat.Text(": "), what))
	}
	doc = append(doc,
		chat.List(items...),
		chat.Paragraph(chat.T("privacy.readme.words")),
		chat.Paragraph(chat.T("privacy.readme.commitment")),
		chat.Paragraph(chat.T("privacy.readme.verify", chat.Args{"command": chat.Code("parley verify receipt FILE --key KEY")})),
	)
	reader := text.Reader{Locale: r.Locale, Zone: r.Zone, Now: tx.Now()}
	return chat.PlainText(s.texts.LocalizeMessage(chat.Message{Document: doc}, reader).Document) + "\n"
}
