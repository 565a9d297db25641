package operator

import (
	"cmp"
	"maps"
	"slices"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// maxDays is how long counts are kept.
const maxDays = 365

// stats is /admin stats: how much each command was used in the last days, today
// among them, over the whole installation.
func (s *Service) stats(tx *store.Tx, r *app.Request) (app.Response, error) {
	days := r.Int("days", 30)
	all, err := readUsage(tx, dayOf(tx.Now())-days+1)
	if err != nil {
		return app.Response{}, err
	}
	for command, t := range s.usage.waiting() {
		all[command] = all[command].plus(t)
	}
	title := chat.Title(chat.T("operator.stats.title", chat.Args{"count": chat.Number(int(days))}))
	if len(all) == 0 {
		return app.Answer(chat.Document{title, chat.Paragraph(chat.T("operator.stats.none"))}), nil
	}
	commands := slices.SortedFunc(maps.Keys(all), func(a, b string) int {
		return cmp.Or(cmp.Compare(all[b].total, all[a].total), cmp.Compare(a, b))
	})
	var sum tally
	items := make([]chat.Node, 0, len(commands))
	for _, command := range commands {
		sum = sum.plus(all[command])
		items = append(items, line("operator.stats.command", command, all[command]))
	}
	return app.Answer(chat.Document{title, chat.Paragraph(line("operator.stats.sum", "", sum)), chat.List(items...)}), nil
}

func line(key, command string, t tally) chat.Node {
	return chat.T(key, chat.Args{
		"command": chat.Code("/" + command), "total": chat.Number(int(t.total)),
		"ok": chat.Number(int(t.total - t.errors)), "errors": chat.Number(int(t.errors)),
	})
}
