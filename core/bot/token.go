package bot

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"slices"
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
)

// A token is at most 64 characters of base64url. A self-contained one is
//
//	version 1 | flags 1 | command 3 | expiry 4 | reader 4 | (option 1, length 1, value)… | MAC 8
//
// with the expiry in Unix minutes and the reader as the start of a hash of the
// account's reference. What does not fit is a stored row, and its token "~" and 96
// random bits.
const (
	tokenVersion = 1
	tokenBytes   = 64
	tokenHead    = 1 + 1 + 3 + 4 + 4
	tokenMAC     = 8
	flagOpen     = 1 << 0
	flagOnce     = 1 << 1
	rowPrefix    = "~"
)

var tokenText = base64.RawURLEncoding

// press is what a token means.
type press struct {
	Action  chat.Action
	Reader  [4]byte
	Expires time.Time
}

// signer makes and reads self-contained tokens.
type signer struct{ secret []byte }

// seal returns the token of an action for a reader, or "" where it does not fit.
func (s signer) seal(cmd app.Command, a chat.Action, reader chat.UserRef, expires time.Time) string {
	id := commandID(a.Path)
	raw := make([]byte, 0, tokenBytes)
	raw = append(raw, tokenVersion, flags(a))
	raw = append(raw, id[:]...)
	raw = binary.BigEndian.AppendUint32(raw, uint32(expires.Unix()/60)) // minutes fit until the year 10136
	tag := readerTag(reader)
	raw = append(raw, tag[:]...)
	names := make([]string, 0, len(a.Args))
	for name := range a.Args {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		value := a.Args[name]
		if _, known := cmd.Option(name); !known || len(value) > 255 {
			return ""
		}
		raw = append(raw, optionID(name), byte(len(value)))
		raw = append(raw, value...)
	}
	raw = append(raw, s.mac(raw)...)
	if tokenText.EncodedLen(len(raw)) > tokenBytes {
		return ""
	}
	return tokenText.EncodeToString(raw)
}

// open reads a token, or reports false for anything that this installation did
// not make.
func (s signer) open(g *registry, token string) (press, bool) {
	raw, err := tokenText.DecodeString(token)
	if err != nil || len(raw) < tokenHead+tokenMAC || raw[0] != tokenVersion {
		return press{}, false
	}
	body, mac := raw[:len(raw)-tokenMAC], raw[len(raw)-tokenMAC:]
	if !hmac.Equal(mac, s.mac(body)) {
		return press{}, false
	}
	path, known := g.ids[[3]byte(body[2:5])]
	if !known {
		return press{}, false
	}
	p := press{
		Action:  chat.Action{Path: path, Open: body[1]&flagOpen != 0, Once: body[1]&flagOnce != 0},
		Expires: time.Unix(int64(binary.BigEndian.Uint32(body[5:9]))*60, 0),
		Reader:  [4]byte(body[9:13]),
	}
	return p, readArgs(g.commands[path], body[tokenHead:], &p.Action)
}

func readArgs(cmd app.Command, rest []byte, a *chat.Action) bool {
	for len(rest) > 0 {
		if len(rest) < 2 || len(rest) < 2+int(rest[1]) {
			return false
		}
		i := slices.IndexFunc(cmd.Options, func(o chat.Option) bool { return optionID(o.Name) == rest[0] })
		if i < 0 {
			return false
		}
		if a.Args == nil {
			a.Args = map[string]string{}
		}
		a.Args[cmd.Options[i].Name] = string(rest[2 : 2+int(rest[1])])
		rest = rest[2+int(rest[1]):]
	}
	return true
}

func (s signer) mac(body []byte) []byte {
	h := hmac.New(sha256.New, s.secret)
	h.Write(body)
	return h.Sum(nil)[:tokenMAC]
}

func flags(a chat.Action) byte {
	var f byte
	if a.Open {
		f |= flagOpen
	}
	if a.Once {
		f |= flagOnce
	}
	return f
}

func readerTag(account chat.UserRef) [4]byte {
	sum := sha256.Sum256([]byte("reader " + account.String()))
	return [4]byte(sum[:4])
}
