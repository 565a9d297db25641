package discordtest

import "net/http"

type wireInstall struct {
	Params *wireParams `json:"oauth2_install_params,omitempty"`
}

type wireParams struct {
	Scopes      []string `json:"scopes"`
	Permissions string   `json:"permissions"`
}

type wireApplication struct {
	ID               string                 `json:"id"`
	Name             string                 `json:"name"`
	Icon             *string                `json:"icon"`
	Description      string                 `json:"description"`
	Type             *int                   `json:"type"`
	Bot              wireUser               `json:"bot"`
	BotPublic        bool                   `json:"bot_public"`
	CodeGrant        bool                   `json:"bot_require_code_grant"`
	VerifyKey        string                 `json:"verify_key"`
	Flags            int                    `json:"flags"`
	FlagsNew         string                 `json:"flags_new"`
	Redirects        []string               `json:"redirect_uris"`
	Endpoint         *string                `json:"interactions_endpoint_url"`
	RoleVerification *string                `json:"role_connections_verification_url"`
	Owner            wireUser               `json:"owner"`
	Guilds           int                    `json:"approximate_guild_count"`
	UserInstalls     int                    `json:"approximate_user_install_count"`
	Authorizations   int                    `json:"approximate_user_authorization_count"`
	ContentFilter    int                    `json:"explicit_content_filter"`
	Team             *struct{}              `json:"team"`
	Scopes           []string               `json:"eligible_oauth2_scopes"`
	InstallParams    wireParams             `json:"install_params"`
	Integrations     map[string]wireInstall `json:"integration_types_config"`
}

func (s *Server) getSelf(*call) (answer, *refusal) {
	return ok(wireSelf{wireUser: s.selfWire(), Locale: defaultLocale, Verified: true})
}

func (s *Server) getUser(c *call) (answer, *refusal) {
	if c.vars[0] == "@me" {
		return s.getSelf(c)
	}
	u, known := s.userWire(c.vars[0])
	if !known {
		return refuse(unknown(10013, "User"))
	}
	return ok(u)
}

func (s *Server) getSelfGuilds(*call) (answer, *refusal) {
	type wireMine struct {
		ID          string   `json:"id"`
		Name        string   `json:"name"`
		Icon        *string  `json:"icon"`
		Banner      *string  `json:"banner"`
		Owner       bool     `json:"owner"`
		Permissions string   `json:"permissions"`
		Features    []string `json:"features"`
	}
	mine := []wireMine{}
	for _, g := range s.ordered {
		if !g.absent {
			mine = append(mine, wireMine{ID: g.id, Name: g.name, Permissions: bits(memberBits | botBits), Features: []string{}})
		}
	}
	return ok(mine)
}

func (s *Server) getApplication(*call) (answer, *refusal) {
	scopes := []string{"bot", "applications.commands"}
	w := wireApplication{
		ID: s.app.id, Name: s.app.name, Bot: s.selfWire(), BotPublic: true, CodeGrant: s.app.codeGrant,
		VerifyKey: "0000000000000000000000000000000000000000000000000000000000000000",
		Flags:     s.appFlags(), FlagsNew: bits(int64(s.appFlags())), Redirects: []string{},
		Owner: wireUser{ID: "1", Username: "operator", Discriminator: "0"}, Scopes: scopes,
		InstallParams: wireParams{Scopes: scopes, Permissions: "0"},
		Integrations:  map[string]wireInstall{"0": {&wireParams{Scopes: scopes, Permissions: "0"}}},
	}
	for _, g := range s.ordered {
		if !g.absent {
			w.Guilds++
		}
	}
	if !s.app.noUserInstall {
		w.Integrations["1"] = wireInstall{&wireParams{Scopes: scopes[1:], Permissions: "0"}}
	}
	return ok(w)
}

func (s *Server) getGateway(*call) (answer, *refusal) {
	return ok(map[string]string{"url": s.gatewayURL()})
}

func (s *Server) getGatewayBot(*call) (answer, *refusal) {
	return ok(map[string]any{
		"url": s.gatewayURL(), "shards": max(1, s.opt.Shards),
		"session_start_limit": map[string]int{
			"total": 1000, "remaining": s.gateway.remaining(s.opt.Remaining), "reset_after": 14400000, "max_concurrency": max(1, s.opt.Concurrency),
		},
	})
}

// openDirect opens the direct chat with somebody. That it is closed shows only
// when something is sent.
func (s *Server) openDirect(c *call) (answer, *refusal) {
	var b struct {
		Recipient string   `json:"recipient_id"`
		Tokens    []string `json:"access_tokens"`
		Nicks     any      `json:"nicks"`
	}
	if no := s.decode(c, c.body, &b); no != nil {
		return refuse(no)
	}
	p := s.people[b.Recipient]
	if p == nil || p.Bot {
		return refuse(&refusal{status: http.StatusBadRequest, code: 50033, message: "Invalid Recipient(s)"})
	}
	p.opened = true
	return ok(p.direct.wire(s))
}
