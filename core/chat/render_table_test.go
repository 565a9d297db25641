package chat_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
)

func TestCapabilityTable(t *testing.T) {
	t.Parallel()
	table := chat.CapabilityTable(
		chat.NamedCapabilities{Name: "Discord", Capabilities: with(rich, func(c *chat.Capabilities) {
			c.EditWindow, c.PerPlace, c.IdempotentFor, c.PerSecond = 15*time.Minute, 1500*time.Millisecond, 2*time.Hour, 50
		})},
		chat.NamedCapabilities{Name: "Plain|er", Capabilities: plain},
	)
	lines := strings.Split(strings.TrimSpace(table), "\n")
	for _, want := range []string{
		`| | Discord | Plain\|er |`,
		"|---|---|---|",
		"| buttons | native | absent |",
		"| length of a message | 2000 utf16 | 1000 runes |",
		"| length of a name, of a value | 256, 1024 | –, – |",
		"| buttons in a row, rows | 5, 5 | –, – |",
		"| editing ends after | 15 min | – |",
		"| pause between two to one place | 1.5 s | – |",
		"| a repetition is recognised for | 2 h | – |",
		"| messages a second | 50 | – |",
	} {
		if !strings.Contains(table, want+"\n") {
			t.Errorf("no line %q in\n%s", want, table)
		}
	}
	for _, line := range lines[2:] {
		if strings.Count(line, " |") != 3 {
			t.Errorf("not three cells: %q", line)
		}
	}
}

// A field of Capabilities that the table does not show would be missing from
// the README too.
func TestCapabilityTableShowsEveryField(t *testing.T) {
	t.Parallel()
	empty := chat.CapabilityTable(chat.NamedCapabilities{Name: "x"})
	kind := reflect.TypeFor[chat.Capabilities]()
	for i := range kind.NumField() {
		var c chat.Capabilities
		field := reflect.ValueOf(&c).Elem().Field(i)
		switch field.Kind() {
		case reflect.String:
			field.SetString("utf16")
			c.TextLimit = 1
		case reflect.Float64:
			field.SetFloat(1)
		default:
			field.SetInt(1)
		}
		if chat.CapabilityTable(chat.NamedCapabilities{Name: "x", Capabilities: c}) == empty {
			t.Errorf("%s makes no difference", kind.Field(i).Name)
		}
	}
}
