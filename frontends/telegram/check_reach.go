package telegram

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// What to do about the things that keep deliveries from the bot.
const (
	fixCertificate = "Give the proxy a certificate for this name that everybody trusts, with all of its chain (fullchain.pem in nginx); Caddy does both by itself. Telegram trusts no other."
	fixName        = "Check the name in PUBLIC_URL, and that the DNS has an A record (IPv4) for it: Telegram does not deliver to IPv6 alone."
	fixPort        = "Check that the proxy runs, listens on the port of PUBLIC_URL (443 where it names none; 80, 88 and 8443 are possible, too), and that the firewall lets the internet in there."
	fixPath        = "Have the proxy pass the path /telegram/ on to HTTP_ADDR as it is; see “Behind a reverse proxy” in the README."
	fixRunning     = "The proxy does not reach the bot: start it, and check that the proxy passes on to the address in HTTP_ADDR."
	fixSecret      = "The secret that Telegram sends is not that of the settings: start Parley, which sets it again, and let the proxy pass all headers on."
	fixLedger      = "The bot could not record what came. See its log and /readyz: most often the disk is full or the database is away. Nothing is lost; Telegram tries again for a day."
)

// remedy turns what Telegram says of a failed delivery into what to do.
func remedy(said string) string {
	said = strings.ToLower(said)
	for _, known := range []struct{ sign, fix string }{
		{"certificate", fixCertificate},
		{"ssl", fixCertificate},
		{"resolve", fixName},
		{"ipv6", fixName},
		{"reserved", fixName},
		{"refused", fixPort},
		{"timed out", fixPort},
		{"timeout", fixPort},
		{"unreachable", fixPort},
		{"no route", fixPort},
		{"401", fixSecret},
		{"403", fixPath},
		{"404", fixPath},
		{"405", fixPath},
		{"301", fixPath},
		{"302", fixPath},
		{"500", fixLedger},
		{"502", fixRunning},
		{"503", fixRunning},
		{"504", fixRunning},
		{"closed", fixRunning},
	} {
		if strings.Contains(said, known.sign) {
			return known.fix
		}
	}
	return "If it goes on, look at the log of the proxy at that time."
}

// reach goes the way that a delivery goes, as far as this machine can: through the
// name, the certificate and the proxy. A bot that runs there takes POST alone.
func (f *Frontend) reach(ctx context.Context) chat.Finding {
	at := f.at().URL
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, at, http.NoBody)
	if err != nil {
		return chat.Finding{What: "PUBLIC_URL cannot be asked for.", Fix: fixName}
	}
	client := http.Client{Transport: f.transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	answer, err := client.Do(r)
	if err != nil {
		return unreached(at, err)
	}
	defer answer.Body.Close() //nolint:errcheck // its status is all that counts
	switch code := answer.StatusCode; code {
	case http.StatusMethodNotAllowed:
		return chat.Finding{Good: true, What: at + " leads to a bot that waits for deliveries."}
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return chat.Finding{Good: true, What: fmt.Sprintf("%s leads to a proxy behind which no bot runs now (%d).", at, code), Fix: fixRunning}
	default:
		return chat.Finding{What: fmt.Sprintf("%s is answered by something that is not the bot (%d).", at, code), Fix: fixPath}
	}
}

// unreached says why an address cannot be reached.
func unreached(at string, err error) chat.Finding {
	var dns *net.DNSError
	var untrusted *tls.CertificateVerificationError
	var plain tls.RecordHeaderError
	var wrongName x509.HostnameError
	switch {
	case errors.As(err, &dns):
		return chat.Finding{What: "PUBLIC_URL does not lead anywhere: nobody knows the name " + dns.Name + ".", Fix: fixName}
	case errors.As(err, &wrongName):
		return chat.Finding{What: "The certificate at " + at + " is for another name.", Fix: fixCertificate}
	case errors.As(err, &untrusted):
		return chat.Finding{What: "The certificate at " + at + " is not trusted: " + untrusted.Err.Error() + ".", Fix: fixCertificate}
	case errors.As(err, &plain):
		return chat.Finding{What: at + " does not speak TLS.", Fix: fixCertificate}
	}
	return chat.Finding{What: "PUBLIC_URL is not reachable from this machine: " + err.Error() + ".", Fix: fixPort + " If your network keeps machines from reaching their own public address, try it from another one."}
}
