package text

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// raw is an entry as a file has it, before it is understood.
type raw struct {
	key  string
	text string
	form map[string]string // nil for a plain sentence
}

// read returns the entries of a file in their order. encoding/json would let
// the last of two equal keys win, so the tokens are read one by one.
func read(data []byte) ([]raw, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	var out []raw
	seen := map[string]bool{}
	err := object(d, func(key string, value json.Token) error {
		if seen[key] {
			return fmt.Errorf("%s: stands twice", key)
		}
		seen[key] = true
		switch v := value.(type) {
		case string:
			out = append(out, raw{key: key, text: v})
			return nil
		case json.Delim:
			forms, err := readForms(d, v)
			if err != nil {
				return fmt.Errorf("%s: %w", key, err)
			}
			out = append(out, raw{key: key, form: forms})
			return nil
		}
		return fmt.Errorf("%s: is neither a text nor an object of plural forms", key)
	})
	if errors.Is(err, io.EOF) {
		return nil, errors.New("ends in the middle")
	}
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the object")
	}
	return out, nil
}

// readForms reads the object of a plural entry whose brace was taken.
func readForms(d *json.Decoder, open json.Delim) (map[string]string, error) {
	if open != '{' {
		return nil, errors.New("is neither a text nor an object of plural forms")
	}
	out := map[string]string{}
	err := members(d, func(form string, value json.Token) error {
		s, ok := value.(string)
		if !ok {
			return fmt.Errorf("%q is not a text", form)
		}
		if _, again := out[form]; again {
			return fmt.Errorf("%q stands twice", form)
		}
		out[form] = s
		return nil
	})
	return out, err
}

// object reads a whole object, giving each member to fn.
func object(d *json.Decoder, fn func(key string, value json.Token) error) error {
	open, err := d.Token()
	if err != nil {
		return err
	}
	if open != json.Delim('{') {
		return errors.New("is not a JSON object")
	}
	return members(d, fn)
}

// members reads the rest of an object whose brace was taken.
func members(d *json.Decoder, fn func(key string, value json.Token) error) error {
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		value, err := d.Token()
		if err != nil {
			return err
		}
		// The decoder itself refuses a key that is no string.
		if err := fn(key.(string), value); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}
