package discordtest

import (
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

// paths lists what can be typed of a command. One with subcommands cannot be
// called by itself.
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
