package bot

import (
	"encoding/base64"
	"fmt"

	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// rootShown is how many characters of the root an answer shows: enough to tell
// two logs apart by eye.
const rootShown = 8

// vouch ends an answer to what was logged with the size of the log and the
// beginning of its root. Whoever keeps the answer can hold the operator to it.
func vouch(tx *store.Tx, before int64, reply *chat.Reply) error {
	if len(reply.Message.Document) == 0 {
		return nil
	}
	size, err := audit.Size(tx)
	if err != nil || size == before {
		return err
	}
	_, root, err := audit.Head(tx)
	if err != nil {
		return err
	}
	shown := base64.StdEncoding.EncodeToString(root[:])[:rootShown]
	reply.Message.Document = append(reply.Message.Document[:len(reply.Message.Document):len(reply.Message.Document)],
		chat.Paragraph(chat.Code(fmt.Sprintf("log %d · %s", size, shown))))
	return nil
}

// count tells whoever keeps statistics of a command that was answered. A refusal
// is an answer like any other.
func (b *Bot) count(command string, err error) {
	if b.counted == nil || command == "" {
		return
	}
	_, refused := fault.As(err)
	b.counted(command, err != nil && !refused)
}
