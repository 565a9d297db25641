package discordtest

import (
	"fmt"
	"net/http"
	"slices"
)

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

// putCommands checks the whole list before it takes any of it in, so that a
// refused one changes nothing.
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

// postCommand replaces a command of the same name, as Discord does; only a new
// one answers 201.
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
