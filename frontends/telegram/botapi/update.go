package botapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"

	"github.com/go-telegram/bot/models"
)

// Update is one thing that Telegram tells the bot.
type Update struct {
	ID      int64
	EventID string          // "<bot id>:<update id>"
	Raw     json.RawMessage // as it came
	*models.Update
}

// AllowedUpdates returns the kinds of updates that are asked for. Telegram
// leaves chat_member out unless it is named.
func AllowedUpdates() []string {
	return []string{
		models.AllowedUpdateMessage, models.AllowedUpdateEditedMessage,
		models.AllowedUpdateChannelPost, models.AllowedUpdateEditedChannelPost,
		models.AllowedUpdateCallbackQuery,
		models.AllowedUpdateMyChatMember, models.AllowedUpdateChatMember,
	}
}

// sum tells two updates of one id apart: ids start anew after a quiet week.
type sum uint64

func sumOf(raw json.RawMessage) sum {
	h := fnv.New64a()
	_, _ = h.Write(raw) // never fails
	return sum(h.Sum64())
}

// arrival is an update as it came, read or not.
type arrival struct {
	Update
	sum    sum
	poison error // why it could not be read
	lane   string
}

// read decodes one update alone, so that one that cannot be read spoils no
// other. Nothing it meets may end the process.
func (in *intake) read(raw json.RawMessage) (a arrival) {
	a = arrival{Update: Update{Raw: raw}, sum: sumOf(raw)}
	a.poison = guarded(func() error {
		a.Update.Update = &models.Update{}
		return json.Unmarshal(raw, a.Update.Update)
	})
	a.ID = a.Update.Update.ID
	if a.poison != nil {
		var only struct {
			ID int64 `json:"update_id"`
		}
		_ = json.Unmarshal(raw, &only) // where even the id cannot be read, it is 0
		a.ID = only.ID
	}
	a.EventID = strconv.FormatInt(in.c.id, 10) + ":" + strconv.FormatInt(a.ID, 10)
	switch {
	case a.ID <= 0: // its number cannot name it
		a.EventID = fmt.Sprintf("%d:?%x", in.c.id, uint64(a.sum))
		a.poison = errors.Join(a.poison, errors.New("no update id"))
	case a.poison == nil:
		a.poison = guarded(func() error {
			a.lane = in.h.Lane(a.Update)
			return nil
		})
	}
	if a.poison != nil {
		a.lane = "poison " + a.EventID
	}
	return a
}

// guarded turns a panic into an error.
func guarded(fn func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("botapi: panic: %v", v)
		}
	}()
	return fn()
}
