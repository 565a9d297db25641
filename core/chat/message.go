package chat

// File is a small file that travels with a message. Name has no folder.
type File struct {
	Name  string `json:"name"`
	Media string `json:"media"`
	Data  []byte `json:"data"`
}

// Message is what a person reads: a document, what can be pressed, files.
type Message struct {
	Document Document `json:"document,omitempty"`
	Rows     []Row    `json:"rows,omitempty"`
	Files    []File   `json:"files,omitempty"`
	// Asks is set on a question that wants more than words: a platform with a
	// picker for that kind of value may offer it beside the buttons.
	Asks OptionKind `json:"asks,omitempty"`
}

// Audience says who may read an answer.
type Audience string

// The audiences. A frontend never widens one: where it cannot show something
// to the caller alone it uses the direct chat, or a way to open it.
const (
	OnlyCaller Audience = ""       // the caller alone, where the command was typed
	Direct     Audience = "direct" // the caller's direct chat
	Public     Audience = "public" // everybody in the place
)

// Reply is the answer to an interaction. Exactly one of Message, Form and
// Choices is used; Replace asks to put the message in the place of the one
// that was pressed, where the platform can.
type Reply struct {
	Audience Audience `json:"audience,omitempty"`
	Message  Message  `json:"message,omitzero"`
	Replace  bool     `json:"replace,omitempty"`
	Form     *Form    `json:"form,omitempty"`
	Choices  []Choice `json:"choices,omitempty"`
	// Locale is the reader's language (BCP 47), for words a frontend adds.
	Locale string `json:"locale,omitempty"`
}

// Form is a set of questions answered at once.
type Form struct {
	Title  Node        `json:"title"`
	Token  string      `json:"token,omitempty"` // carried back by the submission
	Action *Action     `json:"action,omitempty"`
	Fields []FormField `json:"fields"`
}

// FormField is one question of a form; lengths are in characters.
type FormField struct {
	Name        string `json:"name"`
	Label       Node   `json:"label"`
	Help        Node   `json:"help,omitzero"` // a sentence under the label
	Placeholder string `json:"placeholder,omitempty"`
	Value       string `json:"value,omitempty"`
	MaxLength   int    `json:"max,omitempty"`
	Long        bool   `json:"long,omitempty"`
}

// Delivery is a message that nobody asked for just now: a notification. ID is
// the same for every attempt (at most 25 characters), so that a platform with
// idempotent sends can recognise a repetition.
type Delivery struct {
	ID      string
	User    UserRef  // the direct chat of this user, or …
	Place   PlaceRef // … this place
	Message Message
	Locale  string // the reader's language, BCP 47
	Silent  bool   // no sound where the platform can
}
