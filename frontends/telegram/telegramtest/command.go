package telegramtest

import (
	"slices"
	"strconv"
	"strings"
)

// command is the Bot API's BotCommand.
type command struct {
	Name      string `json:"command"`
	Describe  string `json:"description"`
	Ephemeral bool   `json:"is_ephemeral,omitempty"`
}

// menuKey names a list of commands: its scope and language.
func menuKey(c *call) (string, error) {
	var scope struct {
		Type string `json:"type"`
		Chat any    `json:"chat_id"`
		User int64  `json:"user_id"`
	}
	given, err := c.object("scope", &scope)
	if err != nil {
		return "", err
	}
	if !given {
		scope.Type = "default"
	}
	key := scope.Type
	switch id := scope.Chat.(type) {
	case string:
		key += "/" + id
	case float64:
		key += "/" + strconv.FormatInt(int64(id), 10)
	}
	if scope.User != 0 {
		key += "/" + strconv.FormatInt(scope.User, 10)
	}
	return key + "|" + c.params["language_code"], nil
}

func (s *Server) setCommands(c *call) (any, error) {
	key, err := menuKey(c)
	if err != nil {
		return nil, err
	}
	var list []command
	if _, err := c.object("commands", &list); err != nil {
		return nil, err
	}
	if len(list) > 100 {
		return nil, bad("BOT_COMMANDS_TOO_MUCH")
	}
	for _, one := range list {
		if one.Name == "" || len(one.Name) > 32 || strings.Trim(one.Name, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
			return nil, bad("BOT_COMMAND_INVALID")
		}
		if n := units(one.Describe); n < 1 || n > 256 {
			return nil, bad("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	s.commands[key] = list
	return itWorked()
}

// getCommands answers with exactly the list that was set for the scope and
// language, without the fallbacks that people's apps apply.
func (s *Server) getCommands(c *call) (any, error) {
	key, err := menuKey(c)
	if err != nil {
		return nil, err
	}
	if list := s.commands[key]; list != nil {
		return list, nil
	}
	return []command{}, nil
}

func (s *Server) deleteCommands(c *call) (any, error) {
	key, err := menuKey(c)
	if err != nil {
		return nil, err
	}
	delete(s.commands, key)
	return itWorked()
}

// Menu returns the names of a menu's commands, in its order: of a scope's type
// ("default", "all_group_chats", …) and a language ("" is the fallback).
func (s *Server) Menu(scope, language string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var names []string
	for _, c := range s.commands[scope+"|"+language] {
		names = append(names, c.Name)
	}
	return names
}

// ephemeral tells whether a command that somebody types is one that only the
// bot reads.
func (s *Server) ephemeral(name string) bool {
	for _, list := range s.commands {
		if slices.ContainsFunc(list, func(c command) bool { return c.Ephemeral && c.Name == name }) {
			return s.opt.Ephemeral
		}
	}
	return false
}
