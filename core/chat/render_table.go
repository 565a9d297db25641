package chat

import (
	"strconv"
	"strings"
	"time"
)

// NamedCapabilities is a column of the capability table.
type NamedCapabilities struct {
	Name string
	Capabilities
}

// CapabilityTable returns a Markdown table of what each place can do: a row for
// each ability and each limit, a column for each place.
func CapabilityTable(places ...NamedCapabilities) string {
	var b strings.Builder
	line := func(name string, cell func(Capabilities) string) {
		b.WriteString("| " + name + " |")
		for _, p := range places {
			b.WriteString(" " + cell(p.Capabilities) + " |")
		}
		b.WriteString("\n")
	}
	b.WriteString("| |")
	for _, p := range places {
		b.WriteString(" " + strings.ReplaceAll(p.Name, "|", `\|`) + " |")
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(places)) + "\n")
	for _, r := range capabilityRows {
		line(r.name, r.cell)
	}
	return b.String()
}

// capabilityRow is one ability or limit and how a place's cell shows it.
type capabilityRow struct {
	name string
	cell func(Capabilities) string
}

// capabilityRows follow the fields of Capabilities; a test misses none of them.
var capabilityRows = []capabilityRow{
	{"forms", func(c Capabilities) string { return c.Forms.String() }},
	{"buttons", func(c Capabilities) string { return c.Buttons.String() }},
	{"selects", func(c Capabilities) string { return c.Selects.String() }},
	{"answers only the caller sees", func(c Capabilities) string { return c.OnlyCaller.String() }},
	{"replacing a message", func(c Capabilities) string { return c.Edits.String() }},
	{"files", func(c Capabilities) string { return c.Files.String() }},
	{"suggestions while typing", func(c Capabilities) string { return c.Completion.String() }},
	{"lists of named values", func(c Capabilities) string { return c.Fields.String() }},
	{"mentions", func(c Capabilities) string { return c.Mentions.String() }},
	{"times in the reader's zone", func(c Capabilities) string { return c.Times.String() }},
	{"links that open the direct chat", func(c Capabilities) string { return c.StartLinks.String() }},
	{"writing first", func(c Capabilities) string { return c.FirstWord.String() }},
	{"length of a message", func(c Capabilities) string { return number(c.TextLimit, string(c.TextUnit)) }},
	{"messages before a file", func(c Capabilities) string { return number(c.Parts, "") }},
	{"named values in a message", func(c Capabilities) string { return number(c.FieldLimit, "") }},
	{"length of a name, of a value", func(c Capabilities) string {
		return number(c.FieldName, "") + ", " + number(c.FieldValue, "")
	}},
	{"buttons in a row, rows", func(c Capabilities) string {
		return number(c.ButtonsPerRow, "") + ", " + number(c.Rows, "")
	}},
	{"length of a label", func(c Capabilities) string { return number(c.ButtonLabel, "") }},
	{"payload of a button", func(c Capabilities) string { return number(c.TokenBytes, "bytes") }},
	{"choices of a select", func(c Capabilities) string { return number(c.SelectChoices, "") }},
	{"questions of a form", func(c Capabilities) string { return number(c.FormFields, "") }},
	{"length of a question", func(c Capabilities) string { return number(c.FormLabel, "") }},
	{"size of a file", func(c Capabilities) string { return number(int(c.FileBytes), "bytes") }},
	{"editing ends after", func(c Capabilities) string { return span(c.EditWindow) }},
	{"messages a second", func(c Capabilities) string { return rate(c.PerSecond) }},
	{"pause between two to one place", func(c Capabilities) string { return span(c.PerPlace) }},
	{"a repetition is recognised for", func(c Capabilities) string { return span(c.IdempotentFor) }},
}

// number shows a limit; a dash stands for none.
func number(n int, unit string) string {
	if n == 0 {
		return "–"
	}
	return strings.TrimSpace(strconv.Itoa(n) + " " + unit)
}

func rate(perSecond float64) string {
	if perSecond == 0 {
		return "–"
	}
	return strconv.FormatFloat(perSecond, 'g', -1, 64)
}

// span shows a duration in its largest whole unit.
func span(d time.Duration) string {
	switch {
	case d == 0:
		return "–"
	case d%time.Hour == 0:
		return strconv.Itoa(int(d/time.Hour)) + " h"
	case d%time.Minute == 0:
		return strconv.Itoa(int(d/time.Minute)) + " min"
	}
	return strconv.FormatFloat(d.Seconds(), 'g', -1, 64) + " s"
}
