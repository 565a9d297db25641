package discordapi

import (
	"net/http"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

const (
	mayView, maySend, mayLead = 1 << 10, 1 << 11, 1 << 3
	channelOf                 = `[{"id":"4","type":0,"name":"a","permission_overwrites":[{"id":"9","type":0,"allow":"1024","deny":"2048"}]}]`
)

func TestStandingIsRead(t *testing.T) {
	t.Parallel()
	answers := map[string]string{
		"/api/v9/guilds/9":           `{"id":"9","name":"Harbor","owner_id":"1"}`,
		"/api/v9/guilds/9/roles":     `[{"id":"9","name":"@everyone","permissions":"3072","tags":{}},{"id":"5","name":"Parley","permissions":"0","tags":{"bot_id":"7"}}]`,
		"/api/v9/guilds/9/channels":  channelOf,
		"/api/v9/guilds/9/members/7": `{"roles":["5"]}`,
		"/api/v9/users/@me/guilds":   `[{"id":"9","name":"Harbor"}]`,
	}
	c := carried(t, func(r *http.Request) (int, map[string]string, string) {
		if strings.HasSuffix(r.URL.Path, "/guilds") && r.URL.RawQuery != "limit=11" {
			t.Errorf("asks %s", r.URL)
		}
		return 200, nil, answers[r.URL.Path]
	})
	if all, err := c.Guilds(t.Context(), 11); err != nil || len(all) != 1 || all[0].Name != "Harbor" {
		t.Errorf("%+v, %v", all, err)
	}
	s, err := c.Standing(t.Context(), "9", "7")
	if err != nil {
		t.Fatal(err)
	}
	if s.Guild.Name != "Harbor" || len(s.Roles) != 2 || s.Roles[1].Tags.BotID != "7" || len(s.RoleIDs) != 1 || len(s.Channels) != 1 {
		t.Errorf("%+v", s)
	}
	if s.Everywhere() != mayView|maySend || s.In(s.Channels[0]) != mayView {
		t.Errorf("%b, %b", s.Everywhere(), s.In(s.Channels[0]))
	}
}

func TestStandingThatIsRefused(t *testing.T) {
	t.Parallel()
	for _, part := range []string{"/guilds/9", "/roles", "/channels", "/members/7"} {
		c := carried(t, func(r *http.Request) (int, map[string]string, string) {
			if strings.HasSuffix(r.URL.Path, part) {
				return 404, nil, `{"code":10004}`
			}
			if strings.HasSuffix(r.URL.Path, "/guilds/9") || strings.HasSuffix(r.URL.Path, "/members/7") {
				return 200, nil, `{}`
			}
			return 200, nil, `[]`
		})
		if _, err := c.Standing(t.Context(), "9", "7"); classOf(t, err).Class != chat.Gone {
			t.Errorf("%s: %v", part, err)
		}
	}
}

// The order in which Discord's documentation reckons permissions.
func TestPermissionsAreReckoned(t *testing.T) {
	t.Parallel()
	everybody := func(may int64) Role { return Role{ID: "9", Permissions: may} }
	for name, test := range map[string]struct {
		s          Standing
		overwrites []Overwrite
		want       int64
	}{
		"everybody's":                  {Standing{Roles: []Role{everybody(mayView)}}, nil, mayView},
		"a role adds":                  {Standing{RoleIDs: []string{"5"}, Roles: []Role{everybody(mayView), {ID: "5", Permissions: maySend}}}, nil, mayView | maySend},
		"a role of others":             {Standing{Roles: []Role{everybody(mayView), {ID: "5", Permissions: maySend}}}, nil, mayView},
		"an administrator":             {Standing{RoleIDs: []string{"5"}, Roles: []Role{{ID: "5", Permissions: mayLead}}}, []Overwrite{{ID: "9", Deny: mayView}}, allPermissions},
		"the owner":                    {Standing{UserID: "1"}, []Overwrite{{ID: "9", Deny: mayView}}, allPermissions},
		"an exception for everybody":   {Standing{Roles: []Role{everybody(mayView | maySend)}}, []Overwrite{{ID: "9", Deny: maySend}}, mayView},
		"a role against everybody":     {Standing{RoleIDs: []string{"5"}, Roles: []Role{everybody(mayView)}}, []Overwrite{{ID: "5", Allow: maySend}, {ID: "9", Deny: maySend}}, mayView | maySend},
		"one role against another":     {Standing{RoleIDs: []string{"5", "6"}, Roles: []Role{everybody(mayView)}}, []Overwrite{{ID: "5", Allow: maySend}, {ID: "6", Deny: maySend}}, mayView | maySend},
		"the member against the roles": {Standing{UserID: "7", RoleIDs: []string{"5"}, Roles: []Role{everybody(mayView)}}, []Overwrite{{ID: "7", Deny: maySend}, {ID: "5", Allow: maySend}}, mayView},
		"exceptions of others":         {Standing{UserID: "7", Roles: []Role{everybody(mayView)}}, []Overwrite{{ID: "8", Deny: mayView}}, mayView},
	} {
		test.s.Guild = Guild{ID: "9", OwnerID: "1"}
		if got := test.s.In(GuildChannel{Overwrites: test.overwrites}); got != test.want {
			t.Errorf("%s: %b, want %b", name, got, test.want)
		}
	}
	s := Standing{Guild: Guild{ID: "9", OwnerID: "1"}, UserID: "1", RoleIDs: []string{"5"}, Roles: []Role{everybody(mayView), {ID: "5", Permissions: mayLead}}}
	if got := s.Everybody().Everywhere(); got != mayView {
		t.Errorf("everybody: %b", got)
	}
}
