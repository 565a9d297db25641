package discordtest

import (
	"net/http"
	"strings"
)

// route is one operation. Its template is the specification's.
type route struct {
	method   string
	template string
	open     bool // no token of the bot is needed
	handle   func(*Server, *call) (answer, *refusal)
	steps    []string
}

// answer is a success. A nil body sends none.
type answer struct {
	status int
	body   any
}

func ok(body any) (answer, *refusal) { return answer{http.StatusOK, body}, nil }

func done() (answer, *refusal) { return answer{http.StatusNoContent, nil}, nil }

func refuse(r *refusal) (answer, *refusal) { return answer{}, r }

// operations lists all that this Discord can do.
func operations() []route {
	const (
		get, post, put, patch, del = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete

		app      = "/applications/{application_id}"
		commands = app + "/commands"
		scoped   = app + "/guilds/{guild_id}/commands"
		channels = "/channels/{channel_id}"
		messages = channels + "/messages"
		guilds   = "/guilds/{guild_id}"
		hook     = "/webhooks/{webhook_id}/{webhook_token}"
		original = hook + "/messages/@original"
		sent     = hook + "/messages/{message_id}"
	)
	return []route{
		{method: get, template: "/gateway", open: true, handle: (*Server).getGateway},
		{method: get, template: "/gateway/bot", handle: (*Server).getGatewayBot},
		{method: get, template: "/users/@me", handle: (*Server).getSelf},
		{method: get, template: "/users/{user_id}", handle: (*Server).getUser},
		{method: get, template: "/users/@me/guilds", handle: (*Server).getSelfGuilds},
		{method: post, template: "/users/@me/channels", handle: (*Server).openDirect},
		{method: get, template: "/applications/@me", handle: (*Server).getApplication},
		{method: get, template: "/oauth2/applications/@me", handle: (*Server).getApplication},

		{method: get, template: commands, handle: (*Server).listCommands},
		{method: put, template: commands, handle: (*Server).putCommands},
		{method: post, template: commands, handle: (*Server).postCommand},
		{method: get, template: commands + "/{command_id}", handle: (*Server).getCommand},
		{method: patch, template: commands + "/{command_id}", handle: (*Server).patchCommand},
		{method: del, template: commands + "/{command_id}", handle: (*Server).deleteCommand},
		{method: get, template: scoped, handle: (*Server).listCommands},
		{method: put, template: scoped, handle: (*Server).putCommands},
		{method: post, template: scoped, handle: (*Server).postCommand},
		{method: get, template: scoped + "/{command_id}", handle: (*Server).getCommand},
		{method: patch, template: scoped + "/{command_id}", handle: (*Server).patchCommand},
		{method: del, template: scoped + "/{command_id}", handle: (*Server).deleteCommand},

		{method: get, template: channels, handle: (*Server).getChannel},
		{method: patch, template: channels, handle: (*Server).patchChannel},
		{method: post, template: channels + "/typing", handle: (*Server).typing},
		{method: get, template: messages, handle: (*Server).listMessages},
		{method: post, template: messages, handle: (*Server).postMessage},
		{method: get, template: messages + "/{message_id}", handle: (*Server).getMessage},
		{method: patch, template: messages + "/{message_id}", handle: (*Server).patchMessage},
		{method: del, template: messages + "/{message_id}", handle: (*Server).deleteMessage},
		{method: post, template: channels + "/threads", handle: (*Server).postThread},
		{method: post, template: messages + "/{message_id}/threads", handle: (*Server).postThread},
		{method: post, template: channels + "/webhooks", handle: (*Server).postWebhook},
		{method: get, template: channels + "/webhooks", handle: (*Server).listWebhooks},

		{method: get, template: guilds, handle: (*Server).getGuild},
		{method: get, template: guilds + "/channels", handle: (*Server).getGuildChannels},
		{method: get, template: guilds + "/roles", handle: (*Server).getGuildRoles},
		{method: get, template: guilds + "/members/{user_id}", handle: (*Server).getMember},

		{method: post, template: "/interactions/{interaction_id}/{interaction_token}/callback", open: true, handle: (*Server).callback},
		{method: post, template: hook, open: true, handle: (*Server).execute},
		{method: del, template: hook, open: true, handle: (*Server).deleteWebhook},
		{method: del, template: "/webhooks/{webhook_id}", handle: (*Server).deleteWebhook},
		{method: get, template: original, open: true, handle: (*Server).getAnswer},
		{method: patch, template: original, open: true, handle: (*Server).patchAnswer},
		{method: del, template: original, open: true, handle: (*Server).deleteAnswer},
		{method: get, template: sent, open: true, handle: (*Server).getAnswer},
		{method: patch, template: sent, open: true, handle: (*Server).patchAnswer},
		{method: del, template: sent, open: true, handle: (*Server).deleteAnswer},
	}
}

// atlas finds operations by how many steps their path has.
type atlas map[int][]route

func newAtlas() atlas {
	a := atlas{}
	for _, r := range operations() {
		r.steps = strings.Split(r.template[1:], "/")
		a[len(r.steps)] = append(a[len(r.steps)], r)
	}
	return a
}

// find returns the operation of a path without version, and its parameters. A
// step that is spelt out goes before a parameter.
func (a atlas) find(method, path string) (route, []string, bool) {
	steps := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for _, r := range a[len(steps)] {
		if r.method != method {
			continue
		}
		if vars, fits := r.match(steps); fits {
			return r, vars, true
		}
	}
	return route{}, nil, false
}

func (r route) match(steps []string) ([]string, bool) {
	var vars []string
	for i, step := range r.steps {
		if step[0] == '{' {
			vars = append(vars, steps[i])
			continue
		}
		if step != steps[i] {
			return nil, false
		}
	}
	return vars, true
}
