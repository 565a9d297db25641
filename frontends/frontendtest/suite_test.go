package frontendtest_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console/pretend"
	"github.com/parleybot/parley/frontends/frontendtest"
)

func TestGoodFrontends(t *testing.T) {
	for _, profile := range []pretend.Profile{pretend.DiscordProfile(), pretend.TelegramProfile()} {
		t.Run(profile.Name, func(t *testing.T) {
			frontendtest.Run(t, func(t *testing.T) frontendtest.Platform { return pretended(t, profile) })
		})
	}
}

// modest is a frontend without any optional ability.
type modest struct{ chat.Frontend }

type modestPlatform struct{ *double }

func (p modestPlatform) Frontend() chat.Frontend { return modest{p.double.Frontend()} }

// A platform of words alone passes too, by numbers instead of buttons.
func TestModestFrontend(t *testing.T) {
	profile := pretend.DiscordProfile()
	c := &profile.Caps
	c.Buttons, c.Selects, c.Forms, c.Edits, c.Files, c.Fields = chat.Absent, chat.Absent, chat.Absent, chat.Absent, chat.Absent, chat.Absent
	c.IdempotentFor, c.TextLimit = 0, 600
	profile.Bound = false
	frontendtest.Run(t, func(t *testing.T) frontendtest.Platform { return modestPlatform{pretended(t, profile)} })
}

// broken is a good frontend of which one thing is made wrong.
type broken struct {
	chat.Frontend
	in   func(*chat.Interaction)
	out  func(*chat.Reply)
	text func(locale, key string) string
	caps func(*chat.Capabilities)
	send func(chat.Frontend, chat.Delivery) (chat.MessageRef, error)
	end  func() error
}

func (b *broken) Capabilities(at chat.PlaceRef) chat.Capabilities {
	caps := b.Frontend.Capabilities(at)
	if b.caps != nil {
		b.caps(&caps)
	}
	return caps
}

func (b *broken) Send(ctx context.Context, d chat.Delivery) (chat.MessageRef, error) {
	if b.send != nil {
		return b.send(b.Frontend, d)
	}
	return b.Frontend.Send(ctx, d)
}

func (b *broken) Edit(ctx context.Context, ref chat.MessageRef, m chat.Message) error {
	return b.Frontend.(chat.Editor).Edit(ctx, ref, m)
}

func (b *broken) Run(ctx context.Context, catalog chat.Catalog, core chat.Core) error {
	if b.text != nil {
		catalog.Text = b.text
	}
	err := b.Frontend.Run(ctx, catalog, meddler{core, b})
	if b.end != nil {
		return b.end()
	}
	return err
}

// meddler stands between a frontend and the core.
type meddler struct {
	chat.Core
	b *broken
}

func (m meddler) Handle(ctx context.Context, in chat.Interaction) (chat.Reply, error) {
	if m.b.in != nil {
		m.b.in(&in)
	}
	reply, err := m.Core.Handle(ctx, in)
	if m.b.out != nil {
		m.b.out(&reply)
	}
	return reply, err
}

// platform is a double whose frontend is broken.
type platform struct {
	*double
	b    *broken
	seen func(*frontendtest.Seen)
}

func (p *platform) Frontend() chat.Frontend { return p.b }

func (p *platform) Seen(who chat.UserRef) []frontendtest.Seen {
	all := p.double.Seen(who)
	for i := range all {
		if p.seen != nil {
			p.seen(&all[i])
		}
	}
	return all
}

// wrongs are ways to be wrong, by the check that must notice.
func wrongs() map[string]func(*platform) {
	attempts := 0
	return map[string]func(*platform){
		"capabilities are sane":                       func(p *platform) { p.b.caps = func(c *chat.Capabilities) { c.Rows = 0 } },
		"commands reach the core":                     func(p *platform) { p.b.in = func(in *chat.Interaction) { in.User.Ref.ID = "0" } },
		"mentions name the person":                    func(p *platform) { p.b.in = func(in *chat.Interaction) { in.Args, in.Words = nil, nil } },
		"answers reach the core":                      func(p *platform) { p.b.in = func(in *chat.Interaction) { in.Message = chat.MessageRef{} } },
		"answers for the caller stay with the caller": func(p *platform) { p.b.out = func(r *chat.Reply) { r.Audience = chat.Public } },
		"direct answers go to the direct chat":        func(p *platform) { p.b.out = func(r *chat.Reply) { r.Audience = chat.Public } },
		"added words are the reader's":                func(p *platform) { p.b.text = func(_, key string) string { return "en|" + key } },
		"buttons carry their tokens":                  func(p *platform) { p.b.in = func(in *chat.Interaction) { in.Token = in.Token[:len(in.Token)/2] } },
		"selects degrade":                             func(p *platform) { p.b.in = func(in *chat.Interaction) { in.Choice = "" } },
		"forms come back":                             func(p *platform) { p.b.in = func(in *chat.Interaction) { delete(in.Fields, "due") } },
		"answers replace":                             func(p *platform) { p.b.out = func(r *chat.Reply) { r.Replace = false } },
		"long texts arrive whole":                     func(p *platform) { p.b.caps = func(c *chat.Capabilities) { c.TextLimit = 300 } },
		"hostile text is literal":                     func(p *platform) { p.seen = func(s *frontendtest.Seen) { s.Alarm = true } },
		"one person's acts stay in order":             func(p *platform) { p.b.in = func(in *chat.Interaction) { in.Text.Text = "answer 7" } },
		"what was not recorded comes again": func(p *platform) {
			p.b.in = func(in *chat.Interaction) { attempts++; in.EventID += strings.Repeat("x", attempts) }
		},
		"notifications arrive in order": func(p *platform) {
			p.b.send = func(f chat.Frontend, d chat.Delivery) (chat.MessageRef, error) {
				_, err := f.Send(context.Background(), d)
				return chat.MessageRef{}, err
			}
		},
		"failed sends have a class": func(p *platform) {
			p.b.send = func(chat.Frontend, chat.Delivery) (chat.MessageRef, error) {
				return chat.MessageRef{}, errors.New("no")
			}
		},
		"a repeated delivery is known": func(p *platform) {
			p.b.send = func(f chat.Frontend, d chat.Delivery) (chat.MessageRef, error) {
				attempts++
				d.ID += strings.Repeat("x", attempts)
				return f.Send(context.Background(), d)
			}
		},
		"an ended context sends nothing": func(p *platform) {
			p.b.send = func(f chat.Frontend, d chat.Delivery) (chat.MessageRef, error) {
				return f.Send(context.Background(), d)
			}
		},
		"stops without a trace": func(p *platform) { p.b.end = func() error { return errors.New("stopped") } },
	}
}

// A suite that no frontend can fail proves nothing: each wrong is run in a
// process of its own, whose tests must fail.
func TestWrongFrontendsAreNoticed(t *testing.T) {
	t.Parallel()
	if os.Getenv(wrongVariable) != "" {
		t.Skip("this is the inner process")
	}
	for name := range wrongs() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check := strings.ReplaceAll(name, " ", "_")
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestWrong$/^"+check+"$")
			cmd.Env = append(os.Environ(), wrongVariable+"="+name)
			out, err := cmd.CombinedOutput()
			if err == nil || !strings.Contains(string(out), "--- FAIL: TestWrong/"+check) {
				t.Errorf("nobody noticed (%v):\n%s", err, out)
			}
		})
	}
}

const wrongVariable = "PARLEY_FRONTENDTEST_WRONG"

// TestWrong is the inner process of the test above, which counts its failures;
// without it there is nothing to do.
func TestWrong(t *testing.T) {
	wrong, known := wrongs()[os.Getenv(wrongVariable)]
	if !known {
		return
	}
	frontendtest.Run(t, func(t *testing.T) frontendtest.Platform {
		d := pretended(t, pretend.DiscordProfile())
		p := &platform{double: d, b: &broken{Frontend: d.Frontend()}}
		wrong(p)
		return p
	})
}
