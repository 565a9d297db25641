package operator

import (
	"strconv"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// tell queues one message of the errors that wait for each channel. It runs every
// minute, which is how often a channel hears of them at most.
func (s *Service) tell(tx *store.Tx, _ jobs.Job, _ []byte) error {
	s.Mirror.held.forget()
	list, lost, told := s.Mirror.held.due()
	if len(list) == 0 && lost == 0 {
		return nil
	}
	for _, place := range s.Channels {
		_, _, err := outbox.Notify(tx, outbox.Notification{
			Place: place, Kind: kindMirror, Priority: outbox.Bulk,
			// A channel that comes back after a night is not flooded with that night.
			Expires: tx.Now().Add(time.Hour),
			Message: chat.Message{Document: troubles(list, lost)},
		})
		if err != nil {
			return err
		}
	}
	tx.OnCommit(told)
	return nil
}

// troubles shows errors as the log words them.
func troubles(list []trouble, lost int) chat.Document {
	items := make([]chat.Node, 0, len(list)+1)
	for _, t := range list {
		item := chat.Said(t.text)
		if t.count > 1 {
			item = chat.Span(item, chat.Text(" ×"+strconv.Itoa(t.count)))
		}
		items = append(items, item)
	}
	if lost > 0 {
		items = append(items, chat.T("operator.mirror.lost", chat.Args{"count": chat.Number(lost)}))
	}
	return chat.Document{chat.Title(chat.T("operator.mirror.title")), chat.List(items...)}
}
