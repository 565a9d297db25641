package main

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// role is as whom the bot runs on PostgreSQL.
type role struct{ name, password string }

// roleOf reads the role out of an address.
func roleOf(address string) (role, error) {
	u, err := url.Parse(address)
	if err != nil {
		return role{}, errors.New("DATABASE_URL is not an address")
	}
	r := role{name: u.User.Username()}
	r.password, _ = u.User.Password()
	if r.name == "" {
		return role{}, errors.New("DATABASE_URL names no role, such as parley in postgres://parley@localhost/parley")
	}
	for _, c := range r.password {
		if c < ' ' || c > '~' {
			return role{}, errors.New("the password in DATABASE_URL has characters beyond ASCII: make the role by hand")
		}
	}
	return r, nil
}

// rounds is how often PostgreSQL 15 hashes a password.
const rounds = 4096

// verifier is the password in the form in which PostgreSQL keeps it (RFC 5803), so
// that the password itself is in no statement that a server may log.
func (r role) verifier() (string, error) {
	salt := make([]byte, 16)
	rand.Read(salt)
	salted, err := pbkdf2.Key(sha256.New, r.password, salt, rounds, sha256.Size)
	if err != nil {
		return "", fmt.Errorf("hash the password: %w", err)
	}
	sign := func(text string) []byte {
		h := hmac.New(sha256.New, salted)
		h.Write([]byte(text))
		return h.Sum(nil)
	}
	stored := sha256.Sum256(sign("Client Key"))
	encode := base64.StdEncoding.EncodeToString
	return fmt.Sprintf("SCRAM-SHA-256$%d:%s$%s:%s", rounds, encode(salt), encode(stored[:]), encode(sign("Server Key"))), nil
}

// quoted is a name as a statement takes it.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
