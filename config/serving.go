package config

import (
	"errors"
	"net"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
)

// fileSuffix makes the name of a setting that of a file which holds it: a secret
// need not stand in the environment. A trailing newline in the file is dropped.
const fileSuffix = "_FILE"

// secretFile reads the file of a secret setting. Its error names neither the path
// nor what stands there.
func secretFile(path string) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", errors.New("names a file that cannot be read")
	}
	return strings.TrimRight(string(text), "\r\n"), nil
}

// listenAddress accepts "host:port" and ":port".
func listenAddress(v string) error {
	if v == "" {
		return nil
	}
	_, port, err := net.SplitHostPort(v)
	if err != nil {
		return errors.New("is not an address with a port")
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return errors.New("has no port between 0 and 65535")
	}
	return nil
}

// collector accepts an address of a trace collector. Spans name nobody and carry no
// token, so that a neighbour may be reached unencrypted.
func collector(v string) error {
	if v == "" {
		return nil
	}
	u, err := url.Parse(v)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return errors.New("is not an address")
	}
	return nil
}

// pairs reads "name=value,name=value", as OTEL_EXPORTER_OTLP_HEADERS has it; values
// may be percent-encoded.
func pairs(v string) (map[string]string, error) {
	if v == "" {
		return nil, nil
	}
	found := map[string]string{}
	for part := range strings.SplitSeq(v, ",") {
		name, value, ok := strings.Cut(part, "=")
		plain, err := url.PathUnescape(strings.TrimSpace(value))
		if name = strings.TrimSpace(name); !ok || name == "" || err != nil {
			return nil, errors.New("is not a list of name=value")
		}
		found[name] = plain
	}
	return found, nil
}

// TracesURL is where spans are sent, "" where they are not.
func (c Config) TracesURL() string {
	if c.TracesEndpoint != "" {
		return c.TracesEndpoint
	}
	if c.Endpoint == "" {
		return ""
	}
	return strings.TrimSuffix(c.Endpoint, "/") + "/v1/traces"
}

// agree refuses settings that fit alone but not together.
func (c Config) agree() error {
	if c.PublicURL != "" && c.HTTPAddr == "" {
		return &Error{Name: "HTTP_ADDR", Problem: "is missing, although PUBLIC_URL is set", Shape: shapeAddr, Example: exampleAddr}
	}
	if c.Webhook() && !deliverable(c.PublicURL) {
		return &Error{Name: "PUBLIC_URL", Problem: "is no address that Telegram delivers to", Shape: "an https:// address on port 443, 80, 88 or 8443", Example: "https://bot.example"}
	}
	return nil
}

// Webhook reports whether Telegram is to deliver updates, instead of being asked.
func (c Config) Webhook() bool {
	return c.WebhookSecret != "" && c.PublicURL != "" && c.HTTPAddr != ""
}

// deliverable holds to what setWebhook takes, by core.telegram.org/bots/api.
func deliverable(v string) bool {
	u, err := url.Parse(v)
	return err == nil && u.Scheme == "https" && slices.Contains([]string{"", "443", "80", "88", "8443"}, u.Port())
}

// webhookSecret accepts what setWebhook takes as secret_token.
func webhookSecret(v string) error {
	if strings.Trim(v, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") != "" {
		return errors.New("has other letters")
	}
	if len(v) > 256 {
		return errors.New("is too long")
	}
	return nil
}

const (
	shapeAddr   = "an address and a port to listen on"
	exampleAddr = "127.0.0.1:8080"
	shapeProof  = "1 to 256 of A-Z a-z 0-9 _ -"
)
