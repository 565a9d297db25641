// Package menu is the list of commands that Telegram offers behind "/": per
// scope (direct chats, groups, administrators of groups) and per language. It
// is for discovery only and never authorises anything.
//
// Validate knows what Telegram would refuse and touches no network; Publish
// changes what differs and nothing else. How a command is worded is the
// catalogue's business.
package menu
