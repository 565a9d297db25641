package discordapi

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"http://discord.example", "ftp://127.0.0.1", "https://", "127.0.0.1:80", "https://u:p@discord.com", "https://discord.com/api", "https://discord.com?x=1", "https://%zz",
	} {
		if _, err := New(Options{Token: testToken, URL: address}); err == nil {
			t.Errorf("%s is taken", address)
		}
	}
	for _, address := range []string{"", "https://discord.example/", "http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:1"} {
		if _, err := New(Options{Token: "Bot " + testToken, URL: address}); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, token := range []string{"", "  ", "Bot ", "s3cret t0ken", "s3cret\nt0ken", "s3crét"} {
		if _, err := New(Options{Token: token}); err == nil || strings.Contains(err.Error(), "s3cr") {
			t.Errorf("%q: %v", token, err)
		}
	}
}

// The gateway may be plain on this machine only, whatever address Discord tells.
func TestGatewayWithoutTLS(t *testing.T) {
	t.Parallel()
	c := served(t, fixed(200, `{}`))
	k := c.newSocket(t.Context(), Shard{}, func(Event) {})
	defer k.cut()
	for _, address := range []string{"discord.example:80", "10.0.0.1:80", "nonsense"} {
		if _, err := k.dial(t.Context(), "tcp", address); err == nil {
			t.Errorf("%s is dialled", address)
		}
	}
	// No TLS there: the attempt fails instead of falling back.
	if _, err := k.dialTLS(t.Context(), "tcp", c.base.Host); err == nil {
		t.Error("a plain server passed for TLS")
	}
}

func TestMeet(t *testing.T) {
	t.Parallel()
	c := carried(t, func(r *http.Request) (int, map[string]string, string) {
		if r.URL.Path == "/api/v9/users/@me" {
			return 200, nil, `{"id":"77","username":"parley"}`
		}
		return 200, nil, `{"id":"66","name":"Parley","flags":524288,"bot_public":true,"bot_require_code_grant":true,` +
			`"interactions_endpoint_url":null,"integration_types_config":{"0":{},"1":{}}}`
	})
	if _, _, _, ok := c.Self(); ok {
		t.Error("knows itself before it asked")
	}
	app, err := c.Meet(t.Context())
	if err != nil || app.ID != "66" || app.UserID != "77" || app.UserName != "parley" || !app.Public || !app.CodeGrant ||
		app.Flags&FlagMessageContent == 0 || app.Flags&FlagMembers != 0 || app.Installs["1"] == nil {
		t.Errorf("%+v, %v", app, err)
	}
	if id, user, name, ok := c.Self(); id != "66" || user != "77" || name != "parley" || !ok {
		t.Errorf("%s %s %s", id, user, name)
	}
}

func TestInviteLink(t *testing.T) {
	t.Parallel()
	u, err := url.Parse(InviteLink("66", Permissions))
	if err != nil || u.Host != "discord.com" || u.Query().Get("client_id") != "66" ||
		u.Query().Get("scope") != "bot applications.commands" || u.Query().Get("permissions") != "274878024704" {
		t.Errorf("%v, %v", u, err)
	}
}

func TestReads(t *testing.T) {
	t.Parallel()
	c, all := listening(t, `{"id":"5","type":11,"guild_id":"7","parent_id":"4","name":"n","owner_id":"8","thread_metadata":{"archived":true}}`)
	if ch, err := c.Channel(t.Context(), "5"); err != nil || ch.ParentID != "4" || !ch.Thread.Archived || ch.GuildID != "7" {
		t.Errorf("%+v, %v", ch, err)
	}
	if g, err := c.Guild(t.Context(), "7"); err != nil || g.OwnerID != "8" {
		t.Errorf("%+v, %v", g, err)
	}
	if _, err := c.Commands(t.Context(), "7"); err != nil {
		t.Error(err)
	}
	if _, err := c.PutCommands(t.Context(), "7", []byte(`[]`)); err != nil {
		t.Error(err)
	}
	last := (*all)[2]
	if last.path != "/api/v9/applications/66/guilds/7/commands" || last.query != "with_localizations=true" {
		t.Errorf("%+v", last)
	}
}

// Who does not know its application asks first.
func TestCommandsMeetFirst(t *testing.T) {
	t.Parallel()
	for _, call := range []func(context.Context, *Client) error{
		func(ctx context.Context, c *Client) error { _, err := c.Commands(ctx, ""); return err },
		func(ctx context.Context, c *Client) error { _, err := c.PutCommands(ctx, "", []byte(`[]`)); return err },
	} {
		c, all := listening(t, `{"id":"99"}`)
		c.self.Store(nil)
		if err := call(t.Context(), c); err != nil || (*all)[2].path != "/api/v9/applications/99/commands" {
			t.Errorf("%v: %+v", err, *all)
		}
		refused := carried(t, func(*http.Request) (int, map[string]string, string) { return 401, nil, `{}` })
		if failed := classOf(t, call(t.Context(), refused)); failed.Class != chat.Fatal {
			t.Error(failed)
		}
	}
}
