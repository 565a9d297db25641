package chat

// OptionKind tells what an option holds and how it is read.
type OptionKind string

// The kinds of options. Decimals, amounts and dates travel as text: a float
// never does.
const (
	TextOption    OptionKind = "text"
	IntegerOption OptionKind = "integer"
	DecimalOption OptionKind = "decimal"
	AmountOption  OptionKind = "amount"
	BooleanOption OptionKind = "boolean"
	ChoiceOption  OptionKind = "choice"
	UserOption    OptionKind = "user"
	PlaceOption   OptionKind = "place"
	DateOption    OptionKind = "date"
	FileOption    OptionKind = "file"
)

// Option is one argument of a command. Its description is the catalogue key
// "<app>.option.<name>", the question that asks for it when it is missing
// "<app>.ask.<name>"; the app fills both in. Min and Max bound an integer's
// value or a text's length in characters; zero means unbounded.
type Option struct {
	Name      string
	Kind      OptionKind
	Required  bool
	Min, Max  int
	Choices   []Choice
	Completes bool   // the app offers suggestions while it is typed
	Describe  string // catalogue key
	Ask       string // catalogue key
	Example   string // shown with a refusal; language-neutral
}

// Where says in which kind of chat a command works.
type Where string

// The values of Where.
const (
	Anywhere   Where = ""
	DirectOnly Where = "direct"
	SpaceOnly  Where = "space"
)

// Shown says to whom a platform's menu offers a command. It is for discovery
// only and never authorises.
type Shown string

// The values of Shown.
const (
	ShownToAll    Shown = ""
	ShownToAdmins Shown = "admins"
	ShownToStaff  Shown = "staff"  // mediators too, whom a platform may not tell from others
	ShownToNobody Shown = "nobody" // actions behind buttons
)

// Command is what a frontend must know of a command to offer it: 1 to 3 words
// of a-z, 0-9, "-" and "_", joined by spaces.
type Command struct {
	Path     string
	Describe string // catalogue key of one line
	Options  []Option
	Audience Audience
	Where    Where
	Shown    Shown
	Reads    bool // changes nothing: no request key, never waits for the writer
	Form     bool // may answer with a form, which some platforms must know first
}

// Option returns the option of that name, or false.
func (c Command) Option(name string) (Option, bool) {
	for _, o := range c.Options {
		if o.Name == name {
			return o, true
		}
	}
	return Option{}, false
}
