package backup

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// magic opens every backup; a header's length and the header follow.
const magic = "PARLEYBK"

// version is the only version of the format so far.
const version = 1

// maxHeader bounds what a stranger's file can make us read, in bytes.
const maxHeader = 64 << 10

// Header is what a backup says of itself, readable without the passphrase.
type Header struct {
	V         int            `json:"v"`
	KDF       kdf            `json:"kdf"`
	CreatedAt int64          `json:"created_at"` // UTC milliseconds since 1970
	Schema    map[string]int `json:"schema"`     // newest migration of each package
	Head
}

// Created is the instant of the backup, in UTC.
func (h Header) Created() time.Time { return time.UnixMilli(h.CreatedAt).UTC() }

// Encrypted reports whether a passphrase is needed to read the payload.
func (h Header) Encrypted() bool { return h.KDF.Name != none }

// encode returns everything that stands before the payload.
func (h Header) encode() ([]byte, error) {
	text, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("backup: encode the header: %w", err)
	}
	if len(text) > maxHeader {
		return nil, fmt.Errorf("backup: a header of %d bytes is too long", len(text))
	}
	out := append(make([]byte, 0, len(magic)+4+len(text)), magic...)
	out = binary.BigEndian.AppendUint32(out, uint32(len(text)))
	return append(out, text...), nil
}

// readHeader reads everything that stands before the payload, and returns its
// bytes too.
func readHeader(r io.Reader) (h Header, raw []byte, err error) {
	raw = make([]byte, len(magic)+4)
	if _, err := io.ReadFull(r, raw); err != nil {
		return Header{}, nil, broken("the beginning", err)
	}
	if string(raw[:len(magic)]) != magic {
		return Header{}, nil, broken("the beginning", errors.New("not a backup"))
	}
	length := binary.BigEndian.Uint32(raw[len(magic):])
	if length > maxHeader {
		return Header{}, nil, broken("the header", fmt.Errorf("%d bytes are too many", length))
	}
	text := make([]byte, length)
	if _, err := io.ReadFull(r, text); err != nil {
		return Header{}, nil, broken("the header", err)
	}
	// A newer format may say anything but for its version.
	var first struct {
		V int `json:"v"`
	}
	if err := json.Unmarshal(text, &first); err != nil {
		return Header{}, nil, broken("the header", err)
	}
	if first.V > version {
		return Header{}, nil, fmt.Errorf("%w (version %d)", ErrNewer, first.V)
	}
	strict := json.NewDecoder(bytes.NewReader(text))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&h); err != nil {
		return Header{}, nil, broken("the header", err)
	}
	if h.V != version {
		return Header{}, nil, broken("the header", fmt.Errorf("there is no version %d", h.V))
	}
	if err := h.KDF.check(); err != nil {
		return Header{}, nil, broken("the header", err)
	}
	return h, append(raw, text...), nil
}
