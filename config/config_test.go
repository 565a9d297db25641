package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

func load(t *testing.T, file string, env map[string]string) (Config, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), ".env")
	if file != "" {
		if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return Load(func(name string) (string, bool) { v, ok := env[name]; return v, ok }, path)
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	c, err := load(t, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.MaxOpenDeals != 10 || c.MaxDailyVolume != 50000 || c.DatabasePath != "./parley.db" || c.LogLevel != "INFO" ||
		c.MediatorRole != "DealMediator" || len(c.Owners) != 0 {
		t.Fatalf("defaults: %+v", c)
	}
}

func TestEnvironmentWinsOverFile(t *testing.T) {
	t.Parallel()
	c, err := load(t, "MAX_OPEN_DEALS_PER_USER=3\nLOG_FORMAT=json # how\n", map[string]string{"MAX_OPEN_DEALS_PER_USER": "4"})
	if err != nil {
		t.Fatal(err)
	}
	if c.MaxOpenDeals != 4 || c.LogFormat != "json" {
		t.Fatalf("got %d, %s", c.MaxOpenDeals, c.LogFormat)
	}
}

func TestAddressesKeepTheTokenSafe(t *testing.T) {
	t.Parallel()
	for value, good := range map[string]bool{
		"https://api.example": true, "http://127.0.0.1:8080": true, "http://[::1]:1": true, "http://localhost:9": true,
		"http://10.0.0.1": false, "ftp://127.0.0.1": false, "https://u:p@api.example": false, "https://": false, "http://localhost.evil.example": false,
	} {
		if _, err := load(t, "", map[string]string{"TELEGRAM_API_URL": value}); (err == nil) != good {
			t.Errorf("%s: got %v", value, err)
		}
	}
}

func TestOwners(t *testing.T) {
	t.Parallel()
	c, err := load(t, "", map[string]string{"BOT_OWNER_IDS": "12, telegram:34,sandbox-d:owner"})
	if err != nil {
		t.Fatal(err)
	}
	want := []chat.UserRef{{Platform: "discord", ID: "12"}, {Platform: "telegram", ID: "34"}, {Platform: "sandbox-d", ID: "owner"}}
	if len(c.Owners) != len(want) {
		t.Fatalf("got %v", c.Owners)
	}
	for i := range want {
		if c.Owners[i] != want[i] {
			t.Errorf("owner %d: got %v, want %v", i, c.Owners[i], want[i])
		}
	}
}

func TestBadValuesNameThemselves(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]string{
		"MAX_OPEN_DEALS_PER_USER": "501", "MAX_DAILY_DEAL_VOLUME": "nan", "DISPUTE_COOLDOWN_HOURS": "-1",
		"REMINDER_LOOP_MINUTES": "4", "WEEKLY_SUMMARY_ENABLED": "perhaps", "MEDIATOR_ROLE_NAME": strings.Repeat("x", 101),
		"DISCORD_GUILD_ID": "abc", "LOG_LEVEL": "LOUD", "LOG_FORMAT": "xml", "LOG_CHANNEL_ID": "no where", "BOT_OWNER_IDS": "me",
		"DISCORD_API_URL": "http://discord.example", "TELEGRAM_API_URL": "telegram.example", "TELEGRAM_EPHEMERAL": "x",
		"DATABASE_URL": "mysql://s3cret@x", "LOG_ORIGIN": "two words", "DISCORD_TOKEN": "s3cret token", "TELEGRAM_TOKEN": "s3cret token",
	} {
		_, err := load(t, "", map[string]string{name: value})
		if err == nil {
			t.Errorf("%s=%s was taken", name, value)
			continue
		}
		line := err.Error()
		if !strings.HasPrefix(line, name+" ") || !strings.Contains(line, "for example "+name+"=") || strings.Contains(line, "\n") {
			t.Errorf("%s: the message does not explain itself: %s", name, line)
		}
		if strings.Contains(line, "s3cret") {
			t.Errorf("%s: the message shows a secret: %s", name, line)
		}
	}
}

// An owner who is misspelt would be no owner, and nobody would notice.
func TestOwnersMustBePossible(t *testing.T) {
	t.Parallel()
	for _, v := range []string{"discord:abc", "foo:1", "telegram:12x", "12, bob"} {
		if _, err := load(t, "", map[string]string{"BOT_OWNER_IDS": v}); err == nil {
			t.Errorf("%s was taken", v)
		}
	}
}

func TestFileIsStrict(t *testing.T) {
	t.Parallel()
	_, err := load(t, "MAX_OPEN_DEALS=3\n", nil)
	if err == nil || !strings.Contains(err.Error(), "MAX_OPEN_DEALS in ") || !strings.Contains(err.Error(), "MAX_OPEN_DEALS_PER_USER") {
		t.Errorf("an unknown name: %v", err)
	}
	_, err = load(t, "TELEGRAM_TOKEN s3cret\n\"", nil)
	if err == nil || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("a broken line: %v", err)
	}
}

func TestDescribeHidesSecrets(t *testing.T) {
	t.Parallel()
	c, err := load(t, "", map[string]string{"LOG_LEVEL": "debug", "DISCORD_TOKEN": "s3cret", "BACKUP_ENCRYPTION_KEY": "s3cret", "DATABASE_URL": "postgres://u:s3cret@h/d"})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := c.Describe(&out); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "s3cret") {
		t.Error("a secret is shown")
	}
	if !strings.Contains(out.String(), "debug") {
		t.Error("a value that is no secret is not shown")
	}
	for _, s := range settings {
		if !strings.Contains(out.String(), s.name) {
			t.Errorf("%s is not described", s.name)
		}
	}
}

// The example file in the repository is generated from the list of settings.
func TestExampleFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", ".env.example")
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(Example()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != Example() {
		t.Error(".env.example is out of date: run UPDATE=1 go test ./config")
	}
	commented := strings.ReplaceAll(string(got), "\n#", "\n# ")
	if _, err := load(t, commented, nil); err != nil {
		t.Errorf("the example is no valid file: %v", err)
	}
}

func TestLogger(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	c := Config{LogLevel: "WARN", LogFormat: "json"}
	log := c.Logger(&out)
	log.Info("quiet")
	log.Warn("loud")
	if strings.Contains(out.String(), "quiet") || !strings.HasPrefix(out.String(), "{") {
		t.Errorf("got %q", out.String())
	}
	out.Reset()
	Config{LogLevel: "INFO", LogFormat: "text"}.Logger(&out).Info("words")
	if !strings.Contains(out.String(), "msg=words") {
		t.Errorf("got %q", out.String())
	}
}
