// Package config reads Parley's settings from the environment and from a file
// named .env, strictly: a value that does not fit stops the start with one line
// that names it, says what it should look like and gives an example. Secrets are
// never printed.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/joho/godotenv"

	"github.com/parleybot/parley/core/chat"
)

// Config is everything that can be set from outside. The community values are
// the defaults of communities that have not chosen their own.
type Config struct {
	MaxOpenDeals    int    // open deals per person and community, 1-500
	MaxDailyVolume  int64  // points per person, community and civil day, 1-1e9
	DisputeCooldown int    // hours, 0-720
	ReminderMinutes int    // minutes between reminder runs, 5-1440
	WeeklySummary   bool   // the digest
	MediatorRole    string // name of the role that finds mediators, 1-100 characters

	DiscordToken   string
	DiscordGuild   string // commands appear in this guild at once
	DiscordURL     string // "" is the real Discord
	TelegramToken  string
	TelegramURL    string // "" is the real Bot API
	TelegramHidden bool   // answers in groups as ephemeral messages where possible
	WebhookSecret  string // what Telegram sends along with each delivery
	DatabasePath   string
	DatabaseURL    string // PostgreSQL; "" keeps the ledger at DatabasePath
	OwnerURL       string // for migrations; "" is DatabaseURL
	LogLevel       string // DEBUG, INFO, WARN, ERROR
	LogFormat      string // text, json
	LogChannels    []chat.PlaceRef
	Owners         []chat.UserRef
	HTTPAddr       string // "" serves nothing
	PublicURL      string // where the proxy in front of it is reached; "" where it is not
	Endpoint       string // base address of an OpenTelemetry collector
	TracesEndpoint string // address of its traces alone, which wins
	OTLPHeaders    map[string]string
	ServiceName    string // in traces
	BackupDir      string
	BackupKey      string
	SigningKeyFile string
	LogOrigin      string // "" until the first start chooses one

	given map[string]string // what was set, by name; secrets as "set"
}

// Error is a setting that does not fit.
type Error struct{ Name, Problem, Shape, Example string }

// Error returns one line that says all there is to know, without the value.
func (e *Error) Error() string {
	return fmt.Sprintf("%s %s: it should be %s, for example %s=%s", e.Name, e.Problem, e.Shape, e.Name, e.Example)
}

// Load reads the settings. lookup is the environment (os.LookupEnv); file is
// the path of a .env file, which need not exist. The environment wins over the
// file. A name in the file that no setting has is an *Error, so that a slip of
// the pen cannot pass for a setting. A secret may be given as a file, under its
// name with _FILE.
func Load(lookup func(string) (string, bool), file string) (Config, error) {
	written, err := godotenv.Read(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		// The library's own words would repeat the line, which may be a secret.
		return Config{}, fmt.Errorf("%s cannot be read: each line should be NAME=value, or a # comment", file)
	}
	for _, name := range slices.Sorted(maps.Keys(written)) {
		if !slices.ContainsFunc(settings, func(s setting) bool { return s.named(name) }) {
			return Config{}, fmt.Errorf("%s in %s is not a setting of Parley%s", name, file, likely(name))
		}
	}
	c := Config{given: map[string]string{}}
	for _, s := range settings {
		value, given, err := s.value(func(name string) (string, bool) {
			value, given := lookup(name)
			if !given {
				value, given = written[name]
			}
			return strings.TrimSpace(value), given
		})
		if err != nil {
			return Config{}, err
		}
		if given && value != "" {
			c.given[s.name] = s.shown(value)
		}
		if value == "" {
			value = s.preset
		}
		if err := s.read(&c, value); err != nil {
			return Config{}, &Error{Name: s.name, Problem: err.Error(), Shape: s.shape, Example: s.example}
		}
	}
	return c, c.agree()
}

// likely names the setting that was probably meant.
func likely(name string) string {
	for _, s := range settings {
		if strings.EqualFold(s.name, name) || strings.Contains(s.name, name) || strings.Contains(name, s.name) {
			return " (did you mean " + s.name + "?)"
		}
	}
	return ""
}
