package reminders

import (
	"strconv"
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// snoozes are for how many days somebody may have quiet.
func snoozes() []string { return []string{"1", "3"} }

// snooze is [Snooze]: it asks for how long, and keeps a party from being reminded
// of one deal until then. What is due afterwards is told afterwards.
func (s *Service) snooze(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, side, err := s.Mine(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	deal := chat.Code("#" + d.Handle)
	if d.Phase != Working || d.party(side).Done {
		return app.Response{}, fault.New(fault.Status, "reminders.snooze.nothing", chat.Args{"deal": deal})
	}
	if !r.Has("days") {
		var row chat.Row
		for _, length := range snoozes() {
			row.Buttons = append(row.Buttons, chat.Press(chat.T("reminders.button.days_"+length), chat.StyleSecondary,
				pathSnooze, "deal_id", d.Handle, "days", length))
		}
		return app.Answer(chat.Say("reminders.snooze.ask", chat.Args{"deal": deal}), row), nil
	}
	days, err := strconv.Atoi(r.Text("days"))
	if err != nil {
		return app.Response{}, fault.New(fault.Input, "reminders.ask.days").On("days")
	}
	until := tx.Now().Add(time.Duration(days) * 24 * time.Hour)
	if err := keepSnooze(tx, d.ID, side, until); err != nil {
		return app.Response{}, err
	}
	doc := chat.Say("reminders.snooze.done", chat.Args{"deal": deal, "when": chat.Time(until, chat.StyleDateTime)})
	if !until.Before(d.DueAt) {
		doc = append(doc, chat.Paragraph(chat.T("reminders.snooze.past", chat.Args{"when": chat.Time(d.DueAt, chat.StyleDateTime)})))
	}
	return r.Replacing(app.Answer(doc)), nil
}
