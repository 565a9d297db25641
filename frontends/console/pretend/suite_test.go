package pretend_test

import (
	"testing"

	"github.com/parleybot/parley/frontends/console/pretend"
	"github.com/parleybot/parley/frontends/console/pretend/pretendtest"
	"github.com/parleybot/parley/frontends/frontendtest"
)

func TestFrontendSuite(t *testing.T) {
	for _, profile := range []pretend.Profile{pretend.DiscordProfile(), pretend.TelegramProfile()} {
		t.Run(profile.Name, func(t *testing.T) {
			frontendtest.Run(t, func(t *testing.T) frontendtest.Platform { return pretendtest.New(t, profile) })
		})
	}
}
