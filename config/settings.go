package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/parleybot/parley/core/chat"
)

// setting is one name of the environment: what it holds and how it is read.
type setting struct {
	name    string
	about   string
	shape   string
	example string
	preset  string
	secret  bool
	read    func(c *Config, value string) error
}

// settings is the whole list, in the order in which people meet them.
var settings = []setting{
	{
		name: "DISCORD_TOKEN", about: "token of the Discord bot", shape: "the bot token", example: "…", secret: true,
		read: func(c *Config, v string) error { c.DiscordToken = v; return oneWord(v) },
	},
	{
		name: "DISCORD_GUILD_ID", about: "server where commands appear at once", shape: "a number", example: "112233445566778899",
		read: func(c *Config, v string) error { c.DiscordGuild = v; return digits(v) },
	},
	{
		name: "DISCORD_API_URL", about: "another address of Discord, for tests and proxies", shape: "an https:// address (http:// on this machine only)",
		example: "https://discord.example", read: func(c *Config, v string) error { c.DiscordURL = v; return address(v) },
	},
	{
		name: "TELEGRAM_TOKEN", about: "token of the Telegram bot", shape: "the bot token", example: "…", secret: true,
		read: func(c *Config, v string) error { c.TelegramToken = v; return oneWord(v) },
	},
	{
		name: "TELEGRAM_API_URL", about: "another Bot API server", shape: "an https:// address (http:// on this machine only)",
		example: "https://telegram.example", read: func(c *Config, v string) error { c.TelegramURL = v; return address(v) },
	},
	{
		name: "TELEGRAM_EPHEMERAL", about: "answer privately inside Telegram groups where the app can", shape: "true or false", example: "true", preset: "false",
		read: func(c *Config, v string) (err error) { c.TelegramHidden, err = truth(v); return err },
	},
	{
		name: "TELEGRAM_WEBHOOK_SECRET", about: "with HTTP_ADDR and PUBLIC_URL: Telegram delivers, and proves itself by this; else the bot asks", shape: shapeProof, secret: true,
		example: "a-long-random-word", read: func(c *Config, v string) error { c.WebhookSecret = v; return webhookSecret(v) },
	},
	{
		name: "BOT_OWNER_IDS", about: "who owns this bot", shape: "platform:ID, several with commas (a bare number is Discord)",
		example: "discord:112233445566778899,telegram:1234567",
		read: func(c *Config, v string) error {
			c.Owners = refs(v)
			return badRefs(v)
		},
	},
	{
		name: "DATABASE_PATH", about: "SQLite file", shape: "a path", example: "./parley.db", preset: "./parley.db",
		read: func(c *Config, v string) error { c.DatabasePath = v; return nil },
	},
	{
		name: "DATABASE_URL", about: "PostgreSQL, in the place of the file", shape: "a postgres:// address", secret: true,
		example: "postgres://parley@localhost/parley", read: func(c *Config, v string) error { c.DatabaseURL = v; return postgres(v) },
	},
	{
		name: "DATABASE_OWNER_URL", about: "the same database for parley migrate, as the owner of its tables", shape: "a postgres:// address", secret: true,
		example: "postgres://parley_owner@localhost/parley", read: func(c *Config, v string) error { c.OwnerURL = v; return postgres(v) },
	},
	{
		name: "LOG_LEVEL", about: "how much is logged", shape: "DEBUG, INFO, WARN or ERROR", example: "INFO", preset: "INFO",
		read: oneOf(func(c *Config) *string { return &c.LogLevel }, strings.ToUpper, "DEBUG", "INFO", "WARN", "ERROR"),
	},
	{
		name: "LOG_FORMAT", about: "how it is written", shape: "text or json", example: "json", preset: "text",
		read: oneOf(func(c *Config) *string { return &c.LogFormat }, strings.ToLower, "text", "json"),
	},
	{
		name: "LOG_CHANNEL_ID", about: "channels that get errors", shape: "channel numbers, several with commas (telegram:ID for Telegram)",
		example: "112233445566778899,telegram:-1001234",
		read: func(c *Config, v string) error {
			for _, ref := range refs(v) {
				c.LogChannels = append(c.LogChannels, chat.PlaceRef(ref))
			}
			return badRefs(v)
		},
	},
	{
		name: "HTTP_ADDR", about: "where health, metrics and webhooks are served; unset: nowhere", shape: shapeAddr, example: exampleAddr,
		read: func(c *Config, v string) error { c.HTTPAddr = v; return listenAddress(v) },
	},
	{
		name: "PUBLIC_URL", about: "address under which platforms reach that, through a proxy", shape: "an https:// address (http:// on this machine only)",
		example: "https://bot.example", read: func(c *Config, v string) error { c.PublicURL = v; return address(v) },
	},
	{
		name: "MAX_OPEN_DEALS_PER_USER", about: "open deals of one person", shape: "a number from 1 to 500", example: "10", preset: "10",
		read: func(c *Config, v string) error { n, err := between(v, 1, 500); c.MaxOpenDeals = int(n); return err },
	},
	{
		name: "MAX_DAILY_DEAL_VOLUME", about: "points one person may start a day", shape: "a number from 1 to 1000000000", example: "50000", preset: "50000",
		read: func(c *Config, v string) (err error) { c.MaxDailyVolume, err = between(v, 1, 1e9); return err },
	},
	{
		name: "DISPUTE_COOLDOWN_HOURS", about: "hours between disputes of one person", shape: "a number from 0 to 720", example: "24", preset: "24",
		read: func(c *Config, v string) error { n, err := between(v, 0, 720); c.DisputeCooldown = int(n); return err },
	},
	{
		name: "REMINDER_LOOP_MINUTES", about: "minutes between reminder runs", shape: "a number from 5 to 1440", example: "30", preset: "30",
		read: func(c *Config, v string) error { n, err := between(v, 5, 1440); c.ReminderMinutes = int(n); return err },
	},
	{
		name: "WEEKLY_SUMMARY_ENABLED", about: "weekly digest of open deals", shape: "true or false", example: "true", preset: "true",
		read: func(c *Config, v string) (err error) { c.WeeklySummary, err = truth(v); return err },
	},
	{
		name: "MEDIATOR_ROLE_NAME", about: "role whose members mediate", shape: "1 to 100 characters", example: "DealMediator", preset: "DealMediator",
		read: func(c *Config, v string) error {
			c.MediatorRole = v
			if utf8.RuneCountInString(v) > 100 {
				return errors.New("is too long")
			}
			return nil
		},
	},
	{
		name: "BACKUP_DIR", about: "where backups go", shape: "a folder", example: "./backups", preset: "./backups",
		read: func(c *Config, v string) error { c.BackupDir = v; return nil },
	},
	{
		name: "BACKUP_ENCRYPTION_KEY", about: "passphrase of the backups", shape: "a passphrase", example: "…", secret: true,
		read: func(c *Config, v string) error { c.BackupKey = v; return nil },
	},
	{
		name: "LOG_SIGNING_KEY_FILE", about: "key that signs the audit log", shape: "a path", example: "./parley-log.key", preset: "./parley-log.key",
		read: func(c *Config, v string) error { c.SigningKeyFile = v; return nil },
	},
	{
		name: "LOG_ORIGIN", about: "name of the audit log, fixed at the first start", shape: "a name without spaces", example: "parley-harbor",
		read: func(c *Config, v string) error {
			c.LogOrigin = v
			if strings.Contains(v, "+") { // it would look like the part of a key behind it
				return errors.New("contains a +")
			}
			return oneWord(v)
		},
	},
	{
		name: "OTEL_EXPORTER_OTLP_ENDPOINT", about: "OpenTelemetry collector that gets traces; unset: none", shape: "an http:// or https:// address",
		example: "http://localhost:4318", read: func(c *Config, v string) error { c.Endpoint = v; return collector(v) },
	},
	{
		name: "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", about: "the same, in full and for traces alone", shape: "an http:// or https:// address",
		example: "http://localhost:4318/v1/traces", read: func(c *Config, v string) error { c.TracesEndpoint = v; return collector(v) },
	},
	{
		name: "OTEL_EXPORTER_OTLP_HEADERS", about: "what the collector wants to be told", shape: "name=value, several with commas", example: "api-key=…", secret: true,
		read: func(c *Config, v string) (err error) { c.OTLPHeaders, err = pairs(v); return err },
	},
	{
		name: "OTEL_SERVICE_NAME", about: "name of this bot in traces", shape: "a name without spaces", example: "parley", preset: "parley",
		read: func(c *Config, v string) error { c.ServiceName = v; return oneWord(v) },
	},
}

// named reports whether a name sets s: its own, or for a secret that of its file.
func (s setting) named(name string) bool {
	return s.name == name || s.secret && s.name+fileSuffix == name
}

// value finds what s is set to. A secret that is given twice is an *Error: nobody
// could tell which one holds.
func (s setting) value(lookup func(string) (string, bool)) (value string, given bool, err error) {
	value, given = lookup(s.name)
	path, inFile := lookup(s.name + fileSuffix)
	if !s.secret || !inFile || path == "" {
		return value, given, nil
	}
	if value != "" {
		return "", false, &Error{Name: s.name, Problem: "is given twice, once as a file", Shape: s.shape, Example: s.example}
	}
	if value, err = secretFile(path); err != nil {
		return "", false, &Error{Name: s.name + fileSuffix, Problem: err.Error(), Shape: "the path of a file that holds " + s.shape, Example: "/run/secrets/" + strings.ToLower(s.name)}
	}
	return strings.TrimSpace(value), true, nil
}

// shown is a value as it may be printed.
func (s setting) shown(value string) string {
	if s.secret {
		return "set"
	}
	return value
}

func between(v string, low, high int64) (int64, error) {
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		return 0, errors.New("is not a whole number")
	}
	if n < low || n > high {
		return 0, errors.New("is out of bounds")
	}
	return n, nil
}

func truth(v string) (bool, error) {
	switch strings.ToLower(v) {
	case "true", "1", "yes", "on":
		return true, nil
	case "false", "0", "no", "off":
		return false, nil
	}
	return false, errors.New("is neither true nor false")
}

func oneWord(v string) error {
	if strings.ContainsAny(v, " \t\r\n") {
		return errors.New("contains a space")
	}
	return nil
}

func digits(v string) error {
	if strings.Trim(v, "0123456789") != "" {
		return errors.New("is not a number")
	}
	return nil
}

func oneOf(field func(*Config) *string, fold func(string) string, values ...string) func(*Config, string) error {
	return func(c *Config, v string) error {
		for _, known := range values {
			if fold(v) == known {
				*field(c) = known
				return nil
			}
		}
		return errors.New("is none of these")
	}
}

// postgres accepts the address of a database, without a word about what is in it:
// there may be a password.
func postgres(v string) error {
	if v == "" {
		return nil
	}
	u, err := url.Parse(v)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return errors.New("is not a PostgreSQL address")
	}
	if u.Host == "" && !u.Query().Has("host") {
		return errors.New("names no server")
	}
	if strings.Trim(u.Path, "/") == "" && !u.Query().Has("dbname") {
		return errors.New("names no database")
	}
	if u.Fragment != "" {
		return errors.New("has a # in it, which a password must write as %23")
	}
	return nil
}

// address accepts what a token may be sent to: encrypted, or not leaving this
// machine.
func address(v string) error {
	if v == "" {
		return nil
	}
	u, err := url.Parse(v)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" {
		return errors.New("is not an address")
	}
	ip := net.ParseIP(u.Hostname())
	here := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	if u.Scheme != "https" && (u.Scheme != "http" || !here) {
		return errors.New("would send the token unencrypted")
	}
	return nil
}

// refs reads "platform:ID" and bare Discord numbers, separated by commas.
func refs(v string) []chat.UserRef {
	var found []chat.UserRef
	for part := range strings.SplitSeq(v, ",") {
		part = strings.TrimSpace(part)
		if part != "" && digits(part) == nil {
			part = "discord:" + part
		}
		if ref, ok := chat.ParseUserRef(part); ok {
			found = append(found, ref)
		}
	}
	return found
}

func badRefs(v string) error {
	wanted := 0
	for part := range strings.SplitSeq(v, ",") {
		if strings.TrimSpace(part) != "" {
			wanted++
		}
	}
	found := refs(v)
	if len(found) != wanted {
		return errors.New("names something that is not platform:ID")
	}
	for _, ref := range found {
		switch ref.Platform {
		case "sandbox-d", "sandbox-t":
		case "discord", "telegram":
			if digits(strings.TrimPrefix(ref.ID, "-")) != nil {
				return fmt.Errorf("names a %s id that is not a number", ref.Platform)
			}
		default:
			return errors.New("names a platform that Parley does not know")
		}
	}
	return nil
}
