package config

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestServingRefuses(t *testing.T) {
	t.Parallel()
	for name, values := range map[string][]string{
		"HTTP_ADDR":                          {"8080", "localhost", "127.0.0.1:http", ":70000"},
		"TELEGRAM_WEBHOOK_SECRET":            {"s3cret with spaces", "s3cret!", strings.Repeat("s3cret", 50)},
		"PUBLIC_URL":                         {"bot.example", "http://bot.example", "https://u:p@bot.example"},
		"OTEL_EXPORTER_OTLP_ENDPOINT":        {"collector:4318", "grpc://collector"},
		"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": {"/v1/traces"},
		"OTEL_EXPORTER_OTLP_HEADERS":         {"s3cret", "=x"},
	} {
		for _, value := range values {
			_, err := load(t, "", map[string]string{name: value})
			if err == nil || !strings.HasPrefix(err.Error(), name+" ") || strings.Contains(err.Error(), "s3cret") {
				t.Errorf("%s=%s: %v", name, value, err)
			}
		}
	}
	_, err := load(t, "", map[string]string{"PUBLIC_URL": "https://bot.example"})
	if err == nil || !strings.HasPrefix(err.Error(), "HTTP_ADDR is missing") {
		t.Errorf("PUBLIC_URL alone: %v", err)
	}
}

func TestServing(t *testing.T) {
	t.Parallel()
	c, err := load(t, "", map[string]string{
		"HTTP_ADDR": ":8080", "PUBLIC_URL": "https://bot.example",
		"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318/", "OTEL_EXPORTER_OTLP_HEADERS": "key=a%20b, other=c",
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.TracesURL() != "http://collector:4318/v1/traces" || c.OTLPHeaders["key"] != "a b" || c.OTLPHeaders["other"] != "c" {
		t.Errorf("traces to %s with %v", c.TracesURL(), c.OTLPHeaders)
	}
	c.TracesEndpoint = "http://elsewhere/spans"
	if c.TracesURL() != "http://elsewhere/spans" {
		t.Errorf("traces to %s", c.TracesURL())
	}
	if none := (Config{}); none.TracesURL() != "" {
		t.Error("traces although nobody asked")
	}
}

func TestSecretsFromFiles(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(path, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for from, load := range map[string]func() (Config, error){
		"environment": func() (Config, error) { return load(t, "", map[string]string{"TELEGRAM_TOKEN_FILE": path}) },
		".env":        func() (Config, error) { return load(t, "TELEGRAM_TOKEN_FILE="+path+"\n", nil) },
	} {
		if c, err := load(); err != nil || c.TelegramToken != "s3cret" {
			t.Errorf("%s: %q, %v", from, c.TelegramToken, err)
		}
	}
	c, err := load(t, "", map[string]string{"TELEGRAM_TOKEN_FILE": path, "TELEGRAM_TOKEN": "other"})
	if err == nil {
		t.Errorf("both ways at once were taken: %q", c.TelegramToken)
	}
	if _, err := load(t, "", map[string]string{"TELEGRAM_TOKEN_FILE": path + ".gone"}); err == nil || strings.Contains(err.Error(), path) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := load(t, "LOG_LEVEL_FILE="+path+"\n", nil); err == nil {
		t.Error("a file was read for what is no secret")
	}
}

// All three settings together make a webhook; with fewer the bot asks.
func TestWebhook(t *testing.T) {
	t.Parallel()
	all := map[string]string{"HTTP_ADDR": ":8080", "PUBLIC_URL": "https://bot.example:8443", "TELEGRAM_WEBHOOK_SECRET": "a-B_9"}
	c, err := load(t, "", all)
	if err != nil || !c.Webhook() || c.WebhookSecret != "a-B_9" {
		t.Errorf("all three: %v, %v", c.Webhook(), err)
	}
	for _, without := range []string{"PUBLIC_URL", "TELEGRAM_WEBHOOK_SECRET"} {
		some := maps.Clone(all)
		delete(some, without)
		if c, err := load(t, "", some); err != nil || c.Webhook() {
			t.Errorf("without %s: %v, %v", without, c.Webhook(), err)
		}
	}
	for _, at := range []string{"https://bot.example:8080", "http://127.0.0.1"} {
		other := maps.Clone(all)
		other["PUBLIC_URL"] = at
		if _, err := load(t, "", other); err == nil || !strings.HasPrefix(err.Error(), "PUBLIC_URL ") {
			t.Errorf("%s: %v", at, err)
		}
	}
}
