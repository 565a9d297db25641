package discordapi

import (
	"context"
	"net/http"

	"github.com/bwmarrin/discordgo"
)

// userAgent is the form that Discord asks of libraries.
const userAgent = "DiscordBot (https://github.com/parleybot/parley, 1)"

// rest is the Session that carries REST requests. It never opens a gateway, and
// nothing of it but the carrying is used.
type rest struct{ session *discordgo.Session }

func newRest(token string, via http.RoundTripper) *rest {
	s, _ := discordgo.New("Bot " + token) // has no failure; it only fills a struct
	s.UserAgent = userAgent
	s.LogLevel = silent
	s.Client = &http.Client{Transport: via, Timeout: requestTimeout, CheckRedirect: stay}
	return &rest{session: s}
}

// stay refuses redirects: Discord sends none, and the token must not follow one.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// silent is a log level below all of discordgo's, whose lines quote addresses
// and events.
const silent = -1

// do carries one request, once. The bucket is a throwaway: discordgo insists on
// one, and its own would never be forgotten. What came of it is on the trail
// alone; discordgo's error only says why nothing came back.
func (r *rest) do(ctx context.Context, q request) *trail {
	path := &trail{}
	ctx = context.WithValue(ctx, trailKey{}, path)
	_, err := r.session.RequestWithLockedBucket(q.method, q.url, q.media, q.body,
		discordgo.NewRatelimiter().LockBucket(""), 0,
		discordgo.WithContext(ctx), discordgo.WithRetryOnRatelimit(false), discordgo.WithRestRetries(0))
	if path.status == 0 {
		path.err = bare(err)
	}
	return path
}
