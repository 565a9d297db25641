package chat

// Action is what a button or select does: a command path with arguments. The
// engine turns it into a Token before a frontend sees it: signed, bound to its
// reader, and valid after a restart and a redeploy until it expires.
type Action struct {
	Path string            `json:"path"`
	Args map[string]string `json:"args,omitempty"`
	// Once gives two presses of the same button the same stored answer.
	Once bool `json:"once,omitempty"`
	// Space is where an action belongs that works in a space only, although its
	// button may be pressed in a direct chat. The engine fills it.
	Space *SpaceRef `json:"space,omitempty"`
	// Open lets anybody press; otherwise only the reader it was made for.
	Open bool `json:"open,omitempty"`
}

// ButtonStyle is a hint for colour; it never carries meaning alone.
type ButtonStyle string

// The styles of buttons.
const (
	StyleSecondary ButtonStyle = ""
	StylePrimary   ButtonStyle = "primary"
	StyleDanger    ButtonStyle = "danger"
)

// Button does an action, or leads to URL. Exactly one of the two is set.
// Token is what the platform carries (at most 64 bytes); the engine fills it.
type Button struct {
	Label  Node        `json:"label"`
	Style  ButtonStyle `json:"style,omitempty"`
	Action *Action     `json:"action,omitempty"`
	URL    string      `json:"url,omitempty"`
	Token  string      `json:"token,omitempty"`
}

// Choice is one of several values a person may pick. Label falls back to Value.
type Choice struct {
	Value string `json:"value"`
	Label Node   `json:"label"`
}

// Select lets a person pick one of its choices; the picked value is added to
// the action's arguments under the name Option. Where a platform has no selects
// the frontend shows a button for each choice, so every choice has a Token too.
type Select struct {
	Placeholder Node     `json:"placeholder"`
	Option      string   `json:"option"`
	Action      *Action  `json:"action,omitempty"`
	Choices     []Choice `json:"choices"`
	Token       string   `json:"token,omitempty"`
	// ChoiceTokens[i] presses Choices[i] alone; the engine fills it.
	ChoiceTokens []string `json:"choice_tokens,omitempty"`
}

// Row is a line of buttons, or one select.
type Row struct {
	Buttons []Button `json:"buttons,omitempty"`
	Select  *Select  `json:"select,omitempty"`
}

// Buttons returns a row of buttons.
func Buttons(buttons ...Button) Row { return Row{Buttons: buttons} }

// Press returns a button that does an action; args are name, value pairs.
func Press(label Node, style ButtonStyle, path string, args ...string) Button {
	return Button{Label: label, Style: style, Action: Do(path, args...)}
}

// Do returns the action of a command path; args are name, value pairs.
func Do(path string, args ...string) *Action {
	a := &Action{Path: path}
	for i := 0; i+1 < len(args); i += 2 {
		if a.Args == nil {
			a.Args = make(map[string]string, len(args)/2)
		}
		a.Args[args[i]] = args[i+1]
	}
	return a
}
