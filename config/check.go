package config

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// Describe writes what is configured, one line a setting, secrets only as "set".
func (c Config) Describe(w io.Writer) error {
	for _, s := range settings {
		state := "not set"
		switch {
		case c.given[s.name] != "":
			state = c.given[s.name]
		case s.preset != "":
			state = "default " + s.preset
		}
		if _, err := fmt.Fprintf(w, "  %-24s %-24s %s\n", s.name, state, s.about); err != nil {
			return err
		}
	}
	return nil
}

// Example returns the text of .env.example: every setting, explained and
// commented out.
func Example() string {
	var out strings.Builder
	out.WriteString("# Settings of Parley. Copy this file to .env and uncomment what you need.\n")
	for _, s := range settings {
		value := s.preset
		if value == "" {
			value = s.example
		}
		fmt.Fprintf(&out, "\n# %s: %s\n#%s=%s\n", upperFirst(s.about), s.shape, s.name, value)
	}
	return out.String()
}

// Logger returns the logger that the settings ask for.
func (c Config) Logger(w io.Writer) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		level = slog.LevelInfo
	}
	options := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// Table returns the settings as a Markdown table.
func Table() string {
	var out strings.Builder
	out.WriteString("| name | what it is | shape | default |\n|---|---|---|---|\n")
	for _, s := range settings {
		preset := "–"
		if s.preset != "" {
			preset = "`" + s.preset + "`"
		}
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s |\n", s.name, s.about, s.shape, preset)
	}
	return out.String()
}
