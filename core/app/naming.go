package app

import (
	"cmp"
	"strings"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/chat"
)

// PlatformName names a platform as people call it. The sandbox's pretended ones
// are called after what they pretend to be.
func PlatformName(p chat.Platform) chat.Node {
	switch p {
	case "discord", "sandbox-d":
		return chat.T("core.platform.discord")
	case "telegram", "sandbox-t":
		return chat.T("core.platform.telegram")
	case "":
		return chat.Text("?")
	}
	return chat.Text(strings.ToUpper(string(p[:1])) + string(p[1:]))
}

// NameOf is the display name of an account, or its id where nobody has seen it
// act yet. It is a person's words: show it with chat.Said.
func NameOf(id accounts.Identity) string { return cmp.Or(id.Name, id.Ref.ID) }
