package telegramtest

import "encoding/json"

// methods lists what the double serves, by lower-case name, because the real
// server does not mind case.
func methods() map[string]method {
	return map[string]method{
		"getme":               (*Server).getMe,
		"getupdates":          (*Server).getUpdates,
		"sendmessage":         (*Server).sendMessage,
		"editmessagetext":     (*Server).editText,
		"answercallbackquery": (*Server).answerQuery,
	}
}

// itWorked is the answer of methods that have nothing else to say.
func itWorked() (any, error) { return json.RawMessage("true"), nil }

func (s *Server) getMe(*call) (any, error) {
	return struct {
		*user
		Groups   bool `json:"can_join_groups"`
		Reads    bool `json:"can_read_all_group_messages"`
		Inline   bool `json:"supports_inline_queries"`
		Business bool `json:"can_connect_to_business"`
		WebApp   bool `json:"has_main_web_app"`
	}{user: s.bot.user, Groups: true, Reads: s.opt.AllMessages}, nil
}
