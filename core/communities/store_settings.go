package communities

import (
	"slices"
	"strconv"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// chosen is what a community chose itself; nil, "" and zero stand for nothing.
type chosen struct {
	community                                 string // the one that an absorbed one became
	open, volume, cooldown, reminders, weekly *int64
	role, placePlatform, placeID, placeName   string
}

// SettingsOf returns what holds in a community, and which of it, by key, is the
// community's own choice; the rest is taken from defaults. Community "" has none.
// A place for mediators counts while its space belongs to the community and the
// bot is in it. An unknown community is an error matching store.ErrNotFound.
func SettingsOf(tx *store.Tx, id string, defaults Settings) (s Settings, own map[string]bool, err error) {
	s, own = defaults, map[string]bool{}
	if id == "" {
		return s, own, nil
	}
	c, err := readChosen(tx, id)
	if err != nil {
		return Settings{}, nil, wrap("read the settings", err)
	}
	number := func(key string, value *int64, take func(n int64)) {
		if value != nil {
			own[key] = true
			take(*value)
		}
	}
	number(KeyMaxOpen, c.open, func(n int64) { s.MaxOpen = int(n) })
	number(KeyMaxVolume, c.volume, func(n int64) { s.MaxVolume = n })
	number(KeyCooldown, c.cooldown, func(n int64) { s.CooldownHours = int(n) })
	number(KeyReminders, c.reminders, func(n int64) { s.ReminderMinutes = int(n) })
	number(KeyWeekly, c.weekly, func(n int64) { s.WeeklySummary = n == 1 })
	if c.role != "" {
		own[KeyMediatorRole] = true
		s.MediatorRole = c.role
	}
	if c.placeID != "" {
		own[KeyMediatorPlace] = true
		s.MediatorPlace, s.PlaceName = chat.PlaceRef{Platform: chat.Platform(c.placePlatform), ID: c.placeID}, c.placeName
	}
	return s, own, nil
}

// Set makes a value, in text, a community's own choice; "true" and "false" are
// those of a boolean. Whether something changed is seen by comparing Old and New.
// It fails with ErrValue for what is out of bounds.
func Set(tx *store.Tx, id, key, value string) (Change, error) {
	all := Choosable()
	i := slices.IndexFunc(all, func(s Setting) bool { return s.Key == key })
	if i < 0 {
		return Change{}, ErrValue
	}
	stored, spelt, err := all[i].read(value)
	if err != nil {
		return Change{}, err
	}
	c, err := readChosen(tx, id)
	if err != nil {
		return Change{}, wrap("read the settings", err)
	}
	change := Change{Key: key, Old: c.text(key), New: spelt}
	if change.Old == change.New {
		return change, nil
	}
	_, err = tx.SQL().Exec(writeOf(key), stored, c.community)
	return change, wrap("set "+key, err)
}

// SetMediatorPlace keeps where mediators are told of disputes: a place in a space
// of the community, and what it is called. A zero place has them told one by one.
func SetMediatorPlace(tx *store.Tx, id string, place chat.PlaceRef, space chat.SpaceRef, name string) error {
	c, err := Get(tx, id)
	if err != nil {
		return err
	}
	if place.IsZero() {
		space, name = chat.SpaceRef{}, ""
	}
	if space, err = canonical(tx, space); err != nil {
		return wrap("set the place of mediators", err)
	}
	_, err = tx.SQL().Exec(`UPDATE communities SET mediator_platform = ?, mediator_space = ?, mediator_place = ?, mediator_place_name = ?
		WHERE id = ?`, string(place.Platform), space.ID, place.ID, name, c.ID)
	return wrap("set the place of mediators", err)
}

func readChosen(tx *store.Tx, id string) (c chosen, err error) {
	err = tx.SQL().Row(`SELECT c.id, c.max_open, c.max_volume, c.cooldown_hours, c.reminder_mins, c.weekly_summary, c.mediator_role,
			c.mediator_platform, CASE WHEN s.space_id IS NULL THEN '' ELSE c.mediator_place END, c.mediator_place_name
		FROM communities o
		JOIN communities c ON c.id = CASE WHEN o.successor = '' THEN o.id ELSE o.successor END
		LEFT JOIN communities_spaces s ON s.platform = c.mediator_platform AND s.space_id = c.mediator_space
			AND s.community_id = c.id AND s.closed_at = 0
		WHERE o.id = ?`, []any{id},
		&c.community, &c.open, &c.volume, &c.cooldown, &c.reminders, &c.weekly, &c.role, &c.placePlatform, &c.placeID, &c.placeName)
	return c, err
}

// text is a choice in the spelling of events, or "".
func (c chosen) text(key string) string {
	var n *int64
	switch key {
	case KeyMaxOpen:
		n = c.open
	case KeyMaxVolume:
		n = c.volume
	case KeyCooldown:
		n = c.cooldown
	case KeyReminders:
		n = c.reminders
	case KeyWeekly:
		if c.weekly != nil {
			return strconv.FormatBool(*c.weekly == 1)
		}
	case KeyMediatorRole:
		return c.role
	}
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}

// writeOf is the statement that keeps a setting.
func writeOf(key string) string {
	switch key {
	case KeyMaxOpen:
		return `UPDATE communities SET max_open = ? WHERE id = ?`
	case KeyMaxVolume:
		return `UPDATE communities SET max_volume = ? WHERE id = ?`
	case KeyCooldown:
		return `UPDATE communities SET cooldown_hours = ? WHERE id = ?`
	case KeyReminders:
		return `UPDATE communities SET reminder_mins = ? WHERE id = ?`
	case KeyWeekly:
		return `UPDATE communities SET weekly_summary = ? WHERE id = ?`
	}
	return writeMediatorRole
}
