package discordapi

import (
	"bytes"
	"strings"
)

// longestName is the size in bytes of the beginning of a frame in which the name
// of its event is looked for. Discord writes it first.
const longestName = 64

// disguise writes the name of an event in lower case, in place, and reports whether
// the frame that begins like this is an event at all. discordgo decodes each event
// whose name it knows into structs that nobody here reads, which took a fifth of
// the bot's CPU time; one that it does not know reaches receive as it came. READY
// and RESUMED keep their names: discordgo lives by what they say. An event whose
// name is not found is decoded for nothing, and that is all.
func disguise(head []byte) (event bool) {
	before, rest, found := bytes.Cut(head, []byte(`"t":"`))
	end := bytes.IndexByte(rest, '"')
	if !found || end < 0 || bytes.Contains(before, []byte(`"d":`)) {
		return false
	}
	name := rest[:end]
	if !bytes.Equal(name, []byte("READY")) && !bytes.Equal(name, []byte("RESUMED")) {
		copy(name, bytes.ToLower(name))
	}
	return true
}

// undisguised returns the name of an event as Discord wrote it.
func undisguised(name string) string { return strings.ToUpper(name) }
