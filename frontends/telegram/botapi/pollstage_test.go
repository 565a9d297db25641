package botapi_test

import (
	"context"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// quiet is a handler that takes everything and answers nothing.
type quiet struct{}

func (quiet) Lane(botapi.Update) string { return "" }

func (quiet) Take(context.Context, chat.Core, botapi.Update) (func(context.Context), error) {
	return nil, nil
}

// stopAfter returns a context that ends after d on the fake clock.
func stopAfter(t *testing.T, d time.Duration) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithTimeout(t.Context(), d)
}
