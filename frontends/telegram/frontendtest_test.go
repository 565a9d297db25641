package telegram_test

import (
	"testing"

	"github.com/parleybot/parley/frontends/frontendtest"
	"github.com/parleybot/parley/frontends/telegram"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

func TestFrontend(t *testing.T) {
	frontendtest.Run(t, func(t *testing.T) frontendtest.Platform {
		return open(t, telegramtest.Options{}, telegram.Options{})
	})
}
