package discord

import (
	"context"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/menu"
)

// publish registers the commands. A bot without its newest menu is better than
// none, so a failure is logged and tried again.
func (s *session) publish(ctx context.Context) {
	const first, most = 5 * time.Second, 10 * time.Minute
	if _, err := menu.Build(s.catalog); err != nil {
		s.log.Error("discord: Discord would refuse the commands", "cause", err)
		return
	}
	for wait := first; ; wait = min(2*wait, most) {
		err := menu.Publish(ctx, s.api, s.catalog, s.guild)
		if err == nil {
			err = s.withdraw(ctx)
		}
		if err == nil || ctx.Err() != nil {
			return
		}
		class := classOf(err)
		s.log.Error("discord: the commands could not be registered", "class", class, "cause", err)
		if class == chat.Fatal || class == chat.Invalid || !s.pause(ctx, wait) {
			return
		}
	}
}

// menuKey is the fact that holds the guild that has commands of its own.
const menuKey = "discord:menu"

// withdraw takes the commands back from the guild that had its own at an earlier
// start: beside the global ones each would show twice there, for ever.
func (s *session) withdraw(ctx context.Context) error {
	before, err := s.core.Recall(ctx, menuKey)
	if err != nil || before == s.guild {
		return err
	}
	if before != "" {
		err := menu.Withdraw(ctx, s.api, before)
		// A guild that is lost to the bot shows none of its commands.
		if class := classOf(err); err != nil && class != chat.Gone && class != chat.Forbidden {
			return err
		}
	}
	return s.core.Remember(ctx, menuKey, s.guild)
}
