package bot

import (
	"strings"
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/text"
)

// core is the engine's own app: what every installation can do.
func (b *Bot) core() app.App {
	command := chat.Option{Name: "command", Kind: chat.TextOption}
	payload := chat.Option{Name: "payload", Kind: chat.TextOption}
	return app.App{
		Name: text.Core,
		Commands: append(b.wizardCommands(),
			app.Command{Command: chat.Command{Path: "help", Describe: "core.help.about", Options: []chat.Option{command}, Audience: chat.Public, Reads: true}, Do: b.doHelp},
			app.Command{Command: chat.Command{Path: "about", Describe: "core.about.about", Audience: chat.Public, Reads: true}, Do: b.doAbout},
			app.Command{Command: chat.Command{Path: "ping", Describe: "core.ping.about", Reads: true}, Do: b.doPing},
			app.Command{Command: chat.Command{Path: "start", Describe: "core.start.about", Options: []chat.Option{payload}}, Do: b.doStart},
			app.Command{Command: chat.Command{Path: "cancel", Describe: "core.cancel.about"}, Do: b.doCancel},
		),
		Jobs: []app.Job{
			{Kind: jobSession, Do: b.expireSession},
			{Kind: "core.prune", Every: 24 * time.Hour, Do: prune},
		},
	}
}

func (b *Bot) doPing(_ *store.Tx, _ *app.Request) (app.Response, error) {
	return app.Say("core.ping.answer"), nil
}

func (b *Bot) doAbout(_ *store.Tx, _ *app.Request) (app.Response, error) {
	doc := chat.Document{
		chat.Title(chat.T("core.about.title", chat.Args{"version": chat.Code(b.about.Version)})),
		chat.Paragraph(chat.T("core.about.what")),
		chat.List(chat.T("core.about.money"), chat.T("core.about.judge"), chat.T("core.about.affiliation"), chat.T("core.about.data")),
	}
	if b.about.LogKey != nil {
		doc = append(doc, chat.Paragraph(chat.T("core.about.log", chat.Args{"key": chat.Code(b.about.LogKey())})))
	}
	if b.about.Source != "" {
		doc = append(doc, chat.Paragraph(chat.T("core.about.source", chat.Args{"link": chat.Link(b.about.Source, chat.Text(b.about.Source))})))
	}
	return app.Answer(doc), nil
}

// doStart opens the conversation: a start link does its command, a wizard that
// is running goes on, anybody else is welcomed.
func (b *Bot) doStart(tx *store.Tx, r *app.Request) (app.Response, error) {
	if link, value, ok := b.registry.startLink(r.Text("payload")); ok {
		return b.invoke(tx, r, b.registry.commands[link.Path], map[string]chat.Value{link.Option: {Text: value}})
	}
	w, s, err := b.running(tx, r)
	if err == nil {
		return b.resume(tx, r, w, s, "core.wizard.resumed")
	}
	if !fault.Is(err, fault.Expired) {
		return app.Response{}, err
	}
	return app.Answer(chat.Document{
		chat.Paragraph(chat.T("core.start.welcome", chat.Args{"name": chat.Said(r.Identity.Name)})),
		chat.Paragraph(chat.T("core.start.next", chat.Args{"deal": chat.Code("/deal start"), "help": chat.Code("/help")})),
	}), nil
}

// doHelp lists the commands the caller may use, or explains one.
func (b *Bot) doHelp(_ *store.Tx, r *app.Request) (app.Response, error) {
	if r.Has("command") {
		return b.helpOne(r)
	}
	doc := chat.Document{chat.Paragraph(chat.T("core.help.intro"))}
	var group string
	var items []chat.Node
	for _, c := range append(b.registry.catalog.Commands, chat.Command{}) {
		if name := b.registry.owners[c.Path]; name != group {
			if len(items) > 0 {
				doc = append(doc, chat.Title(chat.T(group+".title")), chat.List(items...))
			}
			group, items = name, nil
		}
		if c.Path != "" && c.Shown != chat.ShownToNobody && b.allowed(r, b.registry.commands[c.Path]) {
			items = append(items, chat.Span(chat.Code("/"+c.Path), chat.Text(" — "), chat.T(c.Describe)))
		}
	}
	return app.Answer(append(doc, chat.Paragraph(chat.T("core.help.more", chat.Args{"example": chat.Code("/help deal start")})))), nil
}

func (b *Bot) helpOne(r *app.Request) (app.Response, error) {
	path := strings.TrimPrefix(r.Text("command"), "/")
	cmd, _, ok := b.registry.catalog.Match(wordsOf(path))
	if !ok {
		return app.Response{}, b.unknown(chat.Interaction{Words: wordsOf(path)})
	}
	doc := chat.Document{chat.Paragraph(chat.Code(usage(cmd)), chat.Text(" — "), chat.T(cmd.Describe))}
	var items []chat.Node
	for _, o := range cmd.Options {
		items = append(items, chat.Span(chat.Code(o.Name), chat.Text(" — "), chat.T(o.Describe)))
	}
	if len(items) > 0 {
		doc = append(doc, chat.List(items...))
	}
	return app.Answer(doc), nil
}

// expireSession ends a wizard whose question waited too long, and says so; one
// that went on meanwhile is looked at again when its time comes.
func (b *Bot) expireSession(tx *store.Tx, j jobs.Job, _ []byte) error {
	person, id, _ := strings.Cut(j.Subject, ".")
	s, found, err := loadSession(tx, person)
	if err != nil || !found || s.ID != id {
		return err
	}
	if tx.Now().Before(s.ExpiresAt) {
		_, err := jobs.Schedule(tx, jobs.Job{Kind: j.Kind, Subject: j.Subject, Due: s.ExpiresAt})
		return err
	}
	w, _ := b.wizard(s.Wizard)
	if err := dropSession(tx, person); err != nil || isAsk(s.Wizard) {
		return err
	}
	f := b.ended(w, s, "core.wizard.expired")
	_, _, err = outbox.Notify(tx, outbox.Notification{
		Person: person, Prefer: s.Account, Kind: jobSession, Once: "session:" + person + "." + id,
		Expires: tx.Now().Add(24 * time.Hour),
		Message: chat.Message{Document: chat.Document{chat.Paragraph(f.Phrase)}, Rows: f.Rows},
	})
	return err
}

// prune forgets old answers, buttons and notifications, a portion at a time: the
// writer is everybody's.
func prune(tx *store.Tx, _ jobs.Job, _ []byte) error {
	const portion = 500
	more := false
	for _, forget := range []func(*store.Tx, time.Time, int) (int64, error){pruneRequests, pruneActions, outbox.Prune} {
		n, err := forget(tx, tx.Now().Add(-keptFor), portion)
		if err != nil {
			return err
		}
		more = more || n >= portion
	}
	if more {
		return jobs.ErrMore
	}
	return nil
}

func wordsOf(line string) []chat.Value {
	var words []chat.Value
	for _, w := range strings.Fields(line) {
		words = append(words, chat.Value{Text: w})
	}
	return words
}
