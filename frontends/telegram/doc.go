// Package telegram joins Telegram to the core: updates come in as interactions
// and events, answers and notifications go out as messages.
//
// The way in is intake.go (what an update is), message.go, press.go and
// member.go; parse.go reads what people type. The way out is answer.go (who may
// see an answer, and by which means), post.go and edit.go (messages in parts),
// present.go and entity.go (documents as Telegram shows them). What goes over
// the network is botapi's: every call takes its gate, and every failure is
// classified there. The command menu has its own room, menu.
//
// Nothing here widens an audience: an answer for one person that has no private
// way waits behind a link (private.go). Facts that must survive a restart are
// remembered under keys that begin with "telegram:" and the bot's number.
package telegram
