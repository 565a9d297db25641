package frontendtest

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

func capabilitiesAreSane(t *testing.T, open func(*testing.T) Platform) {
	p := open(t)
	cast := p.Cast()
	if p.Frontend().Platform() != cast.Ann.Ref.Platform {
		t.Errorf("Platform is %q, its people are on %q", p.Frontend().Platform(), cast.Ann.Ref.Platform)
	}
	for name, place := range map[string]chat.PlaceRef{"any": {}, "group": cast.Group.Ref, "direct": cast.AnnDirect} {
		for _, problem := range insane(p.Frontend().Capabilities(place)) {
			t.Errorf("capabilities of a %s place: %s", name, problem)
		}
	}
}

// insane lists what contradicts itself or what the engine cannot work with.
func insane(c chat.Capabilities) []string {
	const token = 64 // bytes that the engine's tokens may take
	rules := []struct {
		broken  bool
		problem string
	}{
		{c.TextUnit != chat.UTF16 && c.TextUnit != chat.Runes && c.TextUnit != chat.Bytes, "no TextUnit"},
		{c.TextLimit < 256, "TextLimit too small for a question"},
		{c.Parts < 1, "Parts must be at least 1"},
		{c.Buttons != chat.Absent && (c.ButtonsPerRow < 1 || c.Rows < 1 || c.ButtonLabel < 8), "buttons without room"},
		{c.Buttons != chat.Absent && c.TokenBytes < token, "TokenBytes below what the engine needs"},
		{c.Selects == chat.Native && c.SelectChoices < 2, "selects without choices"},
		{c.Forms != chat.Absent && (c.FormFields < 1 || c.FormLabel < 8), "forms without fields"},
		{c.Fields == chat.Native && c.FieldLimit < 1, "fields without room"},
		{c.Files != chat.Absent && c.FileBytes < 1, "files without size"},
		{c.EditWindow < 0 || c.PerSecond < 0 || c.PerPlace < 0 || c.IdempotentFor < 0, "a negative limit"},
	}
	var problems []string
	for _, r := range rules {
		if r.broken {
			problems = append(problems, r.problem)
		}
	}
	return problems
}

func startLinks(t *testing.T, open func(*testing.T) Platform) {
	p := open(t)
	linker, able := p.Frontend().(chat.StartLinker)
	level := p.Frontend().Capabilities(chat.PlaceRef{}).StartLinks
	if !able {
		if level != chat.Absent {
			t.Error("StartLinks is offered, chat.StartLinker is not implemented")
		}
		return
	}
	url, ok := linker.StartLink("deal-0123456789AB_z")
	if ok != (level != chat.Absent) {
		t.Errorf("StartLink reports %v, StartLinks is %v", ok, level)
	}
	if ok && (!strings.HasPrefix(url, "https://") || !strings.Contains(url, "deal-0123456789AB_z")) {
		t.Errorf("StartLink returned %q", url)
	}
	for _, bad := range []string{"", strings.Repeat("a", 65), "a b", "a&b", "ä"} {
		if url, ok := linker.StartLink(bad); ok {
			t.Errorf("StartLink took the payload %q: %q", bad, url)
		}
	}
}
