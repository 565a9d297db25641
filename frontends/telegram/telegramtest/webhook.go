package telegramtest

import (
	"net/url"
	"slices"
	"strings"
)

// mostConnections is how many deliveries may be under way at once, at the most;
// fewConnections unless the bot asks for more.
const (
	mostConnections = 100
	fewConnections  = 40
)

// webhook is where the bot wants its updates to go.
type webhook struct {
	url     string
	secret  string
	most    int // deliveries at once
	allowed []string

	failed int64  // when a delivery failed last, Unix seconds
	why    string // and how
}

// setWebhook ends a poll that is under way, as the real server does.
func (s *Server) setWebhook(c *call) (any, error) {
	address := c.params["url"]
	if address != "" && !strings.HasPrefix(address, "https://") {
		return nil, bad("bad webhook: An HTTPS URL must be provided for webhook")
	}
	u, err := url.Parse(address)
	if err != nil || !slices.Contains([]string{"", "80", "88", "443", "8443"}, u.Port()) {
		return nil, bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
	}
	secret := c.params["secret_token"]
	if strings.Trim(secret, payloadAlphabet) != "" || len(secret) > 256 {
		s.broke(6, "setWebhook: a secret_token of %d bytes or with foreign letters", len(secret))
		return nil, bad("secret token contains unallowed characters")
	}
	if err := s.allow(c); err != nil {
		return nil, err
	}
	most := fewConnections
	if given := int(c.number("max_connections")); given > 0 {
		most = min(given, mostConnections)
	}
	s.webhook = webhook{url: address, secret: secret, most: most, allowed: s.queue.allowed}
	if s.queue.poller != nil && address != "" {
		close(s.queue.poller.gone)
		s.queue.poller = nil
	}
	s.forget(c)
	s.dispatch()
	return itWorked()
}

func (s *Server) deleteWebhook(c *call) (any, error) {
	s.webhook = webhook{}
	s.forget(c)
	s.dispatch()
	return itWorked()
}

// forget drops what waits, if the call wants that.
func (s *Server) forget(c *call) {
	if c.truth("drop_pending_updates") {
		s.queue.list = nil
	}
}

func (s *Server) getWebhookInfo(*call) (any, error) {
	most := 0
	if s.webhook.url != "" {
		most = s.webhook.most
	}
	return struct {
		URL         string   `json:"url"`
		Certificate bool     `json:"has_custom_certificate"`
		Pending     int      `json:"pending_update_count"`
		Failed      int64    `json:"last_error_date,omitempty"`
		Why         string   `json:"last_error_message,omitempty"`
		Most        int      `json:"max_connections,omitempty"`
		Allowed     []string `json:"allowed_updates,omitempty"`
	}{s.webhook.url, false, len(s.queue.list), s.webhook.failed, s.webhook.why, most, s.webhook.allowed}, nil
}

// Proxy says where the webhook's public address leads: to the servers at these
// addresses ("http://127.0.0.1:8080"), in turn. Without any, and at first, nothing
// is delivered and updates wait.
func (s *Server) Proxy(to ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.proxy = slices.Clone(to)
	s.dispatch()
}

// Webhook is the address that the bot has set, and its secret.
func (s *Server) Webhook() (address, secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.webhook.url, s.webhook.secret
}
