package menu

// command is a slash command as Discord registers it. Everything that is not
// set is left out, so that what Discord adds of its own disappears in decoding.
type command struct {
	Name         string            `json:"name"`
	Type         int               `json:"type,omitempty"`
	Description  string            `json:"description"`
	Descriptions map[string]string `json:"description_localizations,omitempty"`
	Options      []option          `json:"options,omitempty"`
	Installs     []int             `json:"integration_types,omitempty"`
	Contexts     []int             `json:"contexts,omitempty"`
	Permissions  *string           `json:"default_member_permissions,omitempty"`
}

// option is an argument, a subcommand or a group of them.
type option struct {
	Type         int               `json:"type"`
	Name         string            `json:"name"`
	Description  string            `json:"description"`
	Descriptions map[string]string `json:"description_localizations,omitempty"`
	Required     bool              `json:"required,omitempty"`
	Completes    bool              `json:"autocomplete,omitempty"`
	Choices      []choice          `json:"choices,omitempty"`
	MinValue     *int              `json:"min_value,omitempty"`
	MaxValue     *int              `json:"max_value,omitempty"`
	MinLength    int               `json:"min_length,omitempty"`
	MaxLength    int               `json:"max_length,omitempty"`
	Options      []option          `json:"options,omitempty"`
}

// choice is one of the answers that an option offers. Value comes back as it
// is, Name is what people read in their own language.
type choice struct {
	Name  string            `json:"name"`
	Names map[string]string `json:"name_localizations,omitempty"`
	Value string            `json:"value"`
}

// Discord's numbers. The types of options that are missing here are those that
// no kind of the core's is mapped to: a role, a mentionable, a float.
const (
	chatInput = 1

	typeSubcommand = 1
	typeGroup      = 2
	typeString     = 3
	typeInteger    = 4
	typeBoolean    = 5
	typeUser       = 6
	typeChannel    = 7
	typeAttachment = 11

	installGuild = 0
	installUser  = 1

	contextGuild  = 0
	contextDirect = 1 // with the bot
	contextOthers = 2 // direct chats of people with each other

	// manageGuild is the permission that a menu asks of administrators.
	manageGuild = "32"
)
