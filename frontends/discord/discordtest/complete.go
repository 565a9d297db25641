package discordtest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// Complete is somebody typing an option that completes: the choices that the
// bot offers for it. The line is the command so far, option the one that the
// cursor stands in. It fails where the option offers nothing, and when nobody
// has answered after ten seconds of real time.
func (s *Server) Complete(who chat.UserRef, at chat.PlaceRef, line, option string) ([]string, error) {
	i, err := s.completing(who, at, line, option)
	if err != nil {
		return nil, err
	}
	return s.choices(i)
}

func (s *Server) completing(who chat.UserRef, at chat.PlaceRef, line, option string) (*interaction, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, c, err := s.stand(who, at)
	if err != nil {
		return nil, err
	}
	cmd, path, rest, err := s.pick(p, c, strings.TrimPrefix(line, "/"))
	if err != nil {
		return nil, err
	}
	leaf, way := descend(cmd.Options, path[1:])
	if n := slices.IndexFunc(leaf, func(o commandOption) bool { return o.Name == option && o.Autocomplete }); n < 0 {
		return nil, fmt.Errorf("%w: %s does not complete", ErrOption, option)
	}
	b := &binder{s: s, channel: c, seen: &wireResolved{}}
	args, err := b.bind(leaf, rest, true)
	if err != nil {
		return nil, err
	}
	return s.command(p, c, cmd, kindComplete, nest(way, focus(args, leaf, option)), b.resolved()), nil
}

// focus marks the option that is being typed, empty or not.
func focus(args []wireArgument, leaf []commandOption, option string) []wireArgument {
	for i := range args {
		if args[i].Name == option {
			args[i].Focused, args[i].Value = true, fmt.Sprint(args[i].Value)
			return args
		}
	}
	n := slices.IndexFunc(leaf, func(o commandOption) bool { return o.Name == option })
	return append(args, wireArgument{Name: option, Type: leaf[n].Type, Value: "", Focused: true})
}
