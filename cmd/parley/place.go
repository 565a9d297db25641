package main

import (
	"errors"
	"strings"

	"github.com/parleybot/parley/core/store"
)

// placeOf reads a place from the command line.
func placeOf(text string) (store.Options, error) {
	if path, file := strings.CutPrefix(text, "sqlite:"); file && path != "" {
		return store.Options{Path: path}, nil
	}
	if strings.HasPrefix(text, "postgres://") || strings.HasPrefix(text, "postgresql://") {
		return store.Options{URL: text}, nil
	}
	return store.Options{}, errors.New("a place is sqlite:PATH or a postgres:// address")
}
