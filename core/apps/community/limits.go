package community

import (
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/store"
)

// viewLimits is /rate_limits view. In a direct chat it tells of every community
// that the person is in; whoever is in none makes deals under the installation's.
func (s *service) viewLimits(tx *store.Tx, r *app.Request) (app.Response, error) {
	list := []communities.Community{r.Community}
	if r.Community.ID == "" {
		known, err := communities.Of(tx, r.Person.ID)
		if err != nil {
			return app.Response{}, err
		}
		if len(known) > 0 {
			list = known
		}
	}
	var doc chat.Document
	for _, c := range list {
		part, err := s.limitsOf(tx, r.Person.ID, c)
		if err != nil {
			return app.Response{}, err
		}
		doc = append(doc, part...)
	}
	if r.Standing.Administrator || r.Standing.Owner {
		doc = append(doc, chat.Paragraph(chat.T("community.limits.how")))
	}
	return app.Answer(doc), nil
}

// limitsOf says what holds in a community, by whose choice, and what the person
// has used of it. Each limit is one line, which says in words what it is.
func (s *service) limitsOf(tx *store.Tx, person string, c communities.Community) (chat.Document, error) {
	holds, own, err := communities.SettingsOf(tx, c.ID, s.defaults)
	if err != nil {
		return nil, err
	}
	used, err := s.used(tx, person, c, holds)
	if err != nil {
		return nil, err
	}
	title := chat.Title(chat.T("community.limits.title", chat.Args{"community": chat.Said(c.Name)}))
	if c.ID == "" {
		title = chat.Title(chat.T("community.limits.title_none"))
	}
	var items []chat.Node
	for _, setting := range communities.Choosable() {
		item := []chat.Node{line(holds, setting.Key), chat.Text(" · "), source(own[setting.Key])}
		if use, has := used[setting.Key]; has {
			item = append(item, chat.Text(" · "), use)
		}
		items = append(items, chat.Span(item...))
	}
	return chat.Document{title, chat.List(items...)}, nil
}

func source(own bool) chat.Node {
	if own {
		return chat.T("community.limits.own")
	}
	return chat.T("community.limits.default")
}

// line says what one setting is.
func line(s communities.Settings, key string) chat.Node {
	text := "community.limits." + key
	switch key {
	case communities.KeyMaxOpen:
		return chat.T(text, chat.Args{"count": chat.Number(s.MaxOpen)})
	case communities.KeyMaxVolume:
		// One point is worth one USD, which people can read.
		return chat.T(text, chat.Args{"count": chat.Number(int(s.MaxVolume)), "amount": chat.Amount(s.MaxVolume, "USD", 0)})
	case communities.KeyCooldown:
		if s.CooldownHours == 0 {
			return chat.T("community.limits.no_cooldown")
		}
		return chat.T(text, chat.Args{"count": chat.Number(s.CooldownHours)})
	case communities.KeyReminders:
		return chat.T(text, chat.Args{"count": chat.Number(s.ReminderMinutes)})
	case communities.KeyWeekly:
		if s.WeeklySummary {
			return chat.T("community.limits.weekly_on")
		}
		return chat.T("community.limits.weekly_off")
	}
	return chat.T(text, chat.Args{"role": chat.Said(s.MediatorRole)})
}

// used says what a person has used of the limits, by their keys.
func (s *service) used(tx *store.Tx, person string, c communities.Community, holds communities.Settings) (map[string]chat.Node, error) {
	if s.use == nil {
		return nil, nil
	}
	loc, err := civil.LoadZone(c.Zone)
	if err != nil {
		loc = time.UTC
	}
	today := civil.Of(tx.Now(), loc)
	u, err := s.use(tx, person, c.ID, civil.End(today.AddDays(-1), loc))
	if err != nil {
		return nil, err
	}
	volume := chat.Args{
		"amount": chat.Amount(u.Points, "USD", 2), "count": chat.Number(int(u.Whole)),
		"time": chat.Time(civil.End(today, loc), chat.StyleDateTime),
	}
	said := map[string]chat.Node{
		communities.KeyMaxOpen:   chat.T("community.limits.use_open", chat.Args{"count": chat.Number(u.Open)}),
		communities.KeyMaxVolume: chat.T("community.limits.use_volume", volume),
	}
	next := u.Last.Add(time.Duration(holds.CooldownHours) * time.Hour)
	if !u.Last.IsZero() && next.After(tx.Now()) {
		said[communities.KeyCooldown] = chat.T("community.limits.use_cooldown", chat.Args{"time": chat.Time(next, chat.StyleDateTime)})
	}
	return said, nil
}
