package telegramtest

import "encoding/json"

// methods lists what the double serves, by lower-case name, because the real
// server does not mind case.
func methods() map[string]method {
	return map[string]method{
		"getme":      (*Server).getMe,
		"getupdates": (*Server).getUpdates,
		"setwebhook": (*Server).setWebhook, "deletewebhook": (*Server).deleteWebhook,
		"getwebhookinfo": (*Server).getWebhookInfo,

		"sendmessage":  (*Server).sendMessage,
		"senddocument": (*Server).sendDocument, "sendphoto": (*Server).sendPhoto,
		"forwardmessage": (*Server).forwardMessage, "forwardmessages": (*Server).forwardMessages,
		"copymessage": (*Server).copyMessage, "copymessages": (*Server).copyMessages,
		"sendchataction":      (*Server).sendChatAction,
		"answercallbackquery": (*Server).answerQuery,
		"getfile":             (*Server).getFile,

		"editmessagetext":    editText((*Server).own),
		"editmessagecaption": editCaption((*Server).own), "editmessagereplymarkup": editMarkup((*Server).own),
		"deletemessage": (*Server).deleteMessage, "deletemessages": (*Server).deleteMessages,
		"editephemeralmessagetext":        editText((*Server).ownWhisper),
		"editephemeralmessagecaption":     editCaption((*Server).ownWhisper),
		"editephemeralmessagereplymarkup": editMarkup((*Server).ownWhisper),
		"deleteephemeralmessage":          (*Server).deleteWhisper,

		"getchat": (*Server).getChat, "getchatadministrators": (*Server).getChatAdministrators,
		"getchatmember": (*Server).getChatMember, "getchatmembercount": (*Server).getChatMemberCount,
		"leavechat": (*Server).leaveChat, "pinchatmessage": (*Server).pinChatMessage,
		"createforumtopic": (*Server).createTopic, "editforumtopic": (*Server).editTopic,
		"closeforumtopic": (*Server).closeTopic, "reopenforumtopic": (*Server).reopenTopic,
		"deleteforumtopic": (*Server).deleteTopic,

		"setmycommands": (*Server).setCommands, "getmycommands": (*Server).getCommands,
		"deletemycommands": (*Server).deleteCommands,
	}
}

// itWorked is the answer of methods that have nothing else to say.
func itWorked() (any, error) { return json.RawMessage("true"), nil }

// getMe says whether privacy mode is on: can_read_all_group_messages.
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
