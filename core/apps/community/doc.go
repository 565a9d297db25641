// Package community is the app with which administrators look after their
// community: which spaces belong to it, who mediates and where they are told, its
// limits and its time zone. Anybody may see most of these.
//
// The rules of spaces and standing and the rows are in core/communities; here
// are the commands, their words and what is logged of them.
package community
