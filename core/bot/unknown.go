package bot

import (
	"context"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/text"
)

// unknown says that a command does not exist, and names the one that was
// probably meant.
func (b *Bot) unknown(in chat.Interaction) error {
	typed := in.Path
	if typed == "" {
		typed = firstWords(in.Words)
	}
	if group := b.registry.group(typed); len(group) > 0 {
		return fault.New(fault.Unknown, "core.unknown.group", chat.Args{
			"command": echo("/" + typed), "commands": listed(group, func(c chat.Choice) chat.Node { return chat.Code(c.Value) }),
		})
	}
	best, distance := "", 4
	for _, c := range b.registry.catalog.Commands {
		if c.Shown == chat.ShownToNobody {
			continue
		}
		if len(typed) > 64 {
			break // nobody's slip of the pen
		}
		if d := editDistance(chat.Menu(typed), chat.Menu(c.Path)); d < distance {
			best, distance = c.Path, d
		}
	}
	args := chat.Args{"command": echo("/" + typed), "help": chat.Code("/help"), "likely": chat.Code("/" + best)}
	if best == "" {
		return fault.New(fault.Unknown, "core.fault.unknown", args)
	}
	return fault.New(fault.Unknown, "core.unknown.likely", args)
}

func firstWords(words []chat.Value) string {
	const most = 2
	return join(words[:min(most, len(words))])
}

// editDistance is the Levenshtein distance of two short strings.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			above := row[j+1]
			change := corner
			if a[i] != b[j] {
				change++
			}
			corner, row[j+1] = above, min(change, above+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// failed logs what went wrong under an id, and is the answer that names the id.
func (b *Bot) failed(ctx context.Context, in chat.Interaction, who text.Reader, cause error) chat.Reply {
	id := in.Reference()
	b.log.ErrorContext(ctx, "interaction failed", "id", id, "kind", in.Kind, "path", in.Path,
		"platform", in.User.Ref.Platform, "event", in.EventID, "cause", cause)
	return b.localize(who, refusal(fault.New(fault.Internal, "core.fault.internal", chat.Args{"id": chat.Code(id)})).Reply)
}
