package account

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// auto is the word that takes a choice back.
const auto = "auto"

func (s *service) languages() []chat.Choice {
	var choices []chat.Choice
	for _, l := range slices.Concat(s.Languages, []string{auto}) {
		choices = append(choices, chat.Choice{Value: l, Label: chat.T("account.language." + l)})
	}
	return choices
}

// language is /language: it shows the choice, or makes it.
func (s *service) language(tx *store.Tx, r *app.Request) (app.Response, error) {
	chosen := r.Person.Locale
	said := "account.language.is"
	if r.Has("language") {
		chosen = r.Text("language")
		if chosen == auto {
			chosen = ""
		}
		if err := accounts.SetLocale(tx, r.Person.ID, chosen); err != nil {
			return app.Response{}, err
		}
		r.Person.Locale = chosen
		// The answer is the first thing to come in that language.
		r.Locale = s.speaks(chosen, r.Identity.Locale)
		said = "account.language.set"
	}
	if chosen == "" {
		chosen = auto
	}
	row := chat.Row{}
	for _, c := range s.languages() {
		row.Buttons = append(row.Buttons, chat.Press(c.Label, style(c.Value == chosen), "language", "language", c.Value))
	}
	return r.Replacing(app.Answer(chat.Say(said, chat.Args{"language": chat.T("account.language." + chosen)}), row)), nil
}

// speaks returns the first language that is one of ours, the regions aside.
func (s *service) speaks(wishes ...string) string {
	for _, w := range wishes {
		base, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(w), "_", "-"), "-")
		for _, l := range s.Languages {
			if base == l {
				return l
			}
		}
	}
	return s.Languages[0]
}

func style(primary bool) chat.ButtonStyle {
	if primary {
		return chat.StylePrimary
	}
	return chat.StyleSecondary
}

// timezone is /timezone.
func timezone(tx *store.Tx, r *app.Request) (app.Response, error) {
	name := r.Text("zone")
	if strings.EqualFold(name, auto) {
		r.Person.Zone = ""
		return app.Say("account.zone.auto"), accounts.SetZone(tx, r.Person.ID, "")
	}
	loc, err := civil.LoadZone(name)
	if err != nil {
		return app.Response{}, fault.New(fault.Input, "account.zone.wrong", chat.Args{
			"zone": chat.Said(name), "example": chat.Code("Europe/Berlin"),
		})
	}
	if err := accounts.SetZone(tx, r.Person.ID, loc.String()); err != nil {
		return app.Response{}, err
	}
	r.Person.Zone, r.Zone = loc.String(), loc
	return app.Say("account.zone.set", chat.Args{
		"zone": chat.Code(loc.String()), "time": chat.Code(tx.Now().In(loc).Format("15:04")),
	}), nil
}

// notifications is /notifications: it shows what is chosen and changes what is
// given.
func notifications(tx *store.Tx, r *app.Request) (app.Response, error) {
	p := &r.Person
	before := *p
	p.Reminders = r.Bool("reminders", p.Reminders)
	p.Digest = r.Bool("digest", p.Digest)
	p.DigestHour = int(r.Int("hour", int64(p.DigestHour)))
	if p.DigestHour < 0 || p.DigestHour > 23 {
		return app.Response{}, fault.New(fault.Input, "account.notices.hour_wrong", chat.Args{"example": chat.Code("9")})
	}
	if *p != before {
		if err := accounts.SetNotices(tx, p.ID, p.Reminders, p.Digest, p.DigestHour); err != nil {
			return app.Response{}, err
		}
	}
	return r.Replacing(app.Answer(chat.Document{
		chat.Title(chat.T("account.notices.title")),
		chat.Fields(
			chat.Field(chat.T("account.notices.reminders"), onOff(p.Reminders)),
			chat.Field(chat.T("account.notices.digest"), onOff(p.Digest)),
			chat.Field(chat.T("account.notices.hour"), clock(p.DigestHour)),
		),
		chat.Paragraph(chat.T("account.notices.always")),
	}, chat.Buttons(
		toggle("reminders", p.Reminders), toggle("digest", p.Digest),
		chat.Press(chat.T("account.button.hour"), chat.StyleSecondary, pathHour),
	))), nil
}

func onOff(on bool) chat.Node {
	if on {
		return chat.T("account.notices.on")
	}
	return chat.T("account.notices.off")
}

func toggle(what string, on bool) chat.Button {
	if on {
		return chat.Press(chat.T("account.button."+what+"_off"), chat.StyleSecondary, "notifications", what, "no")
	}
	return chat.Press(chat.T("account.button."+what+"_on"), chat.StylePrimary, "notifications", what, "yes")
}

// clock writes an hour of the day.
func clock(hour int) chat.Node {
	return chat.Text(time.Date(0, 1, 1, hour, 0, 0, 0, time.UTC).Format("15:04"))
}

// chooseHour offers the hours of the day, and takes one.
func chooseHour(tx *store.Tx, r *app.Request) (app.Response, error) {
	if r.Has("hour") {
		return notifications(tx, r)
	}
	pick := &chat.Select{
		Placeholder: chat.T("account.notices.hour"), Option: "hour", Action: chat.Do(pathHour),
	}
	for hour := range 24 {
		pick.Choices = append(pick.Choices, chat.Choice{Value: strconv.Itoa(hour), Label: clock(hour)})
	}
	return r.Replacing(app.Answer(chat.Say("account.notices.which_hour"), chat.Row{Select: pick})), nil
}
