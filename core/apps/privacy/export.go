package privacy

import (
	"io"
	"strings"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/table"
)

const readmeName = "README.txt"

// exportData is /export_data: an archive of everything, in the direct chat. It only
// reads, so that no stored answer keeps a second copy of it.
func (s *service) exportData(tx *store.Tx, r *app.Request) (app.Response, error) {
	a, err := newArchive(tx.Now(), fileLimit(r.Caps))
	if err != nil {
		return app.Response{}, err
	}
	if err := s.fill(tx, r, a); err != nil {
		return app.Response{}, err
	}
	shortened := len(a.cut)+len(a.left) > 0
	data, err := a.close()
	if err != nil {
		return app.Response{}, err
	}
	out := app.Say("privacy.export.ready", chat.Args{"count": chat.Number(len(a.names)), "readme": chat.Code(readmeName)})
	if shortened {
		out.Message.Document = append(out.Message.Document, chat.Paragraph(chat.T("privacy.export.cut")))
	}
	name := "parley-data-" + tx.Now().Format("2006-01-02") + ".zip"
	out.Message.Files = []chat.File{{Name: name, Media: "application/zip", Data: data}}
	return out, nil
}

func (s *service) fill(tx *store.Tx, r *app.Request, a *archive) error {
	person := r.Person.ID
	if err := a.add("identities.csv", func(w io.Writer) error { return writeIdentities(tx, person, w) }); err != nil {
		return err
	}
	if s.Reputation != nil {
		if err := a.add("reputation.csv", func(w io.Writer) error { return s.Reputation(tx, person, w) }); err != nil {
			return err
		}
	}
	if err := s.addProofs(tx, a); err != nil {
		return err
	}
	if err := s.Apps.Export(tx, person, a.add); err != nil {
		return err
	}
	readme := s.readme(tx, r, a)
	a.limit += reserved // which was for this
	return a.add(readmeName, words(readme))
}

// addProofs adds what receipts are verified with, where there is any.
func (s *service) addProofs(tx *store.Tx, a *archive) error {
	if s.Checkpoint != nil {
		signed, err := s.Checkpoint(tx)
		if err != nil {
			return err
		}
		if len(signed) > 0 {
			if err := a.add("checkpoint", words(string(signed))); err != nil {
				return err
			}
		}
	}
	if s.Key == nil || s.Key() == "" {
		return nil
	}
	return a.add("log.pub", words(strings.TrimSuffix(s.Key(), "\n")+"\n"))
}

func words(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

func writeIdentities(tx *store.Tx, person string, w io.Writer) error {
	ids, err := accounts.Identities(tx, person)
	if err != nil {
		return err
	}
	out := table.New(w, "platform", "id", "name", "linked_at")
	for _, id := range ids {
		linked := ""
		if !id.LinkedAt.IsZero() {
			linked = id.LinkedAt.UTC().Format("2006-01-02T15:04:05.000Z")
		}
		if err := out.Row(string(id.Ref.Platform), table.Words(id.Ref.ID), table.Words(id.Name), linked); err != nil {
			return err
		}
	}
	return out.Flush()
}
