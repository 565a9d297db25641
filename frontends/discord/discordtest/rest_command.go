package discordtest

import (
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// commandSet is the commands of one guild, or the global ones.
type commandSet struct {
	guild string
	list  []*command
	paths chat.Catalog // every path that can be typed
	set   bool         // somebody registered, be it nothing
}

// commandsOf returns the set that a route is about, and the id in its path.
func (s *Server) commandsOf(c *call) (*commandSet, string, *refusal) {
	if c.vars[0] != s.app.id {
		return nil, "", unknown(10002, "Application")
	}
	vars := append(slices.Clone(c.vars[1:]), "")
	if normal(c.route) == "/applications/{}/commands" || normal(c.route) == "/applications/{}/commands/{}" {
		return &s.global, vars[0], nil
	}
	g, no := s.mine(vars[0])
	if no != nil {
		return nil, "", no
	}
	g.commands.guild = g.id
	return &g.commands, vars[1], nil
}

func (s *Server) listCommands(c *call) (answer, *refusal) {
	set, _, no := s.commandsOf(c)
	if no != nil {
		return refuse(no)
	}
	all := []command{}
	for _, cmd := range set.list {
		all = append(all, cmd.shown(c.query.Get("with_localizations") == "true"))
	}
	return ok(all)
}

// shown leaves the languages out, as Discord does unless it is asked for them.
func (c command) shown(localized bool) command {
	if localized {
		return c
	}
	c.Names, c.Descriptions = nil, nil
	c.Options = plain(c.Options)
	return c
}

func plain(options []commandOption) []commandOption {
	out := slices.Clone(options)
	for i := range out {
		out[i].Names, out[i].Descriptions, out[i].Options = nil, nil, plain(out[i].Options)
		out[i].Choices = slices.Clone(out[i].Choices)
		for j := range out[i].Choices {
			out[i].Choices[j].Names = nil
		}
	}
	return out
}

func (s *Server) putCommands(c *call) (answer, *refusal) {
	set, _, no := s.commandsOf(c)
	if no != nil {
		return refuse(no)
	}
	var list []command
	if no := s.decode(c, c.body, &list); no != nil {
		return refuse(no)
	}
	if len(list) > mostCommands {
		s.violate(3, "%s %s: %d commands, at most %d", c.method, c.route, len(list), mostCommands)
		return refuse(bad(30032, "Maximum number of application commands reached (100)"))
	}
	for i, cmd := range list {
		path := fmt.Sprint(i)
		if slices.ContainsFunc(list[:i], func(other command) bool { return other.Name == cmd.Name && other.kind() == cmd.kind() }) {
			return refuse(s.breach(0, path+".name", "%q is there twice", cmd.Name))
		}
		if no := s.checkCommand(path, cmd); no != nil {
			return refuse(no)
		}
	}
	var next []*command
	all := []command{}
	for _, cmd := range list {
		kept, no := s.register(set, cmd)
		if no != nil {
			return refuse(no)
		}
		next, all = append(next, kept), append(all, *kept)
	}
	set.replace(next)
	s.touch()
	return ok(all)
}

func (c command) kind() int { return max(c.Type, 1) }

// register completes a command as Discord does. One of the same name keeps its
// id, and its version where nothing changed.
func (s *Server) register(set *commandSet, c command) (*command, *refusal) {
	c.ApplicationID, c.GuildID, c.Type = s.app.id, set.guild, c.kind()
	if c.Integrations == nil {
		c.Integrations = []int{0}
	}
	if i := set.index(c.Name, c.Type); i >= 0 {
		old := *set.list[i]
		c.ID, c.Version = old.ID, old.Version
		if !reflect.DeepEqual(c, old) {
			c.Version = s.newID()
		}
		return &c, nil
	}
	now := s.opt.Now()
	s.creates = slices.DeleteFunc(s.creates, func(t time.Time) bool { return now.Sub(t) >= 24*time.Hour })
	if len(s.creates) >= mostCreates {
		return nil, &refusal{
			status: http.StatusTooManyRequests, code: 30034, scope: "user", retryAfter: 3600,
			message: "Max number of daily application command creates has been reached (200)",
		}
	}
	s.creates = append(s.creates, now)
	c.ID, c.Version = s.newID(), s.newID()
	return &c, nil
}

func (set *commandSet) index(name string, kind int) int {
	return slices.IndexFunc(set.list, func(c *command) bool { return c.Name == name && c.Type == kind })
}

func (set *commandSet) byID(id string) int {
	return slices.IndexFunc(set.list, func(c *command) bool { return c.ID == id })
}

// replace takes a new list in and finds what of it can be typed.
func (set *commandSet) replace(list []*command) {
	set.list, set.set, set.paths = list, true, chat.Catalog{}
	for _, c := range list {
		if c.Type == 1 {
			set.paths.Commands = append(set.paths.Commands, paths(c.Name, c.Options)...)
		}
	}
}

func paths(name string, options []commandOption) []chat.Command {
	var all []chat.Command
	for _, o := range options {
		if o.Type == optionSub || o.Type == optionGroup {
			all = append(all, paths(name+" "+o.Name, o.Options)...)
		}
	}
	if all == nil {
		return []chat.Command{{Path: name}}
	}
	return all
}

func (s *Server) postCommand(c *call) (answer, *refusal) {
	set, _, no := s.commandsOf(c)
	if no != nil {
		return refuse(no)
	}
	var cmd command
	if no := first(s.decode(c, c.body, &cmd), s.checkCommand("command", cmd)); no != nil {
		return refuse(no)
	}
	i := set.index(cmd.Name, cmd.kind())
	if i < 0 && len(set.list) >= mostCommands {
		s.violate(3, "%s %s: over %d commands", c.method, c.route, mostCommands)
		return refuse(bad(30032, "Maximum number of application commands reached (100)"))
	}
	kept, no := s.register(set, cmd)
	if no != nil {
		return refuse(no)
	}
	if i >= 0 {
		set.list[i] = kept
		set.replace(set.list)
		return ok(kept)
	}
	set.replace(append(set.list, kept))
	return answer{http.StatusCreated, kept}, nil
}

func (s *Server) commandOf(c *call) (*commandSet, int, *refusal) {
	set, id, no := s.commandsOf(c)
	if no != nil {
		return nil, 0, no
	}
	i := set.byID(id)
	if i < 0 {
		return nil, 0, unknown(10063, "application command")
	}
	return set, i, nil
}

func (s *Server) getCommand(c *call) (answer, *refusal) {
	set, i, no := s.commandOf(c)
	if no != nil {
		return refuse(no)
	}
	return ok(set.list[i])
}

func (s *Server) patchCommand(c *call) (answer, *refusal) {
	set, i, no := s.commandOf(c)
	if no != nil {
		return refuse(no)
	}
	cmd := *set.list[i]
	if no := first(s.decode(c, c.body, &cmd), s.checkCommand("command", cmd)); no != nil {
		return refuse(no)
	}
	cmd.ID, cmd.Version = set.list[i].ID, s.newID()
	set.list[i] = &cmd
	set.replace(set.list)
	return ok(cmd)
}

func (s *Server) deleteCommand(c *call) (answer, *refusal) {
	set, i, no := s.commandOf(c)
	if no != nil {
		return refuse(no)
	}
	set.replace(slices.Delete(slices.Clone(set.list), i, i+1))
	return done()
}
