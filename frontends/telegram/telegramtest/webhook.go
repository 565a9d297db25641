package telegramtest

import "strings"

// webhook is where the bot wants its updates to go. Nothing is delivered
// there: it only keeps polls out.
type webhook struct {
	url     string
	allowed []string
}

// setWebhook ends a poll that is under way, as the real server does.
func (s *Server) setWebhook(c *call) (any, error) {
	url := c.params["url"]
	if url != "" && !strings.HasPrefix(url, "https://") {
		return nil, bad("bad webhook: An HTTPS URL must be provided for webhook")
	}
	if secret := c.params["secret_token"]; strings.Trim(secret, payloadAlphabet) != "" || len(secret) > 256 {
		s.broke(6, "setWebhook: a secret_token of %d bytes or with foreign letters", len(secret))
		return nil, bad("secret token contains unallowed characters")
	}
	if err := s.allow(c); err != nil {
		return nil, err
	}
	s.webhook = webhook{url: url, allowed: s.queue.allowed}
	if s.queue.poller != nil && url != "" {
		close(s.queue.poller.gone)
		s.queue.poller = nil
	}
	s.forget(c)
	return itWorked()
}

func (s *Server) deleteWebhook(c *call) (any, error) {
	s.webhook = webhook{}
	s.forget(c)
	return itWorked()
}

// forget drops what waits, if the call wants that.
func (s *Server) forget(c *call) {
	if c.truth("drop_pending_updates") {
		s.queue.list = nil
	}
}

func (s *Server) getWebhookInfo(*call) (any, error) {
	return struct {
		URL         string   `json:"url"`
		Certificate bool     `json:"has_custom_certificate"`
		Pending     int      `json:"pending_update_count"`
		Allowed     []string `json:"allowed_updates,omitempty"`
	}{URL: s.webhook.url, Pending: len(s.queue.list), Allowed: s.webhook.allowed}, nil
}
