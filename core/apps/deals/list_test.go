package deals

import (
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

func TestListPages(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{MaxOpen: 100})
	ann := r.meet("x", "Ann")
	contains(t, r.do(ann, "deal list"), "You have no deals yet.")
	var handles []string
	for range 20 {
		handle, _ := r.propose(ann, nil, nil)
		handles = append([]string{handle}, handles...)
		r.clock.Advance(time.Second)
	}
	page := r.do(ann, "deal list")
	r.pageHolds(page, handles[:8], "▶")
	page = r.presses(ann, page, "▶")
	r.pageHolds(page, handles[8:16], "◀", "▶")
	page = r.presses(ann, page, "▶")
	r.pageHolds(page, handles[16:], "◀")
	page = r.presses(ann, page, "◀")
	r.pageHolds(page, handles[8:16], "◀", "▶")
	page = r.presses(ann, page, "◀")
	r.pageHolds(page, handles[:8], "▶")
}

// pageHolds checks the deals of a page, in order, and the buttons that turn it.
func (r *rig) pageHolds(page screen, handles []string, turns ...string) {
	r.t.Helper()
	if got := handlePattern.FindAllString(page.words, -1); strings.Join(got, "") != "#"+strings.Join(handles, "#") {
		r.t.Errorf("page holds %v, want %v", got, handles)
	}
	buttons := page.buttons()
	if got := buttons[len(handles):]; strings.Join(got, " ") != strings.Join(turns, " ") {
		r.t.Errorf("turns %q, want %q", got, turns)
	}
	if row := page.message.Rows[0].Select; row.Action.Path != pathView || row.Choices[0].Value != handles[0] {
		r.t.Errorf("select leads to %+v", row.Action)
	}
}

func TestListFilters(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{MaxOpen: 100})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	tango, _ := r.propose(ann, nil, map[string]string{stepNetwork: "Tango"})
	active := r.active(ann, ben)
	pages := func(who someone, pairs ...any) string {
		return strings.Join(handlePattern.FindAllString(r.do(who, "deal list", pairs...).words, -1), " ")
	}
	if got := pages(ann, "network", "TANGO"); got != "#"+tango {
		t.Errorf("on Tango: %s", got)
	}
	if got := pages(ann, "status", "Active"); got != "#"+active {
		t.Errorf("active: %s", got)
	}
	if got := pages(ben); got != "#"+active {
		t.Errorf("Ben's: %s", got)
	}
	contains(t, r.do(ann, "deal list", "status", "disputed"), "None of your deals is like that.")
	r.refused("deals.refuse.status_name", ann, "deal list", "status", "done")
	r.refused("deals.refuse.network", ann, "deal list", "network", "Myspace")

	for range 9 {
		r.propose(ann, nil, map[string]string{stepNetwork: "Tango"})
	}
	page := r.do(ann, "deal list", "network", "tango", "status", "pending")
	next := r.presses(ann, page, "▶")
	if got := handlePattern.FindAllString(next.words, -1); len(got) != 2 {
		t.Errorf("the filter is lost on the second page: %v", got)
	}
}

func TestSuggestions(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{MaxOpen: 100})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	pending, _ := r.propose(ann, &ben, nil)
	r.clock.Advance(time.Second)
	active := r.active(ann, ben)
	r.clock.Advance(time.Second)
	invitation, _ := r.propose(ann, nil, nil)
	r.clock.Advance(time.Second)
	cancelled, _ := r.propose(ann, nil, nil)
	r.do(ann, pathCancel, "deal_id", cancelled)
	suggested := func(who someone, path, prefix string) (values string) {
		c, _ := r.command(path)
		err := r.store.Read(t.Context(), func(tx *store.Tx) error {
			choices, err := c.Suggest(tx, r.request(who, map[string]app.Arg{}), "deal_id", prefix)
			for _, one := range choices {
				values += one.Value + " "
				r.show(chat.Message{Document: chat.Document{chat.Paragraph(one.Label)}})
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(values)
	}
	for _, test := range []struct{ path, prefix, want string }{
		{pathConfirm, "", pending},
		{pathCancel, "", invitation + " " + pending},
		{pathComplete, "", active},
		{pathComplete, "#" + strings.ToLower(active[:3]), active},
		{pathComplete, "zz", ""},
		{pathNote, "", cancelled + " " + invitation + " " + active + " " + pending},
	} {
		if got := suggested(ann, test.path, test.prefix); got != test.want {
			t.Errorf("%s %q: %q, want %q", test.path, test.prefix, got, test.want)
		}
	}
	if got := suggested(r.meet("x", "Eve"), pathView, active[:2]); got != "" {
		t.Errorf("a stranger is offered %q", got)
	}
}

func TestHistoryPages(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	handle := r.active(ann, ben)
	for range 9 {
		r.do(ben, pathNote, "deal_id", handle, "note", "hello there")
	}
	page := r.presses(ann, r.do(ann, pathView, "deal_id", handle), "History")
	contains(t, page, "12 events. Page 1 of 2.", "proposed it", "Ann: confirmed", "Note: hello there")
	offers(t, page, "▶")
	page = r.presses(ann, page, "▶")
	contains(t, page, "Page 2 of 2.", "12.")
	offers(t, page, "◀")
	contains(t, r.do(ann, pathLog, "deal_id", handle, "page", "99"), "Page 2 of 2.")
}
